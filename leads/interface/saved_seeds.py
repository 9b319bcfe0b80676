"""The saved seed accounts, as the tab Lookalikes shows them."""

from itertools import groupby

from django.db.models import F

from autoreach.providers.registry import PROVIDERS
from leads import access
from leads.sources.seed_followers import KINDS


def saved_seeds(request, offer=None):
    """Groups by offer and platform: the accounts with the leads each brought, and what reads their followers."""
    saved = access.seed_accounts(request).saved().select_related("offer")
    seeds = saved.filter(offer=offer) if offer else saved
    ordered = seeds.order_by("offer__name", "offer", "platform", F("followers").desc(nulls_last=True), "pk")
    groups = groupby(ordered, key=lambda seed: (seed.offer, seed.platform))
    return [group_of(*key, list(group)) for key, group in groups]


def group_of(offer, platform, seeds):
    return {
        "offer": offer,
        "platform": PROVIDERS[platform].label,
        "kind": KINDS[platform],
        "seeds": seeds,
        "can_extract": any(seed.shows_followers for seed in seeds),
    }
