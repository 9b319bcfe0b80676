from django.db import transaction
from django.utils import timezone

from leads.ingest import FoundProfile, ingest
from leads.models import Search


def add_person(*, workspace, user, offer, profile: FoundProfile):
    """One person added by hand, through the same door as everybody: (lead, whether it is new)."""
    now = timezone.now()
    with transaction.atomic():
        search = Search.objects.create(
            workspace=workspace,
            offer=offer,
            kind=Search.Kind.MANUAL,
            status=Search.Status.COMPLETED,
            label=(profile.full_name or profile.reference)[:200],
            created_by=user,
            started_at=now,
            completed_at=now,
        )
        counts = ingest(search=search, profiles=[profile])
    return search.lead_sources.select_related("lead").get().lead, bool(counts.created)
