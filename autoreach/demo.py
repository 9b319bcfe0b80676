"""A small made-up example, stored, matched and scored by the product's own code."""

import random
from datetime import timedelta

from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from enrichment.executor.lanes import run_due_jobs
from enrichment.jobs.opening import open_search_jobs
from leads.ingest import FoundPost, FoundProfile, ingest
from leads.models import BuyerState, Company, Lead, LeadSource, Offer, Post, Search, Workspace
from leads.signals import offer_created
from leads.sources.registry import EXAMPLE, POOL
from pool import profiles
from pool.matches import run_match
from pool.models import PoolProfile
from pool.origins import COPIED
from scoring.models import BuyerScore
from scoring.scores import refresh_best

LEADS, PROFILES = 320, 260
SLUG = "example-"

FIRST_NAMES = """Ada Amara Anouk Arjun Astrid Bilal Björn Camila Chidi Clara Daan Deniz Eero Elif Emil Esther Farah
Felix Freya Giulia Hana Hugo Ines Ingrid Ivo Jana Jonas Kamal Katarzyna Kenji Lars Leila Lina Luca Maja Malik Marek
Mateo Mei Milan Nadia Nils Noor Oskar Paula Priya Rafael Rosa Sami Selma Sven Tariq Tomasz Vera Wout Yara Zofia
""".split()
LAST_NAMES = """Aalto Adeyemi Albrecht Almeida Bakker Baran Berg Bianchi Brandt Castro Claes Dahl Demir Devries Dubois
Eriksen Faber Ferrari Gruber Haas Hofmann Ibrahim Jansen Kaya Keller Kowalska Kumar Larsen Lehner Lindqvist Maier
Marchetti Mertens Moreau Nakamura Nowak Okafor Olsen Peeters Petrov Rao Richter Rossi Salo Schmid Silva Sommer
Steiner Tanaka Vogel Wagner Weiss Winkler Yilmaz Zeman
""".split()
FACTORIES = [
    ("Nordhof Maschinenbau", "Machinery", "201-500", "CNC machines, special machinery, contract manufacturing"),
    ("Kessler Antriebe", "Industrial Automation", "51-200", "drives, gear units, motion control"),
    ("Bergquell Lebensmittel", "Food Production", "501-1000", "bakery products, frozen food, private label"),
    ("Van Houten Verpakkingen", "Packaging and Containers", "201-500", "folding cartons, corrugated board"),
    ("Alpina Metallwerk", "Mechanical or Industrial Engineering", "51-200", "sheet metal, laser cutting, welding"),
    ("Donau Kunststofftechnik", "Plastics", "201-500", "injection moulding, technical plastics"),
    ("Waterland Zuivel", "Dairy", "501-1000", "cheese, milk powder, organic dairy"),
    ("Fjordline Pumps", "Machinery", "51-200", "pumps, valves, water treatment"),
]
OTHERS = [
    ("Silberpfad Consulting", "Management Consulting", "11-50", "strategy, change management"),
    ("Talentbrücke", "Staffing and Recruiting", "11-50", "recruiting, interim managers"),
    ("Lumen Studio", "Design", "2-10", "branding, web design"),
    ("Hafenkontor Bank", "Banking", "1001-5000", "corporate banking, export finance"),
    ("Kiezmarkt", "Retail", "201-500", "supermarkets, online groceries"),
    ("Orbital Analytics", "Computer Software", "51-200", "dashboards, data warehouse"),
    ("St. Anna Clinic", "Hospital & Health Care", "1001-5000", "clinic, emergency care"),
]
PLANNERS = [
    "Head of Production Planning", "Plant Manager", "VP Operations", "Production Manager", "Director of Operations",
    "COO", "Factory Manager", "Supply Chain Director", "Operations Manager", "Managing Director", "Production Planner",
]  # fmt: skip
COLLEAGUES = ["Sales Manager", "HR Business Partner", "Accountant", "Marketing Manager", "Quality Engineer", "CFO"]
OUTSIDERS = [
    "Management Consultant", "Recruiter", "Art Director", "Relationship Manager", "Store Manager", "Data Engineer",
    "Nurse", "Student", "Founder",
]  # fmt: skip
PLACES = [
    "Munich, Bavaria, Germany", "Stuttgart, Germany", "Bielefeld, Germany", "Vienna, Austria", "Linz, Austria",
    "Eindhoven, Netherlands", "Rotterdam, Netherlands",
]  # fmt: skip
FAR_PLACES = ["Austin, Texas, United States", "Pune, India", "São Paulo, Brazil", "Osaka, Japan"]
ASKS = [
    "Can anyone recommend a production scheduling tool that copes with changeovers? Our spreadsheets have given up.",
    "We are looking for an alternative to PlanMaster. Every replan takes half a day and no one trusts the dates.",
    "Frustrated with our planning software again: three machines idle because the schedule was two days old.",
    "Evaluating production planning systems for two plants. Which vendors should be on our list?",
]
NEWS = [
    "We are hiring two production planners for our second line. Come and see the plant!",
    "Proud of the team: our new line in Linz went live this week.",
    "We are opening a second plant next spring.",
]
MOTTOS = ["Lean thinker.", "People first.", "Numbers, then opinions.", "Curious about machines."]
SMALL_TALK = [
    "Great weather for the company run today. Thanks to everybody who joined!",
    "Reading week: three books on leadership that I keep coming back to.",
    "Happy work anniversary to our wonderful apprentices.",
]


@transaction.atomic
def create_example(workspace, user):
    """Fill `workspace` with the example: an offer, people, pool profiles, matches and scores."""
    choose = random.Random(20)
    people = [person(choose, number, slug_start(workspace)) for number in range(LEADS + PROFILES)]
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
    removed = remove_people(workspace, searches)
    judged = list(BuyerScore.objects.filter(offer__in=offers).values_list("lead", flat=True))
    Offer.objects.filter(pk__in=offers).delete()
    Search.objects.filter(pk__in=searches).delete()
    PoolProfile.objects.filter(example_of=workspace).delete()
    judge_without_example(judged)
    Workspace.objects.filter(pk=workspace.pk).update(is_example=False)
    return removed


def remove_people(workspace, searches):
    """Delete the leads that `searches` alone brought and, whichever offer the pool matched them for, the made-up."""
    sources = LeadSource.objects.filter(lead=OuterRef("pk"))
    elsewhere = sources.exclude(search__in=searches)
    made_up = Q(linkedin_slug__startswith=slug_start(workspace))
    gone = Lead.objects.filter(
        made_up & ~Exists(elsewhere.exclude(kind=POOL))
        | Exists(sources.filter(search__in=searches)) & ~Exists(elsewhere),
        workspace=workspace,
    )
    removed = gone.count()
    gone.delete()
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


def person(choose, number, start):
    first, last = choose.choice(FIRST_NAMES), choose.choice(LAST_NAMES)
    kind = choose.choices(["planner", "colleague", "outsider"], [4, 3, 3])[0]
    company, industry, size, keywords = choose.choice(OTHERS if kind == "outsider" else FACTORIES)
    title = choose.choice({"planner": PLANNERS, "colleague": COLLEAGUES, "outsider": OUTSIDERS}[kind])
    started = timezone.localdate() - timedelta(days=choose.choice([40, 75, 150, 400, 900, 2000, 3500]))
    place = choose.choice(PLACES if choose.random() < 0.8 else FAR_PLACES)
    return FoundProfile(
        linkedin=f"https://www.linkedin.com/in/{start}{slug(first)}-{slug(last)}-{number}",
        full_name=f"{first} {last}",
        title=title,
        company_name=company,
        company_size=size,
        industry=industry,
        keywords=keywords,
        location=place,
        bio=f"{title} at {company} since {started:%Y}. {choose.choice(MOTTOS)}",
        role_started_on=started,
        posts=[post(choose, kind, number)] if choose.random() < (0.7 if kind == "planner" else 0.3) else [],
    )


def post(choose, kind, number):
    planner = kind == "planner"
    texts = choose.choices([ASKS, NEWS, SMALL_TALK], [5, 3, 3] if planner else [0, 1, 5])[0]
    return FoundPost(
        text=choose.choice(texts),
        platform=Post.Platform.LINKEDIN,
        external_id=f"{SLUG}{number}",
        posted_at=(timezone.now() - timedelta(days=choose.randrange(1, 70))).isoformat(),
    )


def slug(name):
    plain = name.lower().translate(str.maketrans({"ö": "o", "ü": "u", "ä": "a", "ß": "s"}))
    return "".join(letter for letter in plain if letter.isalpha())
