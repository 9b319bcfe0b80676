"""The offer a user looks at, remembered in the browser so that no page view writes to the database."""

from dataclasses import dataclass, replace

from leads import access
from leads.models import BuyerState, Offer

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


def choose_offer_of(request, lead):
    """The offer to show the lead for: that of its best score where the address names none and the chosen one has none.

    A score that is still to come counts, or its page would never say that it is queued.
    """
    choice = choose_offer(request)
    if access.number(request.GET.get("offer", "")) is not None:
        return choice
    scores = list(lead.scores.select_related("offer").only("state", "score", "offer__workspace", "offer__name"))
    if not scores or any(score.offer == choice.offer for score in scores):
        return choice
    return replace(choice, offer=min(scores, key=best_first).offer)


def best_first(score):
    """A sort key, in the order of the best score that is kept with a lead."""
    return score.state != BuyerState.MANUAL, score.score is None, -(score.score or 0), score.offer_id
