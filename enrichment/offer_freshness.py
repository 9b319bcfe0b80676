"""What of an offer still rests on what it said before it was changed: scores under way, and pool matches."""

from dataclasses import dataclass

from enrichment.models import PipelineRun
from leads.models import Offer, Search
from leads.sources.registry import POOL


@dataclass
class Freshness:
    """`run` rescores the leads and is not finished; `old_match` is the newest pool search, if it is of the old ICP."""

    offer: Offer
    run: PipelineRun | None
    old_match: Search | None

    @property
    def is_current(self):
        return self.run is None and self.old_match is None


def freshness_of(offer: Offer) -> Freshness:
    unfinished = PipelineRun.objects.filter(workspace=offer.workspace_id, offer=offer, finished_at=None)
    run = unfinished.filter(purpose=PipelineRun.Purpose.OFFER).order_by("-pk").first()
    return Freshness(offer, run, old_match_of(offer))


def old_match_of(offer):
    if offer.icp_changed_at is None:
        return None
    newest = offer.searches.filter(kind=POOL).order_by("-pk").first()
    return newest if newest and newest.created_at < offer.icp_changed_at else None
