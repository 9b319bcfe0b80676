"""The offer a user looks at, remembered in the browser so that no page view writes to the database."""

from dataclasses import dataclass

from leads import access
from leads.models import Offer

COOKIE = "offer"
YEAR = 365 * 24 * 3600


@dataclass(frozen=True)
class OfferChoice:
    offers: list[Offer]
    offer: Offer | None

    def remember(self, response):
        if self.offer:
            value = f"{self.offer.workspace_id}:{self.offer.pk}"
            response.set_signed_cookie(COOKIE, value, max_age=YEAR, httponly=True, samesite="Lax")
        return response


def choose_offer(request):
    """The offer the address names (an archived one too), else the remembered one, else the first."""
    offers = list(access.offers(request).only("workspace", "name"))
    named = access.number(request.GET.get("offer", ""))
    if named is not None:
        current = next((offer for offer in offers if offer.pk == named), None)
        return OfferChoice(offers, current or access.get_offer(request, named))
    # a cookie that was changed counts as none
    value = request.get_signed_cookie(COOKIE, default="", max_age=YEAR)
    remembered = next((offer for offer in offers if f"{offer.workspace_id}:{offer.pk}" == value), None)
    return OfferChoice(offers, remembered or (offers[0] if offers else None))
