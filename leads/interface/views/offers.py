from django.conf import settings
from django.contrib import messages
from django.db import IntegrityError, transaction
from django.db.models import Q, Sum
from django.db.models.functions import Coalesce
from django.http import HttpResponseBadRequest
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from autoreach.pages import part_of
from leads import access
from leads.audience import asking
from leads.audience.naming import suggest_parts
from leads.interface.forms.fields import TAGS
from leads.interface.forms.offer import LANGUAGES, NAME_TAKEN, OfferForm, name_taken
from leads.models import BuyerState, Offer
from leads.offers.creation import create_offer, of_last_click
from leads.offers.editing import SCORED, save_changes
from leads.offers.rescoring import rescore_leads_of


@require_safe
def offers(request):
    archived = "archived" in request.GET
    workspace = access.get_workspace(request)
    shown = Offer.objects.filter(workspace=workspace, archived_at__isnull=not archived).annotate(
        ready=buyers_in(BuyerState.ACTIVE, BuyerState.MANUAL), emerging=buyers_in(BuyerState.MONITOR)
    )
    return render(request, "leads/offers.html", {"offers": shown, "archived": archived})


def buyers_in(*states):
    return Coalesce(Sum("state_counts__count", filter=Q(state_counts__state__in=states)), 0)


@require_safe
def offer(request, pk):
    shown = access.get_offer(request, pk)
    context = {
        "offer": shown,
        "language": LANGUAGES.get(shown.language, shown.language),
        "match_limit": settings.POOL_MATCH_LIMIT,
    }
    return render(request, "leads/offer.html", context)


def create(request):
    workspace = access.get_workspace(request)
    form = OfferForm(request.POST or None, workspace=workspace)
    if form.is_valid() and "only_read" not in request.POST and is_allowed(request, form):
        try:
            created = create_offer(workspace=workspace, user=request.user, offer=form.save(commit=False))
        except IntegrityError:
            form.add_error("name", name_taken())
        else:
            messages.success(request, f"{created.name} is saved. The pool is being matched with it.")
            return redirect(buyers_of(created))
    saved = earlier_click(request, form) if form.has_error("name", NAME_TAKEN) else None
    return redirect(buyers_of(saved)) if saved else offer_form(request, form)


def earlier_click(request, form):
    """The offer that the first of two clicks on Save made, or None."""
    if "only_read" in request.POST:
        return None
    typed = {"name": " ".join(form["name"].data.split()), "description": form.cleaned_data.get("description")}
    return of_last_click(workspace=form.workspace, user=request.user, **typed)


def buyers_of(offer):
    return f"{reverse('buyers')}?{urlencode({'offer': offer.pk})}"


@transaction.atomic
def edit(request, pk):
    edited = access.get_offer(request, pk, to_edit=request.method == "POST")
    name = edited.name
    form = OfferForm(request.POST or None, instance=edited, workspace=edited.workspace)
    if form.is_valid() and "only_read" not in request.POST and is_allowed(request, form):
        try:
            rescored = save_changes(offer=form.save(commit=False), changed=form.changed_data)
        except IntegrityError:
            form.add_error("name", name_taken())
        else:
            messages.success(request, f"{edited.name} is saved.{rescoring_note(rescored)}{form.kept_note()}")
            return redirect("offer", pk)
    return offer_form(request, form, name)


def is_allowed(request, form):
    """Whether the user may have done what saving starts. The AI reads nothing again for another name."""
    if access.may_score(request) or not (SCORED - {"name"}) & set(form.changed_data):
        return True
    form.add_error(None, access.REFUSALS[access.Right.SPEND])
    return False


@require_POST
def understood(request):
    """How the audience that is being typed is understood; a fragment of the form, nothing is saved."""
    pk = access.number(request.GET.get("offer", ""))
    offer = access.get_offer(request, pk) if pk is not None else None
    form = OfferForm(request.POST, instance=offer, workspace=access.get_workspace(request))
    form.is_valid()
    return render(request, "leads/understood.html", {"form": form, "offer": form.instance})


@require_safe
@part_of("offer-create")
def part_suggestions(request):
    return render(request, "leads/_suggestions.html", {"names": suggest_parts(request.GET.get("add_part", "")[:200])})


def rescoring_note(count):
    return f" {count:,} {'lead is' if count == 1 else 'leads are'} being rescored." if count else ""


@require_POST
def rescore(request, pk):
    """Score all leads of the offer once more."""
    access.require_to_score(request)
    offer = access.get_offer(request, pk)
    with transaction.atomic():
        count = rescore_leads_of(offer)
    messages.success(request, rescoring_note(count).strip() or f"No lead has a score for {offer.name} yet.")
    return redirect("offer", pk)


@require_POST
def read_audience(request, pk):
    """Have the AI read the audience once more, where it could not."""
    access.require_to_score(request)
    offer = access.get_offer(request, pk)
    with transaction.atomic():
        asking.ask(offer)
    messages.info(request, "The AI is asked to read the audience again.")
    return redirect("offer", pk)


def offer_form(request, form, name=""):
    context = {"form": form, "offer": form.instance, "name": name, "match_limit": settings.POOL_MATCH_LIMIT}
    refused = form.errors and "only_read" not in request.POST
    return render(request, "leads/offer_form.html", context, status=422 if refused else 200)


@require_POST
def tags(request):
    """What is typed into a field of tags, as tags; a fragment of the form."""
    kind = request.POST.get("kind", "")
    if kind not in TAGS:
        return HttpResponseBadRequest("A kind of tags is needed.")
    entries = OfferForm.base_fields[kind].to_python(request.POST.get(kind, ""))
    return render(request, "leads/_tags.html", {"kind": kind, "entries": entries})


@require_safe
@part_of("offer-create")
def suggestions(request):
    kind = TAGS.get(request.GET.get("kind", ""))
    names = kind.suggest(request.GET.get("typed", "")[:200]) if kind else []
    return render(request, "leads/_suggestions.html", {"names": names})


@require_POST
def archive(request, pk):
    access.require(request, access.Right.ARCHIVE)
    archived = access.get_offer(request, pk)
    archived.archive()
    messages.success(request, f"{archived.name} is archived. Its buyers are kept.")
    return redirect("offers")


@require_POST
def restore(request, pk):
    access.require(request, access.Right.ARCHIVE)
    restored = access.get_offer(request, pk)
    try:
        with transaction.atomic():
            restored.restore()
    except IntegrityError:
        messages.error(request, f"A current offer is called {restored.name} too. Rename or archive that one first.")
        return redirect(f"{reverse('offers')}?archived")
    messages.success(request, f"{restored.name} is in use again.")
    return redirect("offer", pk)
