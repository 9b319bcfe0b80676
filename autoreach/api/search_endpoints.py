from ninja import Router
from ninja.responses import Status

from autoreach.api.auth import READ, SEARCH
from autoreach.api.errors import refuse, said_of
from autoreach.api.paging import PAGE, Cursor, Limit, page_of
from autoreach.api.schemas import Estimate, Id, Search, Searches, SearchRequest, Sources, answers
from autoreach.api.search_answers import search_answers, source_answer
from leads import access
from leads.interface.paging import Order
from leads.interface.views.find_people import cost_of
from leads.sources.running.control import start_once
from leads.sources.source import RUNNING

router = Router(tags=["Searches"], auth=READ)


@router.get("/sources", response=answers(_200=Sources), summary="List the sources that can be searched")
def list_sources(request, offer: Id | None = None):
    """The defaults are those that the offer suggests."""
    suggesting = access.get_offer(request, offer) if offer else None
    return {"items": [source_answer(source, suggesting) for source in RUNNING.values()]}


@router.get("/searches", response=answers(_200=Searches), summary="List searches, the newest first")
def list_searches(request, cursor: Cursor = "", limit: Limit = PAGE):
    mine = access.searches(request).select_related("offer")
    searches, following = page_of(mine, Order(), name="searches", cursor=cursor, limit=limit)
    return {"items": search_answers(request, searches), "next": following}


@router.post("/searches/estimate", response=answers(_200=Estimate), summary="Say what a search would cost")
def estimate(request, wanted: SearchRequest):
    """Nothing is started."""
    cost = cost_of(request, RUNNING.get(wanted.kind), checked_form(request, wanted))
    return cost | {"left_this_month_usd": cost["left"]}


@router.post("/searches", auth=SEARCH, response=answers(_201=Search, _200=Search), summary="Start a search")
def start_search(request, wanted: SearchRequest):
    """The same search again within ten seconds is 200, with the first one, unless that failed or was cancelled."""
    form = checked_form(request, wanted)
    search, is_new = start_once(
        workspace=request.workspace,
        user=request.user,
        offer=form.offer,
        kind=wanted.kind,
        parameters=form.stored(),
    )
    return Status(201 if is_new else 200, *search_answers(request, [search]))


@router.get("/searches/{search_id}", response=answers(_200=Search), summary="Say how a search goes")
def get_search(request, search_id: Id):
    (answer,) = search_answers(request, [access.get_search(request, search_id)])
    return answer


def checked_form(request, wanted):
    """The valid form of the source; a refusal that says every mistake where there is one."""
    offer = access.get_offer(request, wanted.offer) if wanted.offer else None
    source = RUNNING.get(wanted.kind) or refuse("There is no source of this kind. GET /api/v1/sources lists them.")
    if unknown := sorted(set(wanted.parameters) - set(source.Parameters(offer=offer).fields)):
        refuse(f"This source has no parameter “{unknown[0][:60]}”. GET /api/v1/sources lists them.")
    form = source.Parameters.filled(offer, {name: typed(value) for name, value in wanted.parameters.items()})
    return form if form.is_valid() else refuse(" ".join(said_of(form)))


def typed(value):
    return [str(each) for each in value] if isinstance(value, list) else value
