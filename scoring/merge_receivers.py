"""Scores and signals of merged leads. These receivers write in the transaction of the merge or of its undo."""

from django.db import connection
from django.dispatch import receiver

from leads.people.merged_rows import carry, give_back
from leads.signals import leads_merged, leads_to_lock, merge_undone
from scoring.models import BuyerScore, ScoreChange, Signal
from scoring.scores import LEADS_WANTED, lock_scores, refresh_best

# A state set by hand outranks every other; of two scores the newer one stays.
BETTER = """
    kept.state <> 'manual' AND (gone.state = 'manual'
        OR (gone.scored_at IS NOT NULL AND (kept.scored_at IS NULL OR gone.scored_at > kept.scored_at)))
"""
# Two histories in one would go up and down between two people: of an offer the one that ends later stays.
LATER = """
    gone.happened_at > (
        SELECT max(happened_at) FROM scoring_scorechange c WHERE c.lead_id = kept.lead_id AND c.offer_id = kept.offer_id
    )
"""


@receiver(leads_to_lock)
def lock_offers(sender, *, lead_ids, offer_ids=(), **kwargs):
    scored = BuyerScore.objects.filter(lead__in=lead_ids).values_list("offer", flat=True)
    with connection.cursor() as cursor:
        for offer_id in sorted({*scored, *offer_ids} - {None}):
            lock_scores(cursor, offer_id)


@receiver(leads_merged)
def carry_scores(sender, *, merge, **kwargs):
    carry(merge, BuyerScore, unique=("offer_id",), better=BETTER, changes=True)
    carry(merge, Signal, unique=("offer_id", "kind", "source"))
    carry(merge, ScoreChange, unique=("offer_id",), better=LATER)
    with connection.cursor() as cursor:
        refresh_best(cursor, LEADS_WANTED, {"leads": [merge.lead_id]})


@receiver(merge_undone)
def give_scores_back(sender, *, merge, **kwargs):
    give_back(merge, BuyerScore, unless="t.state = 'manual'")
    give_back(merge, Signal)
    give_back(merge, ScoreChange)
    with connection.cursor() as cursor:
        refresh_best(cursor, LEADS_WANTED, {"leads": [merge.lead_id, merge.gone_id]})
