"""Scores and signals of merged leads. These receivers write in the transaction of the merge or of its undo."""

import json

from django.db import connection
from django.dispatch import receiver

from leads.models import BuyerState
from leads.people.merged_rows import carry, give_back, remember
from leads.signals import leads_merged, leads_to_lock, merge_undone
from scoring.models import BuyerScore, ScoreChange, Signal
from scoring.scores import LEADS_WANTED, lock_scores_of, refresh_best

# A state set by hand outranks every other; of two scores the newer one stays.
BETTER = """
    kept.state <> 'manual' AND (gone.state = 'manual'
        OR (gone.scored_at IS NOT NULL AND (kept.scored_at IS NULL OR gone.scored_at > kept.scored_at)))
"""


@receiver(leads_to_lock)
def lock_offers(sender, *, lead_ids, offer_ids=(), **kwargs):
    scored = BuyerScore.objects.filter(lead__in=lead_ids).values_list("offer", flat=True)
    lock_scores_of({*scored, *offer_ids} - {None})


@receiver(leads_merged)
def carry_scores(sender, *, merge, **kwargs):
    carry(merge, BuyerScore, unique=("offer_id",), better=BETTER, changes=True)
    carry(merge, Signal, unique=("offer_id", "kind", "source"))
    carry_history(merge)
    with connection.cursor() as cursor:
        refresh_best(cursor, LEADS_WANTED, {"leads": [merge.lead_id]})


def carry_history(merge):
    """Two histories in one would go up and down between two people: of an offer that of the score stays."""
    scores, changes = remember(merge, BuyerScore), remember(merge, ScoreChange)
    taken = {row["offer_id"] for row in scores["dropped"]}
    own = {row["offer_id"] for row in scores["kept"]} - taken
    with connection.cursor() as cursor:
        changes["dropped"] += drop_history(cursor, merge.lead_id, taken)
        drop_history(cursor, merge.gone_id, own)
    ScoreChange.objects.filter(lead=merge.gone_id).update(lead=merge.lead_id)


def drop_history(cursor, lead_id, offer_ids) -> list[dict]:
    cursor.execute(
        "DELETE FROM scoring_scorechange c WHERE lead_id = %s AND offer_id = ANY(%s::bigint[]) RETURNING to_jsonb(c)",
        [lead_id, list(offer_ids)],
    )
    return [json.loads(row) for (row,) in cursor.fetchall()]


@receiver(merge_undone)
def give_scores_back(sender, *, merge, **kwargs):
    give_back(merge, BuyerScore, unless="t.state = 'manual'")
    give_back(merge, Signal)
    forget_changes_of_both(merge)
    give_back(merge, ScoreChange)
    with connection.cursor() as cursor:
        refresh_best(cursor, LEADS_WANTED, {"leads": [merge.lead_id, merge.gone_id]})


def forget_changes_of_both(merge):
    """What was noted since the merge is about two people, but for a manual state that stays."""
    manual = BuyerScore.objects.filter(lead=merge.lead_id, state=BuyerState.MANUAL).values("offer")
    since = ScoreChange.objects.filter(lead=merge.lead_id, happened_at__gt=merge.created_at)
    since.exclude(cause=ScoreChange.Cause.STATE, state=BuyerState.MANUAL, offer__in=manual).delete()
