from dataclasses import asdict

from django.db import connection, transaction
from django.utils import timezone

from autoreach.pages import ONE_CLICK
from leads.ingest import FoundProfile, ingest
from leads.models import Search
from leads.sources.registry import MANUAL


@transaction.atomic
def add_person(*, workspace, user, offer, profile: FoundProfile, form_id=""):
    """Ingest one person added by hand. Returns (lead, search); the search counts what came of it.

    The second of two clicks, which send one form, gets what the first one made.
    """
    typed = {name: text for name, text in asdict(profile).items() if text} | {"form": form_id}
    search = clicked(workspace, user, offer, typed) or _searched(workspace, user, offer, typed, profile)
    return search.lead_sources.select_related("lead").get().lead, search


def clicked(workspace, user, offer, typed):
    """The search that the first of two clicks made, or None."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('leads.people'), %s)", [user.pk])
    return Search.objects.filter(
        workspace=workspace,
        kind=MANUAL,
        created_by=user,
        offer=offer,
        parameters=typed,
        created_at__gt=timezone.now() - ONE_CLICK,
        lead_sources__isnull=False,
    ).first()


def _searched(workspace, user, offer, typed, profile):
    now = timezone.now()
    search = Search.objects.create(
        workspace=workspace,
        offer=offer,
        kind=MANUAL,
        status=Search.Status.COMPLETED,
        label=(profile.full_name or profile.reference)[:200],
        parameters=typed,
        created_by=user,
        started_at=now,
        completed_at=now,
    )
    ingest(search=search, profiles=[profile])
    search.refresh_from_db(fields=["created", "updated"])
    return search
