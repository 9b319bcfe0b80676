"""Rescoring leads with twenty posts each whose texts were read before: by one process, and by two at once."""

import random
import resource
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context

from django.db import connection

from leads.models import Offer
from scoring.local import score_leads
from scoring.readings import with_readings
from scoring.scores import write_scores
from scoring.snapshot import load_snapshots
from scoring.training.posts import examples
from tests.benchmarks import at_least, at_most, observed, peak_memory
from tests.benchmarks.score import make_up

SIZE = 10_000
BATCH = 500
POSTS = 20
TEXTS = 2_000
WRITTEN = """
    INSERT INTO leads_post (workspace_id, lead_id, platform, external_id, text, url, posted_at, created_at)
    SELECT workspace_id, id, 'x', 'rescore-' || p, (%(texts)s::text[])[1 + (id * 20 + p) %% %(count)s],
        'https://example.com/' || p, now() - make_interval(days => ((id + p) %% 200)::int), now()
    FROM leads_lead CROSS JOIN generate_series(1, %(posts)s) AS p
"""


def write_posts():
    texts = sorted({post.text for post in examples()})
    texts = random.Random(1).sample(texts, min(TEXTS, len(texts)))
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM leads_post")
        cursor.execute(WRITTEN, {"texts": texts, "count": len(texts), "posts": POSTS})
        cursor.execute("ANALYZE leads_post")
    return len(texts)


def score_part(offer_id, ids):
    """What a worker does with each batch, after the calls."""
    offer = Offer.objects.get(pk=offer_id)
    for start in range(0, len(ids), BATCH):
        snapshots = with_readings(load_snapshots(lead_ids=ids[start : start + BATCH], offer=offer))
        write_scores(offer=offer, scorecards=score_leads(snapshots, offer))


def score_by_itself(offer_id, ids):
    score_part(offer_id, ids[:1])
    begun = time.perf_counter()
    score_part(offer_id, ids)
    return begun, time.perf_counter()


def run(size):
    offer, ids = make_up(size)
    texts = write_posts()
    begun = time.perf_counter()
    for start in range(0, size, BATCH):
        with_readings(load_snapshots(lead_ids=ids[start : start + BATCH], offer=offer))
    yield observed("read for the first time", texts / (time.perf_counter() - begun), "texts/s")
    begun = time.perf_counter()
    score_part(offer.pk, ids)
    yield observed("one process", size / (time.perf_counter() - begun), "leads/s")
    yield at_least("two processes on two cores", by_two(offer.pk, ids), "leads/s", limit=1000)
    yield at_most("memory of a worker", peak_memory(of=[resource.RUSAGE_CHILDREN]), "MiB", limit=450)


def by_two(offer_id, ids):
    """Leads per second of both, from the first that begins to the last that ends."""
    connection.close()  # each process opens its own
    with ProcessPoolExecutor(2, mp_context=get_context("fork")) as pool:
        spans = list(pool.map(score_by_itself, (offer_id, offer_id), (ids[::2], ids[1::2])))
    return len(ids) / (max(end for _, end in spans) - min(begin for begin, _ in spans))
