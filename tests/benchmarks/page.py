"""Server time of Buyers and Leads: many leads against few, the last page against the first, and a bare view."""

import time
from statistics import median

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client, override_settings
from django.test.utils import CaptureQueriesContext

from leads.models import Lead, Membership, Offer, Workspace
from scoring.models import RANK, BuyerScore
from tests.benchmarks import at_most

NAME = "page"
SIZE = 200_000
FEW = 2_000
ROUNDS = 60
PAGE = 50
FAR_PAGE = 1_000
STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PEOPLE = """
    INSERT INTO leads_lead (workspace_id, linkedin_slug, x_handle, x_user_id, email, email_key, person_key, full_name,
        title, company_name, company_size, company_location, industry, location, bio, skills, keywords, website, phone,
        notes, connection, best_score, best_state, missing, created_at, updated_at, enriched_at)
    SELECT %(workspace)s, 'made-up-' || n, '', '', '', '', '', initcap(substr(md5(n::text), 1, 6)) || ' Sample ' || n,
        (ARRAY['Plant Manager', 'Head of Production', 'Recruiter', 'Planner'])[1 + n %% 4], 'Works ' || n %% 5000,
        '', '', 'Machinery', (ARRAY['Hamburg', 'Lyon', 'Austin'])[1 + n %% 3], repeat('made up ', 20), '', '', '', '',
        '', 'not_connected', n %% 101, CASE WHEN n %% 101 >= 60 THEN 'active' WHEN n %% 101 >= 30 THEN 'monitor'
        ELSE 'poor_fit' END, '{}', now() - n * interval '1 second', now(), now()
    FROM generate_series(1, %(size)s) AS n
"""
SCORES = """
    INSERT INTO scoring_buyerscore (workspace_id, lead_id, offer_id, state, score, fit, intent, timing, receipt,
        top_reason, newest_signal_at, scorer, scored_at, created_at)
    SELECT l.workspace_id, l.id, %(offer)s, l.best_state, l.best_score, l.best_score, l.best_score, l.best_score,
        jsonb_build_object('lines', repeat('evidence ', 60)), 'Asked for a recommendation', now(), 'local', now(), now()
    FROM leads_lead l WHERE l.workspace_id = %(workspace)s
"""
SOURCES = """
    INSERT INTO leads_leadsource (workspace_id, lead_id, search_id, kind, reference, evidence, created_at)
    SELECT workspace_id, id, %(search)s, 'csv', id::text, '', now() FROM leads_lead WHERE workspace_id = %(workspace)s
"""


def run(size):
    with override_settings(ROOT_URLCONF="tests.benchmarks.bare_pages", STORAGES=STORAGES, ALLOWED_HOSTS=["testserver"]):
        user = get_user_model().objects.create_user("nora")
        few, many = workspace(user, "few", min(FEW, size)), workspace(user, "many", size)
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
        yield from measure("Buyers", user, few, many, "/buyers/", {"state": "active"}, "/bare/buyers/", buyers_cursor)
        yield from measure("Leads", user, few, many, "/leads/", {}, "/bare/leads/", leads_cursor)


def workspace(user, name, size):
    made = Workspace.objects.create(name=name, slug=name)
    Membership.objects.create(workspace=made, user=user)
    offer = Offer.objects.create(workspace=made, name="Scheduling", description="…", target_audience="Plant managers")
    search = made.searches.create(kind="csv", label="people.csv")
    with connection.cursor() as cursor:
        for statement in (PEOPLE, SCORES, SOURCES):
            cursor.execute(statement, {"workspace": made.pk, "offer": offer.pk, "search": search.pk, "size": size})
    return made


def measure(name, user, few, many, address, params, bare_address, cursor):
    times = measured(
        {
            "small": (logged_in(user, few), address, offer_of(few) | params),
            "page": (logged_in(user, many), address, offer_of(many) | params),
            "far": (logged_in(user, many), address, offer_of(many) | params | cursor(many)),
            "bare": (logged_in(user, many), bare_address, offer_of(many)),
        }
    )
    yield at_most(f"{name}: queries", queries(user, many, address, params), "queries", limit=15)
    yield at_most(f"{name}: against {FEW:,} leads", times["page"], "ms", limit=times["small"], times=1.3)
    yield at_most(f"{name}: page {FAR_PAGE:,} against page 1", times["far"], "ms", limit=times["page"], times=1.2)
    yield at_most(f"{name}: against a bare view", times["page"], "ms", limit=times["bare"], times=3)


def offer_of(made):
    return {"offer": made.offers.get().pk}


def buyers_cursor(made):
    rows = BuyerScore.objects.filter(offer__workspace=made, state="active").annotate(rank=RANK)
    rank, lead = far_row(rows.order_by("-rank", "-lead_id").values_list("rank", "lead_id"))
    return {"after": f"{rank}.{lead}"}


def leads_cursor(made):
    (pk,) = far_row(Lead.objects.filter(workspace=made).order_by("-id").values_list("id"))
    return {"after": f".{pk}"}


def far_row(rows):
    at = min((FAR_PAGE - 1) * PAGE, rows.count() - PAGE - 1)
    return rows[at]


def measured(requests):
    """Median milliseconds of each request, sent in turn so that the machine's moods fall on all alike."""
    seconds = {name: [] for name in requests}
    for _ in range(ROUNDS):
        for name, (client, address, params) in requests.items():
            started = time.perf_counter()
            response = client.get(address, params)
            seconds[name].append(time.perf_counter() - started)
            assert response.status_code == 200
    return {name: median(taken) * 1000 for name, taken in seconds.items()}


def queries(user, made, address, params):
    client = logged_in(user, made)
    with CaptureQueriesContext(connection) as captured:
        client.get(address, offer_of(made) | params)
    return len(captured)


def logged_in(user, made):
    client = Client()
    client.force_login(user)
    session = client.session
    session["workspace"] = made.pk
    session.save()
    return client
