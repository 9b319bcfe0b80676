from ninja import Router

from autoreach.api.auth import READ
from autoreach.api.lead_answers import lead_answer
from autoreach.api.paging import PAGE, Cursor, Limit, page_of
from autoreach.api.schemas import STATE_OF, Id, Leads, State, answers
from leads import access
from scoring.models import RANK, BuyerScore
from scoring.views import BEST_FIRST, ROW_COLUMNS

router = Router(tags=["Buyers"], auth=READ)


@router.get("/buyers", response=answers(_200=Leads), summary="List the buyers of an offer, best first")
def list_buyers(request, offer: Id | None = None, state: State = "ready", cursor: Cursor = "", limit: Limit = PAGE):
    """Without an offer those of the default one, as GET /offers names it."""
    scored_for = access.get_offer(request, offer) if offer else access.offers(request).first()
    if scored_for is None:
        return {"items": [], "next": None}
    rows = BuyerScore.objects.filter(offer=scored_for, state=STATE_OF[state]).annotate(rank=RANK)
    rows = rows.select_related("lead").only(*ROW_COLUMNS)
    name = f"buyers-{scored_for.pk}-{state}"
    scores, following = page_of(rows, BEST_FIRST, name=name, cursor=cursor, limit=limit)
    for score in scores:
        score.offer = scored_for
    return {"items": [lead_answer(request, score.lead, score) for score in scores], "next": following}
