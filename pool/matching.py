"""Which profiles of the pool fit an ICP: found by likeness, judged by the fit that scores leads. docs/matching.md"""

from dataclasses import dataclass

from leads.audience.stored import audience_of
from leads.fit import Criteria, judge
from leads.models import Offer
from pool.candidates import likeliest, people, pool_size
from pool.weights import weigh

# In the audience, and partly in it: docs/scoring.md, "How the scale was set".
FITTING, PARTLY = 70, 40
# At most so many of the likeliest are judged for each match asked for.
JUDGED_PER_MATCH = 12
# So many are read and judged before the next are.
BATCH = 500


@dataclass(frozen=True)
class Match:
    profile_id: int
    fit: int


def match(*, offer, limit) -> list[Match]:
    """The profiles worth scoring for an offer, best first. `offer` may be unsaved."""
    return [row for row in match_criteria(criteria_of(offer), limit, offer.workspace_id) if row.fit >= FITTING]


def nearest(*, offer, limit) -> list[Match]:
    """The profiles nearest to an offer's audience where none fits it, best first."""
    return match_criteria(criteria_of(offer), limit, offer.workspace_id, however_far=True)


def criteria_of(offer) -> Criteria:
    audience = audience_of(offer)
    by_company_location = offer.location_mode == Offer.LocationMode.COMPANY
    return Criteria(audience, offer.target_audience, audience.sizes, by_company_location)


def match_icp(*, icp, limit, workspace_id=None, however_far=False) -> list[Match]:
    return match_criteria(Criteria(icp, icp.text, icp.sizes), limit, workspace_id, however_far=however_far)


def match_criteria(criteria, limit, workspace_id, *, however_far=False) -> list[Match]:
    """The profiles that fit at least partly, best first; none where no profile is in the audience.

    Fit says who is a match. Of those in the audience, and then of those partly in it, the likeliest come first.
    """
    if not criteria.audience.text:
        return []
    most = JUDGED_PER_MATCH * limit
    ids = likeliest(weigh(criteria.audience), most, pool_size(), workspace_id)
    matches = judged_candidates(criteria, ids, most, workspace_id, enough=limit)
    if not however_far and all(row.fit < FITTING for row in matches):
        return []
    kept = [row for row in matches if however_far or row.fit >= PARTLY]
    return sorted(kept, key=lambda row: (row.fit < FITTING, row.fit < PARTLY))[:limit]


def judged_candidates(criteria, ids, limit, workspace_id, *, enough) -> list[Match]:
    """Up to `limit` of these profiles with their fit, in their order, until `enough` of them are in the audience."""
    matches = []
    for start in range(0, len(ids), BATCH):
        matches += judged_people(criteria, ids[start : start + BATCH], workspace_id)
        if len(matches) >= limit or sum(row.fit >= FITTING for row in matches) >= enough:
            break
    return matches[:limit]


def judged_people(criteria, ids, workspace_id) -> list[Match]:
    found = people(ids, workspace_id)
    fits = judge([each for _, each in found], criteria)
    return [Match(pk, fit.points) for (pk, _), fit in zip(found, fits, strict=True)]
