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

from autoreach.management.commands.work import load_models_and_taxonomy
from autoreach.serving.workers import keep_what_is_loaded
from leads.audience.reader import read_audience
from leads.models import Membership, Offer, Workspace
from leads.offers.creation import create_offer
from pool.candidates import candidates_wanted, likeliest, pool_size
from pool.describing import DESCRIPTION_COLUMNS, describe, description_model, literals, model_number
from pool.matching import JUDGED_PER_MATCH
from pool.weights import query_vector, weigh
from scoring.local import score_leads
from scoring.models import BuyerScore
from scoring.readings import with_readings
from scoring.scores import ensure_scores, write_scores
from scoring.snapshot import load_snapshots
from tests.benchmarks import at_least, at_most, observed
from tests.benchmarks.people import profiles

SIZE = 200_000
ROUNDS, OFFERS = 9, 5
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
    queries = []
    for number, audience in enumerate(AUDIENCES, start=1):
        matched, bare = match_against_bare_scan(audience)
        queries.append(matched / 1000)
        yield at_most(f"match query {number}", matched, "ms", limit=bare, times=1.2)
    listed, alone, made = zip(*offers_to_buyers(), strict=True)
    seconds, limit = median(listed), queries[0] + 5 * median(alone)
    yield at_least("leads created and scored", min(made), "leads", limit=min(500, size // 400))
    yield at_most("offer saved to leads listed", seconds, "s", limit=1 if size <= SIZE else 1.5)
    yield at_most("the same, match query + 5 × scoring alone", seconds, "s", limit=limit, times=1)


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
    weights, limit = weigh(read_audience(*audience)), JUDGED_PER_MATCH * settings.POOL_MATCH_LIMIT
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


def offers_to_buyers():
    """The same offer in one new workspace after the other: what `offer_to_buyers` says of it, what `score_alone`
    says, and how many leads were scored."""
    Conf.SYNC = True
    load_models_and_taxonomy()
    keep_what_is_loaded()
    with override_settings(STORAGES=STORAGES, ALLOWED_HOSTS=["testserver"]):
        for number in range(OFFERS):
            user = get_user_model().objects.create_user(f"nora{number}")
            workspace = Workspace.objects.create(name="New", slug=f"new-{number}")
            Membership.objects.create(workspace=workspace, user=user)
            offer = Offer(name="Books", description="Bookkeeping software", target_audience=AUDIENCES[0][0])
            seconds = offer_to_buyers(offer, workspace, user)
            scored = BuyerScore.objects.filter(offer=offer).exclude(score=None).values_list("lead", flat=True)
            yield seconds, score_alone(offer, list(scored)), len(scored)


def offer_to_buyers(offer, workspace, user):
    """Seconds from saving the offer until the Buyers page shows its matches. This process works as a worker does."""
    client = Client()
    client.force_login(user)
    client.get(reverse("buyers"))
    started = time.perf_counter()
    create_offer(workspace=workspace, user=user, offer=offer)
    response = client.get(reverse("buyers"), {"offer": offer.pk})
    seconds = time.perf_counter() - started
    if response.status_code != 200:
        raise RuntimeError(f"Buyers answered {response.status_code}")
    return seconds


def score_alone(offer, leads):
    """Seconds that scoring the same leads takes, for an equal offer that was not scored before."""
    fields = ("workspace", "created_by", "description", "target_audience", "audience_readings")
    equal = Offer.objects.create(name="Books again", **{name: getattr(offer, name) for name in fields})
    ensure_scores(offer=equal, params={"leads": leads})
    started = time.perf_counter()
    snapshots = with_readings(load_snapshots(lead_ids=leads, offer=equal))
    write_scores(offer=equal, scorecards=score_leads(snapshots, equal))
    return time.perf_counter() - started
