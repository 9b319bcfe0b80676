"""From a saved offer to its scored matches on the Buyers page, and the match statement against a bare scan."""

import time
from itertools import islice
from statistics import median

from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse
from django_q.conf import Conf

from leads.audience.reader import read_audience
from leads.models import Lead, Membership, Offer, Workspace
from leads.offers.creation import create_offer
from pool.candidates import statement, weigh
from pool.describing import DESCRIPTION_COLUMNS, describe, model_number
from pool.matching import JUDGED_PER_MATCH
from scoring.models import BuyerScore
from tests.benchmarks import at_least, at_most, observed
from tests.benchmarks.people import profiles

SIZE = 200_000
ROUNDS = 9
BATCH = 20_000
STORAGES = settings.STORAGES | {"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
AUDIENCES = (
    ("People who look after the books", (), ()),
    ("Heads of sales", ("computer software", "internet"), ("United States", "Canada")),
    ("Owners of clinics and practices", ("hospital & health care",), ()),
    ("Whoever hires people. Avoid staffing agencies.", (), ("Germany",)),
)


def run(size):
    seconds = fill(size)
    yield observed("profiles described and stored", size / seconds, "profiles/s")
    for number, audience in enumerate(AUDIENCES, start=1):
        matched, bare = match_against_bare_scan(audience)
        yield at_most(f"match query {number}", matched, "ms", limit=bare, times=1.2)
    seconds, made = offer_to_buyers()
    yield at_least("leads created and scored", made, "leads", limit=min(500, size // 400))
    yield at_most("offer saved to leads listed", seconds, "s", limit=2)


def fill(size):
    started = time.perf_counter()
    empty = {"x_handle": "", "person_key": "", "company_size": ""}
    with connection.cursor() as cursor:
        people = profiles(size)
        while batch := list(islice(people, BATCH)):
            columns = (*batch[0], *empty, *DESCRIPTION_COLUMNS, "created_at", "refreshed_at", "expires_at")
            vectors = []
            with cursor.copy(f"COPY pool_poolprofile ({', '.join(columns)}) FROM STDIN") as copy:
                for profile, (*known, vector) in zip(batch, describe(batch), strict=True):
                    copy.write_row((*profile.values(), *empty.values(), *known, "now", "now", "2100-01-01"))
                    vectors.append(vector)
            cursor.execute("SELECT max(id) FROM pool_poolprofile")
            first = cursor.fetchone()[0] - len(vectors) + 1
            with cursor.copy("COPY pool_poolvector (profile_id, model, embedding) FROM STDIN") as copy:
                for number, vector in enumerate(vectors, start=first):
                    copy.write_row((number, model_number(), vector))
        seconds = time.perf_counter() - started
        cursor.execute("VACUUM ANALYZE pool_poolprofile")
        cursor.execute("VACUUM ANALYZE pool_poolvector")
        cursor.execute("CREATE TABLE bare AS SELECT profile_id AS id, embedding FROM pool_poolvector")
        cursor.execute("ALTER TABLE bare ALTER embedding SET STORAGE PLAIN")
        cursor.execute("VACUUM ANALYZE bare")
    return seconds


def match_against_bare_scan(audience):
    """Median milliseconds of the match statement and of a scan of ids and vectors alone, for as many candidates."""
    sql, parameters = statement(weigh(read_audience(*audience)), JUDGED_PER_MATCH[0] * settings.POOL_MATCH_LIMIT)
    bare = "SELECT id FROM bare ORDER BY embedding <#> %(vector)s::halfvec LIMIT %(candidates)s"
    times = {sql: [], bare: []}
    with connection.cursor() as cursor:
        for _ in range(ROUNDS):
            for query, measured in times.items():
                started = time.perf_counter()
                cursor.execute(query, parameters)
                cursor.fetchall()
                measured.append((time.perf_counter() - started) * 1000)
    return median(times[sql]), median(times[bare])


def offer_to_buyers():
    """(seconds until the Buyers page shows the matches, how many there are), workers running in this process."""
    Conf.SYNC = True
    user = get_user_model().objects.create_user("nora")
    workspace = Workspace.objects.create(name="New", slug="new")
    Membership.objects.create(workspace=workspace, user=user)
    client = Client()
    client.force_login(user)
    with override_settings(STORAGES=STORAGES, ALLOWED_HOSTS=["testserver"]):
        client.get(reverse("buyers"))
        offer = Offer(
            name="Books", description="Bookkeeping software", target_audience="People who look after the books"
        )
        started = time.perf_counter()
        create_offer(workspace=workspace, user=user, offer=offer)
        response = client.get(reverse("buyers"), {"offer": offer.pk})
        seconds = time.perf_counter() - started
    if response.status_code != 200:
        raise RuntimeError(f"Buyers answered {response.status_code}")
    scored = BuyerScore.objects.filter(offer=offer).exclude(score=None).count()
    return seconds, min(scored, Lead.objects.filter(workspace=workspace).count())
