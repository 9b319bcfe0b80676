from django.contrib import messages
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from leads import access
from leads.forms.people import PersonForm
from leads.models import Search
from leads.people import add_person

PAGE = 50
WATCHED = (Search.Status.PENDING, Search.Status.RUNNING)


@require_safe
def searches(request):
    mine = access.searches(request).select_related("offer", "created_by")
    rows, newer, older = newest_first(mine, before=row_id(request, "before"), after=row_id(request, "after"))
    context = {
        "searches": rows,
        "newer": newer,
        "older": older,
        "watched": any(search.status in WATCHED for search in rows),
        "person_form": person_form(request),
    }
    return render(request, fragment(request, "leads/searches.html", "search-list"), context)


@require_safe
def search(request, pk):
    shown = access.get_search(request, pk)
    context = {"search": shown, "watched": shown.status in WATCHED}
    return render(request, fragment(request, "leads/search.html", "search-progress"), context)


def fragment(request, template, partial):
    return f"{template}#{partial}" if request.htmx.target == partial else template


def row_id(request, name):
    text = request.GET.get(name, "")
    return int(text) if text.isdecimal() and len(text) < 19 else None


def newest_first(rows, *, before=None, after=None, size=PAGE):
    """A page of `rows` by falling id, with the ids at which the newer and the older page begin, or None."""
    if after is not None:
        page = list(rows.filter(pk__gt=after).order_by("pk")[: size + 1])
        has_newer, has_older = len(page) > size, True
        page = page[:size][::-1]
    else:
        rows = rows.filter(pk__lt=before) if before is not None else rows
        page = list(rows.order_by("-pk")[: size + 1])
        has_newer, has_older = before is not None, len(page) > size
        page = page[:size]
    newer = page[0].pk if page and has_newer else None
    older = page[-1].pk if page and has_older else None
    return page, newer, older


def person_form(request):
    return PersonForm(request.POST or None, offers=access.offers(request), initial={"offer": request.GET.get("offer")})


def add_lead(request):
    form = person_form(request)
    if form.is_valid():
        lead, is_new = add_person(
            workspace=access.get_workspace(request),
            user=request.user,
            offer=form.cleaned_data["offer"],
            profile=form.profile(),
        )
        sentence = "is added" if is_new else "was here already; what was unknown has been filled in"
        messages.success(request, f"{lead.display_name} {sentence}.")
        return redirect("lead", lead.pk)
    status = 422 if form.errors else 200
    return render(request, "leads/add_lead.html", {"person_form": form}, status=status)
