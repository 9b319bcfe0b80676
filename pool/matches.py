"""Turning the pool's best matches for an offer into leads of its workspace."""

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from autoreach.providers.registry import LINKEDIN, X
from autoreach.work.leases import hold_one
from leads.identity.platforms import PLATFORMS
from leads.ingest import FoundProfile, ingest
from leads.models import Offer, Search
from leads.sources.registry import POOL
from leads.sources.runner import complete, searches_of
from pool.known_by_name import own_leads
from pool.matching import match
from pool.models import PoolMatch, PoolProfile

REFERENCE = "profile "
# What a found person takes over.
OF_PROFILE = (
    "linkedin_slug", "x_handle", "person_key", "full_name", "role", "company", "company_size", "industry", "location",
    "bio", "skills", "keywords",
)  # fmt: skip
GIVEN_UP = (
    f"The pool could not be searched: {Search.MAX_ATTEMPTS} attempts broke off. Match the pool again; "
    "if that fails too, the server's log says why."
)
MATCHES = searches_of(POOL, task="pool.tasks.run_match", gives_up=GIVEN_UP)


def request_match(*, offer, user=None, origin=None):
    """Queue a pool match for the offer, unless one is under way. Returns its search.

    A match without a `user` is deleted where it brings no new lead. `origin` is the search that asks for it.
    """
    with transaction.atomic():
        Offer.objects.select_for_update(no_key=True).get(pk=offer.pk)
        open_match = MATCHES.works().filter(offer=offer).order_by("pk").first()
        search = open_match or Search.objects.create(
            workspace=offer.workspace,
            offer=offer,
            kind=POOL,
            label=f"Pool matches for {offer.name}",
            created_by=user,
            origin=origin,
        )
        MATCHES.wake(search.pk)
        return search


def run_match(search_id):
    MATCHES.run(search_id, bring_matches)


def bring_matches(search):
    """Match, ingest and record in one transaction: a killed worker leaves nothing of it."""
    with transaction.atomic():
        search = hold_one(search)
        started = timezone.now()
        # there is no one to match where the offer was deleted since
        matches = match(offer=search.offer, limit=settings.POOL_MATCH_LIMIT) if search.offer else ()
        fits = {row.profile_id: row.fit for row in matches}
        people = new_people(search, fits)
        if people or search.created_by_id:
            ingest(search=search, profiles=people)
            record_matches(search, fits)
            complete(search, started_at=started)
        else:
            search.delete()
    return False


def new_people(search, fits):
    """The matched profiles that this offer has not met, best first, as found people."""
    met = PoolMatch.objects.filter(offer=search.offer, profile__in=fits).values("profile")
    profiles = PoolProfile.objects.exclude(pk__in=met).only(*OF_PROFILE).in_bulk(fits)
    by_name_alone = [pk for pk, profile in profiles.items() if not profile.has_public_key]
    # as leads, so that they are scored, not cloned
    own = own_leads(search.workspace_id, by_name_alone)
    return [
        found_profile(profiles[pk], own.get(pk))
        for pk in fits
        if pk in profiles and (pk in own or profiles[pk].has_public_key)
    ]


def found_profile(profile, own):
    return FoundProfile(
        # as addresses: some handles, such as dr.smith, are read only within one
        linkedin=PLATFORMS[LINKEDIN].address((own or profile).linkedin_slug),
        x=PLATFORMS[X].address((own or profile).x_handle),
        email=own.email if own else "",
        full_name=profile.full_name,
        title=profile.role,
        company_name=profile.company,
        company_size=profile.company_size,
        industry=profile.industry,
        location=profile.location,
        bio=profile.bio,
        skills=profile.skills,
        keywords=profile.keywords,
        reference=f"{REFERENCE}{profile.pk}",
    )


def record_matches(search, fits):
    ids, points = list(fits), list(fits.values())
    with connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO pool_poolmatch AS met (workspace_id, offer_id, search_id, profile_id, lead_id, fit, created_at)
            SELECT s.workspace_id, %s, s.search_id, m.profile_id, s.lead_id, m.fit, now()
            FROM unnest(%s::bigint[], %s::smallint[]) AS m(profile_id, fit)
            JOIN leads_leadsource s ON s.search_id = %s AND s.reference = %s || m.profile_id
            ON CONFLICT (offer_id, lead_id) DO UPDATE SET fit = excluded.fit,
                profile_id = COALESCE(met.profile_id, excluded.profile_id)
            """,
            [search.offer_id, ids, points, search.pk, REFERENCE],
        )
