"""Profiles in the pool for tests, and matches of them."""

from pool.models import PoolMatch
from pool.profiles import store
from tests.factories import LeadFactory, OfferFactory, SearchFactory


def stored(**columns):
    texts = dict.fromkeys(
        "linkedin_slug x_handle full_name role bio industry company company_size location skills keywords".split(), ""
    )
    return store(profiles=[texts | columns])


def matched(profile):
    offer = OfferFactory()
    known = {"workspace": offer.workspace, "offer": offer, "search": SearchFactory(workspace=offer.workspace)}
    return PoolMatch.objects.create(**known, profile=profile, lead=LeadFactory(workspace=offer.workspace), fit=80)
