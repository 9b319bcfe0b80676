"""Saving a changed offer: what its scores and matches rest on has changed with it."""

from django.db import transaction
from django.utils import timezone

from leads.audience import asking
from leads.audience.stored import READ_FIELDS, refresh_reading
from leads.models import Offer
from leads.offers.rescoring import rescore_leads_of

# What the pool is matched with, and what leads are scored against.
MATCHED = {"target_audience", "industries", "locations", "location_mode", "company_sizes", "audience_corrections"}
SCORED = MATCHED | {
    "name", "description", "pain_points", "competitors", "wanted_phrases", "unwanted_phrases", "signal_likelihood",
}  # fmt: skip


@transaction.atomic
def save_changes(*, offer: Offer, changed) -> int:
    """Save the fields `changed`; returns how many leads are rescored because of it.

    Raises IntegrityError where a current offer of the workspace has the name already.
    """
    if MATCHED & set(changed):
        offer.icp_changed_at = timezone.now()
    if set(READ_FIELDS) & set(changed):
        refresh_reading(offer)
    offer.save(update_fields=[*changed, "audience_readings", "icp_changed_at", "updated_at"])
    if set(READ_FIELDS) & set(changed):
        asking.ask(offer)
    return rescore_leads_of(offer) if SCORED & set(changed) else 0
