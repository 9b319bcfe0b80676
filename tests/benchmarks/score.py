"""Scoring leads on one core: loading snapshots, the local scorer, writing scores, signals and best scores."""

import json
import os
import time

from django.db import connection

from leads.models import Lead, Offer, Workspace
from scoring.local import score_leads
from scoring.scores import ensure_scores, write_scores
from scoring.snapshot import load_snapshots
from tests.benchmarks import at_least, at_most, observed, peak_memory

SIZE = 10_000
BATCH = 500
WARM_UP = 200
# What a bare COPY of the same scores writes, and how many times as long loading, scoring and writing may take.
BARE = "lead_id state score fit intent timing receipt top_reason newest_signal_at scorer".split()
COPIES = 40
TITLES = (
    "Plant Manager", "Head of Production", "VP Manufacturing", "Production Planner", "Chief Executive Officer",
    "Recruiter", "Sales Manager DACH", "Head of Supply Chain & Logistics", "Quality Engineer", "Founder",
    "Marketing Director", "Senior Accountant", "IT Administrator", "Operations Manager – Site 4",
    "Wizard of light bulb moments",
)  # fmt: skip
INDUSTRIES = ("Machinery", "Automotive", "Food production", "Staffing & recruiting", "Banking", "Retail", "")
LOCATIONS = ("Stuttgart, Germany", "Lyon, France", "Vienna, Austria", "Chicago, Illinois, United States", "Germany", "")
SIZES = ("11-50", "51-200", "201 to 500", "1,001+", "76", "")
NOTES = (
    "Met at the trade fair. Asked for a quote, contract with Shiftly ends in March.",
    "Not interested at the moment, happy with their current tool.",
)
POSTS = (
    "Can anyone recommend a good production scheduling tool? Our planners are fed up with spreadsheets.",
    "Proud of the team: we're opening a second plant in Leipzig next spring! More than two hundred people will work "
    "there, and we are hiring for several positions in planning and maintenance.",
    "Ten things I learned from running a night shift. The third one still surprises me every single week.",
)
PEOPLE = """
    INSERT INTO leads_lead (workspace_id, linkedin_slug, x_handle, x_user_id, email, email_key, person_key, full_name,
        title, company_name, company_size, company_location, industry, location, bio, skills, keywords, website, phone,
        notes, role_started_on, connection, best_state, missing, created_at, updated_at)
    SELECT %(workspace)s, 'made-up-' || n, '', '', '', '', '', 'Person ' || n,
        (%(titles)s::text[])[1 + n %% %(kinds)s] || CASE WHEN n %% 3 = 0 THEN ' at Works ' || n ELSE '' END,
        'Works ' || n, (%(sizes)s::text[])[1 + n %% 6], '',
        (%(industries)s::text[])[1 + n %% 7], (%(locations)s::text[])[1 + n %% 6],
        'I make factories run on time, number ' || n, '', 'machines, erp, planning ' || n, '', '',
        CASE WHEN n %% 5 = 0 THEN (%(notes)s::text[])[1 + n %% 2] ELSE '' END,
        CASE WHEN n %% 4 = 0 THEN current_date - n %% 3000 END, 'not_connected', 'not_scored', '{}', now(), now()
    FROM generate_series(1, %(size)s) AS n
"""
WRITTEN = """
    INSERT INTO leads_post (workspace_id, lead_id, platform, external_id, text, url, posted_at, created_at)
    SELECT workspace_id, id, 'linkedin', p::text, (%(posts)s::text[])[1 + (id + p) %% 3], 'https://example.com/' || p,
        now() - make_interval(days => (id %% 200)::int), now()
    FROM leads_lead CROSS JOIN generate_series(1, 2) AS p WHERE id %% 5 = 0
"""


def make_up(size):
    workspace = Workspace.objects.create(name="Benchmark", slug="benchmark")
    offer = Offer.objects.create(
        workspace=workspace,
        name="Planwise",
        description="Scheduling software that replans a factory in seconds. Connects to every ERP system.",
        target_audience="Plant managers and heads of production at machine builders. Not recruiters.",
        industries=["machinery", "automotive"],
        locations=["Germany", "Austria"],
        company_sizes=["51-200", "201-500"],
        pain_points=["late deliveries because of manual planning in spreadsheets"],
        competitors=["Shiftly"],
        wanted_phrases=["night shift"],
    )
    texts = {"titles": TITLES, "sizes": SIZES, "industries": INDUSTRIES, "locations": LOCATIONS, "notes": NOTES}
    params = {name: list(values) for name, values in texts.items()}
    with connection.cursor() as cursor:
        cursor.execute(PEOPLE, params | {"workspace": workspace.pk, "kinds": len(TITLES), "size": size})
        cursor.execute(WRITTEN, {"posts": list(POSTS)})
        cursor.execute("ANALYZE")
    ids = list(Lead.objects.order_by("pk").values_list("pk", flat=True))
    ensure_scores(offer=offer, params={"leads": ids})
    return offer, ids


def copy_bare(cards):
    """Seconds that a bare COPY of the same scores takes."""
    begun = time.perf_counter()
    with connection.cursor() as cursor, cursor.copy("COPY bare_score FROM STDIN") as copy:
        for card in cards:
            copy.write_row([bare_value(card, name) for name in BARE])
    return time.perf_counter() - begun


def bare_value(card, name):
    value = getattr(card, name)
    return json.dumps(value) if isinstance(value, dict) else value


def run(size):
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})
    offer, ids = make_up(size)
    score_leads(load_snapshots(lead_ids=ids[:WARM_UP], offer=offer), offer)
    with connection.cursor() as cursor:
        columns = ", ".join(BARE)
        cursor.execute(f"CREATE UNLOGGED TABLE bare_score AS SELECT {columns} FROM scoring_buyerscore WITH NO DATA")
    loading = scoring = writing = busy = copying = 0.0
    for start in range(0, size, BATCH):
        begun = time.perf_counter()
        snapshots = load_snapshots(lead_ids=ids[start : start + BATCH], offer=offer)
        loaded = time.perf_counter()
        busy -= time.process_time()
        cards = score_leads(snapshots, offer)
        busy += time.process_time()
        scored = time.perf_counter()
        write_scores(offer=offer, scorecards=cards)
        loading, scoring, writing = (
            loading + loaded - begun,
            scoring + scored - loaded,
            writing + time.perf_counter() - scored,
        )
        copying += copy_bare(cards)
    alone = size / scoring
    whole = loading + scoring + writing
    yield at_most("load, score and write, against a bare COPY", whole, "s", limit=copying, times=COPIES)
    yield at_least("load, score and write", size / whole, "leads/s", limit=2000, reference=alone)
    yield at_least("score alone", alone, "leads/s", limit=2000)
    yield observed("score alone, per second of processor time", size / busy, "leads/s")
    yield observed("load alone", size / loading, "leads/s")
    yield observed("write alone", size / writing, "leads/s")
    yield observed("memory", peak_memory(), "MiB")
