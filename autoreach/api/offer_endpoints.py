from ninja import Router

from autoreach.api import tokens
from autoreach.api.auth import READ
from autoreach.api.paging import PAGE, Cursor, Limit, page_of
from autoreach.api.schemas import Me, Offers, answers
from leads import access
from leads.interface.paging import Order

router = Router(tags=["Offers"], auth=READ)
BY_NAME = Order("name", descending=False, numeric=False)


@router.get("/me", response=answers(_200=Me), summary="Whose token this is")
def me(request):
    return {
        "user": request.user.get_username(),
        "workspace": request.workspace.name,
        "scopes": request.auth.scopes_in_force,
        "rate_limit": {"requests": tokens.PER_MINUTE, "seconds": 60, "at_once": tokens.AT_ONCE},
    }


@router.get("/offers", response=answers(_200=Offers), summary="List offers that are not archived")
def list_offers(request, cursor: Cursor = "", limit: Limit = PAGE):
    """The default offer is the first by name, as on the pages where none was chosen."""
    offers, following = page_of(access.offers(request).only("name"), BY_NAME, name="offers", cursor=cursor, limit=limit)
    default = access.offers(request).values_list("pk", flat=True).first()
    items = [{"id": offer.pk, "name": offer.name, "is_default": offer.pk == default} for offer in offers]
    return {"items": items, "next": following}
