"""From a saved offer to its scored matches on the Buyers page, and the match statement against a bare scan."""

import time
from itertools import islice
from statistics import median

import numpy as np
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client, override_settings
from django.urls import reverse
from django_q.conf import Conf

from leads.audience.reader import read_audience
from leads.models import Lead, Membership, Offer, Workspace
from leads.offers.creation import create_offer
from pool.candidates import candidates_wanted, likeliest, pool_size
from pool.describing import DESCRIPTION_COLUMNS, describe, description_model, literals, model_number
from pool.matching import JUDGED_PER_MATCH
from pool.weights import query_vector, weigh
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
            same = {"embedding_model": description_model(), "created_at": "now", "expires_at": "2100-01-01"}
            columns = (*batch[0], *empty, *same, "refreshed_at")
            with cursor.copy(f"COPY pool_poolprofile ({', '.join(columns)}) FROM STDIN") as copy:
                for profile in batch:
                    copy.write_row((*profile.values(), *empty.values(), *same.values(), "now"))
            cursor.execute("SELECT max(id) FROM pool_poolprofile")
            first = cursor.fetchone()[0] - len(batch) + 1
            columns = ("profile_id", "model", *DESCRIPTION_COLUMNS)
            with cursor.copy(f"COPY pool_poolvector ({', '.join(columns)}) FROM STDIN") as copy:
                for number, description in enumerate(describe(batch), start=first):
                    copy.write_row((number, model_number(), *description))
        seconds = time.perf_counter() - started
        cursor.execute("VACUUM ANALYZE pool_poolprofile")
        cursor.execute("VACUUM ANALYZE pool_poolvector")
        cursor.execute("CREATE TABLE bare AS SELECT profile_id AS id, embedding FROM pool_poolvector")
        cursor.execute("ALTER TABLE bare ALTER embedding SET STORAGE PLAIN")
        cursor.execute("VACUUM ANALYZE bare")
    return seconds


def match_against_bare_scan(audience):
    """Median milliseconds of the match query and of a scan of ids and vectors alone, for as many candidates."""
    weights, limit = weigh(read_audience(*audience)), JUDGED_PER_MATCH[0] * settings.POOL_MATCH_LIMIT
    [vector] = literals(query_vector(weights)[np.newaxis])
    matched, bare = [], []
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM bare")
        wanted = candidates_wanted(limit, cursor.fetchone()[0])
        for _ in range(ROUNDS):
            started = time.perf_counter()
            likeliest(weights, limit, pool_size())
            matched.append((time.perf_counter() - started) * 1000)
            started = time.perf_counter()
            cursor.execute("SELECT id FROM bare ORDER BY embedding <#> %s::halfvec LIMIT %s", [vector, wanted])
            cursor.fetchall()
            bare.append((time.perf_counter() - started) * 1000)
    return median(matched), median(bare)


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
