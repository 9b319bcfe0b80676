from typing import Annotated

from django.core.exceptions import ValidationError
from ninja import Query, Router
from ninja.responses import Status
from pydantic import Field

from autoreach.api.auth import ADD, READ
from autoreach.api.errors import refuse, said_of
from autoreach.api.lead_answers import LEAD_COLUMNS, lead_answers, new_lead_answer
from autoreach.api.paging import PAGE, Cursor, Limit, page_of
from autoreach.api.schemas import STATE_OF, Added, Found, Id, LeadQuery, Leads, Person, answers
from leads import access
from leads.identity.platforms import PLATFORMS
from leads.interface.forms.add_person import PersonForm, address_of
from leads.interface.lead_filters import filter_leads
from leads.sources.manual.add_person import add_person

router = Router(tags=["Leads"], auth=READ)
ONE_ONLY = "Add one person at a time."
NO_PROFILE = "This is not the address of a profile on LinkedIn or X."


@router.get("/leads", response=answers(_200=Leads), summary="List leads")
def list_leads(request, wanted: Query[LeadQuery], cursor: Cursor = "", limit: Limit = PAGE):
    """Without an offer each lead has the best score of all offers."""
    offer = access.get_offer(request, wanted.offer) if wanted.offer else None
    if wanted.search:
        access.get_search(request, wanted.search)
    chosen, matching = filter_leads(request, filter_params(wanted))
    if not chosen.is_valid():
        refuse(" ".join(said_of(chosen.form)))
    rows = matching.only(*LEAD_COLUMNS)
    name = f"leads-{wanted.sort}-{wanted.offer or 0}"
    leads, following = page_of(rows, chosen.order, name=name, cursor=cursor, limit=limit)
    return {"items": lead_answers(request, leads, offer), "next": following}


def filter_params(wanted):
    named = wanted.dict(exclude_none=True)
    return named | ({"state": STATE_OF[wanted.state].value} if wanted.state else {})


@router.get("/leads/lookup", response=answers(_200=Found), summary="Look a lead up by the address of a profile")
def look_up(request, url: Annotated[str, Field(max_length=500)], offer: Id | None = None):
    """Without an offer the score is the best of all offers."""
    scored_for = access.get_offer(request, offer) if offer else None
    platform, handle = profile_at(url)
    known = access.leads(request).filter(**{platform.field: handle}).only(*LEAD_COLUMNS)
    lead = next(iter(lead_answers(request, known, scored_for)), None)
    understood = {"platform": platform.name, "address": platform.address(handle)}
    return {"found": lead is not None, "lead": lead, "understood": understood}


def profile_at(url):
    """(platform, handle) by the rules of adding by hand."""
    try:
        kind, handle = address_of(url.strip())
    except ValidationError as error:
        refuse(error.messages[0])
    return (PLATFORMS[kind], handle) if kind in PLATFORMS else refuse(NO_PROFILE)


@router.post("/leads", auth=ADD, response=answers(_201=Added, _200=Added), summary="Add a lead by its profile")
def add_lead(request, person: Person):
    """The person is enriched, and scored for the offer. A lead that is there already gets what it lacks."""
    offer = access.get_offer(request, person.offer) if person.offer else None
    if offer and offer.refusal:
        refuse(offer.refusal)
    profile_at(person.url)
    lead, made = add_person(
        workspace=request.workspace, user=request.user, offer=offer, profile=profile_of(request, person)
    )
    answer = {"lead": new_lead_answer(request, lead, offer), "created": bool(made.created)}
    return Status(201 if made.created else 200, answer)


def profile_of(request, person):
    typed = {"address": person.url.strip(), "full_name": person.name, "title": person.headline, "offer": person.offer}
    form = PersonForm(typed, offers=access.offers(request))
    if not form.is_valid():
        refuse(" ".join(said_of(form)))
    return refuse(ONE_ONLY) if form.lines else form.profile()
