from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.cache import patch_vary_headers
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from leads import access
from leads.forms.people import PersonForm
from leads.models import Search
from leads.people import add_person

PAGE = 50
WATCHED = (Search.Status.PENDING, Search.Status.RUNNING)


@require_safe
def searches(request):
    mine = access.searches(request).select_related("offer", "created_by")
    rows, page = newest_first(mine, before=row_id(request, "before"), after=row_id(request, "after"))
    watched = any(search.status in WATCHED for search in rows)
    context = {"searches": rows, "page": page, "watched": watched}
    return render_part(request, "leads/searches.html", "search-list", context)


@require_safe
def search(request, pk):
    shown = access.get_search(request, pk)
    context = {"search": shown, "watched": shown.status in WATCHED}
    return render_part(request, "leads/search.html", "search-progress", context)


def render_part(request, template, part, context, *, target=None, status=None):
    """The whole page, or only its `part` where htmx is about to swap that."""
    swapped = request.htmx and request.htmx.target == (target or part)
    response = render(request, f"{template}#{part}" if swapped else template, context, status=status)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def row_id(request, name):
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 19 else None


def newest_first(rows, *, before=None, after=None, size=PAGE):
    """A page of `rows` by falling id, and the query strings of the pages around it ("" where there is none)."""
    if after is not None:
        found = list(rows.filter(pk__gt=after).order_by("pk")[: size + 1])
        has_newer, has_older = len(found) > size, True
        found = found[:size][::-1]
    else:
        older = rows.filter(pk__lt=before) if before is not None else rows
        found = list(older.order_by("-pk")[: size + 1])
        has_newer, has_older = before is not None, len(found) > size
        found = found[:size]
    first, last = (found[0].pk, found[-1].pk) if found else ((before or 1) - 1, 0)
    page = {"previous": f"after={first}" if has_newer else "", "next": f"before={last}" if has_older else ""}
    return found, page


def add_lead(request):
    asked = {"offer": request.GET.get("offer")}
    form = PersonForm(request.POST or None, offers=access.offers(request), initial=asked)
    if form.is_valid():
        lead, is_new = add_person(
            workspace=access.get_workspace(request),
            user=request.user,
            offer=form.cleaned_data["offer"],
            profile=form.profile(),
        )
        what = "is added" if is_new else "was here already; what was unknown has been filled in"
        messages.success(request, f"{lead.display_name} {what}.")
        return HttpResponseClientRedirect(lead_url(lead)) if request.htmx else redirect(lead_url(lead))
    status = 422 if form.errors else 200
    return render_part(
        request, "leads/add_lead.html", "person-form", {"form": form}, target="dialog-body", status=status
    )


def lead_url(lead):
    return reverse("lead", args=[lead.pk])
