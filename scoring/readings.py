"""Readings of posts, kept in the database: a text is read once, and a rescore reads none again."""

import json
from datetime import timedelta

from django.db import connection, transaction
from django.utils import timezone

from scoring.intent.model import reader_version
from scoring.intent.reading import digest_of
from scoring.local.wants import read_texts
from scoring.models import PostReading
from scoring.snapshot import POST_MONTHS

# Texts read between two writes: a crash loses no more than these.
BATCH = 500
KEPT_DAYS = 31 * (POST_MONTHS + 1)


def with_readings(snapshots, after_batch=lambda: None) -> list:
    """The snapshots with a reading of each post; what had none is read now and kept.

    `after_batch` is called between batches: reading many new texts takes longer than a lease.
    """
    unread = {post.text for snapshot in snapshots for post in snapshot.posts if post.reading is None}
    if not unread:
        return list(snapshots)
    readings = read_and_keep(sorted(unread), after_batch)
    return [
        snapshot._replace(
            posts=tuple(post._replace(reading=post.reading or readings[post.text]) for post in snapshot.posts)
        )
        for snapshot in snapshots
    ]


def read_and_keep(texts, after_batch) -> dict:
    """Text → its reading."""
    readings = {}
    for start in range(0, len(texts), BATCH):
        batch = texts[start : start + BATCH]
        readings |= dict(zip(batch, read_texts(batch), strict=True))
        keep({text: readings[text] for text in batch})
        after_batch()
    return readings


def keep(readings):
    """Write readings set-wise, in the order of their keys, so that two workers never deadlock."""
    rows = sorted((digest_of(text), *reading) for text, reading in readings.items())
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            """
            INSERT INTO scoring_postreading AS r (digest, reader, speaks, passages, meaning, read_on)
            SELECT *, CURRENT_DATE FROM unnest(%s::uuid[], %s::text[], %s::text[], %s::jsonb[], %s::bytea[])
            ON CONFLICT (digest) DO UPDATE SET reader = excluded.reader, speaks = excluded.speaks,
                passages = excluded.passages, meaning = excluded.meaning, read_on = excluded.read_on
            WHERE r.reader <> excluded.reader
            """,
            [
                [digest for digest, *_ in rows],
                [reader_version()] * len(rows),
                [speaks for _, speaks, _, _ in rows],
                [json.dumps(passages) for _, _, passages, _ in rows],
                [meaning for *_, meaning in rows],
            ],
        )


def forget_old():
    """Drop readings of other versions, and those of texts that are too old to count by now."""
    old = timezone.localdate() - timedelta(days=KEPT_DAYS)
    dropped, _ = PostReading.objects.exclude(reader=reader_version(), read_on__gte=old).delete()
    return dropped
