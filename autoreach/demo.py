"""A small made-up example, stored, matched and scored by the product's own code."""

from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from autoreach.sandbox.world.example import FACTORIES, LEADS, OTHERS, SLUG, examples
from enrichment.executor.lanes import run_due_jobs
from enrichment.jobs.opening import open_search_jobs
from leads.ingest import FoundPost, FoundProfile, ingest
from leads.models import BuyerState, Company, Lead, LeadSource, Offer, Post, Search, Workspace
from leads.signals import leads_to_lock, offer_created
from leads.sources.registry import EXAMPLE, POOL
from pool import profiles
from pool.matches import run_match
from pool.models import PoolProfile
from pool.origins import COPIED
from scoring.models import BuyerScore
from scoring.scores import refresh_best


@transaction.atomic
def create_example(workspace, user):
    """Fill `workspace` with the example: an offer, people, pool profiles, matches and scores."""
    people = [profile(example, slug_start(workspace)) for example in examples()]
    store_in_pool(people[LEADS:], workspace)
    offer = Offer.objects.create(
        workspace=workspace,
        created_by=user,
        name="Taktgeber",
        description="Production scheduling that replans a factory in seconds when an order or a machine changes.",
        target_audience=(
            "Plant managers, heads of operations and production planners at manufacturers who plan orders across "
            "machines. Avoid consultants and recruiters."
        ),
        industries=["Machinery", "Industrial Automation", "Food Production", "Plastics", "Packaging and Containers"],
        locations=["Germany", "Austria", "Netherlands"],
        company_sizes=["51-200", "201-500", "501-1000"],
        pain_points=["replanning takes too long", "planning in spreadsheets", "late orders and idle machines"],
        competitors=["PlanMaster"],
    )
    search = Search.objects.create(
        workspace=workspace,
        offer=offer,
        kind=EXAMPLE,
        label="Made-up people",
        created_by=user,
        status=Search.Status.COMPLETED,
        started_at=timezone.now(),
        completed_at=timezone.now(),
    )
    ingest(search=search, profiles=people[:LEADS])
    offer_created.send(Offer, offer=offer)
    for pool_search in Search.objects.filter(offer=offer, kind=POOL):
        run_match(pool_search.pk)
    for example_search in Search.objects.filter(offer=offer):
        open_search_jobs(example_search.run.pk)
    run_due_jobs()
    Workspace.objects.filter(pk=workspace.pk).update(is_example=True)
    return offer


@transaction.atomic
def remove_example(workspace):
    """Delete what `create_example` made. Leads that also came from elsewhere stay. Returns how many went."""
    offers = list(Offer.objects.filter(workspace=workspace, searches__kind=EXAMPLE).values_list("pk", flat=True))
    searches = list(
        Search.objects.filter(Q(kind=EXAMPLE) | Q(kind=POOL, offer__in=offers), workspace=workspace).values_list(
            "pk", flat=True
        )
    )
    people = people_of(workspace, searches)
    judged = list(BuyerScore.objects.filter(offer__in=offers).values_list("lead", flat=True))
    lock(offers, {*people.values_list("pk", flat=True), *judged})
    removed = remove_people(workspace, people)
    Offer.objects.filter(pk__in=offers).delete()
    Search.objects.filter(pk__in=searches).delete()
    PoolProfile.objects.filter(example_of=workspace).delete()
    judge_without_example(judged)
    Workspace.objects.filter(pk=workspace.pk).update(is_example=False)
    return removed


def lock(offers, lead_ids):
    """In the order in which scores, jobs, leads and the pool are written; matches are freed after their profiles."""
    leads_to_lock.send(Lead, lead_ids=lead_ids, offer_ids=offers)
    with connection.cursor() as cursor:
        cursor.execute("SELECT FROM leads_lead WHERE id = ANY(%s) ORDER BY id FOR UPDATE", [list(lead_ids)])
        cursor.execute(profiles.LOCK)


def people_of(workspace, searches):
    """The leads that `searches` alone brought and, whichever offer the pool matched them for, the made-up."""
    sources = LeadSource.objects.filter(lead=OuterRef("pk"))
    elsewhere = sources.exclude(search__in=searches)
    made_up = Q(linkedin_slug__startswith=slug_start(workspace))
    return Lead.objects.filter(
        made_up & ~Exists(elsewhere.exclude(kind=POOL))
        | Exists(sources.filter(search__in=searches)) & ~Exists(elsewhere),
        workspace=workspace,
    )


def remove_people(workspace, people):
    removed = people.count()
    people.delete()
    Post.objects.filter(workspace=workspace, platform=Post.Platform.LINKEDIN, external_id__startswith=SLUG).delete()
    names = [company for company, *_ in FACTORIES + OTHERS]
    Company.objects.filter(workspace=workspace, name__in=names, leads=None).delete()
    return removed


def judge_without_example(lead_ids):
    """Bring the best score of the leads that stay to what their other offers say."""
    Lead.objects.filter(pk__in=lead_ids).update(best_score=None, best_state=BuyerState.NOT_SCORED)
    with connection.cursor() as cursor:
        refresh_best(cursor, "SELECT unnest(%(leads)s::bigint[])", {"leads": lead_ids})


def slug_start(workspace):
    return f"{SLUG}{workspace.pk}-"


def store_in_pool(people, workspace):
    profiles.store(
        profiles=[
            {column: SLUG_OF[column](found) if column in SLUG_OF else getattr(found, name)
             for name, column in COPIED.items()}
            for found in people
        ],
        example_of=workspace,
    )  # fmt: skip


SLUG_OF = {
    "linkedin_slug": lambda found: found.linkedin.rsplit("/", 1)[-1],
    "x_handle": lambda found: "",
}


def profile(example, start):
    started = timezone.localdate() - timedelta(days=example.days_in_role)
    return FoundProfile(
        linkedin=f"https://www.linkedin.com/in/{start}{example.slug}",
        full_name=example.name,
        title=example.title,
        company_name=example.company,
        company_size=example.size,
        industry=example.industry,
        keywords=example.keywords,
        location=example.place,
        bio=example.bio(started),
        role_started_on=started,
        posts=[post(example)] if example.post else [],
    )


def post(example):
    text, days = example.post
    return FoundPost(
        text=text,
        platform=Post.Platform.LINKEDIN,
        external_id=f"{SLUG}{example.number}",
        posted_at=(timezone.now() - timedelta(days=days)).isoformat(),
    )
