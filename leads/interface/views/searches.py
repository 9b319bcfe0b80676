from django.contrib import messages
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe
from django_htmx.http import HttpResponseClientRedirect

from autoreach.pages import render_part
from leads import access
from leads.interface.forms.add_person import PersonForm
from leads.interface.paging import Order, keyset_page
from leads.models import Search
from leads.offers.choice import choose_offer
from leads.sources.manual.add_people import add_people, results_of
from leads.sources.manual.add_person import add_person

NEWEST_FIRST = Order()
WATCHED = (Search.Status.PENDING, Search.Status.RUNNING)


@require_safe
def searches(request):
    mine = access.searches(request).select_related("offer", "created_by")
    page = keyset_page(mine, NEWEST_FIRST, request.GET)
    context = {"page": page, "watched": any(search.status in WATCHED for search in page.rows)}
    return render_part(request, "leads/searches.html", "search-list", context)


@require_safe
def search(request, pk):
    shown = access.get_search(request, pk)
    import_job = access.imports(request).filter(search=shown).first()
    context = {
        "search": shown,
        "import_job": import_job,
        "watched": shown.status in WATCHED,
        "lines": results_of(shown),
    }
    return render_part(request, "leads/search.html", "search-progress", context)


def add_lead(request):
    if request.method == "POST":
        access.require(request, access.Right.SPEND)
    offers = access.offers(request)
    form = PersonForm(request.POST or None, offers=offers, initial={"offer": choose_offer(request).offer})
    if form.is_valid() and form.lines:
        return add_lines(request, form)
    if form.is_valid():
        lead, made = add_person(
            workspace=access.get_workspace(request),
            user=request.user,
            offer=form.cleaned_data["offer"],
            profile=form.profile(),
            form_id=form.cleaned_data["form_id"],
        )
        known = "was a lead already; missing fields were filled in" if made.updated else "was a lead already"
        messages.success(request, f"{lead.display_name} {'was added' if made.created else known}.")
        return HttpResponseClientRedirect(lead_url(lead)) if request.htmx else redirect(lead_url(lead))
    status = 422 if form.errors else 200
    return render_part(
        request, "leads/add_lead.html", "person-form", {"form": form}, target="dialog-body", status=status
    )


def add_lines(request, form):
    """Add many people; their search says what became of each line."""
    made = add_people(
        workspace=access.get_workspace(request),
        user=request.user,
        offer=form.cleaned_data["offer"],
        lines=form.lines,
        form_id=form.cleaned_data["form_id"],
    )
    messages.success(request, f"{made.created:,} added, {made.duplicates:,} already here, {made.rejected:,} not read.")
    address = reverse("search", args=[made.pk])
    return HttpResponseClientRedirect(address) if request.htmx else redirect(address)


def lead_url(lead):
    return reverse("lead", args=[lead.pk])
