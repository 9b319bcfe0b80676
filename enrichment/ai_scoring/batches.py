"""Batches of leads to be read: formed of what is wanted, claimed, put off, halved, given up."""

from datetime import timedelta
from itertools import groupby

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from autoreach.calls import ledger
from autoreach.calls.budget import left_this_month
from autoreach.calls.prices import reserved_for_scoring
from autoreach.calls.waits import NO_ROOM
from autoreach.providers.ai import info as ai
from autoreach.work import claims
from autoreach.work.claims import FREED
from autoreach.work.leases import LEASE, hold_one
from enrichment.models import AIBatch, AIReading
from enrichment.models.ai_reading import OWNER
from leads.workspaces.scorer import choices_of_ai

# Leads of one question: as many as the model's window has room for, and no more than it reads with care.
# What a question needs for all its leads, thoughts included, and for each.
LEADS, TOKENS, TOKENS_PER_LEAD = 8, 2_000, 1_750
TRY_AGAIN, TRIES = timedelta(days=1), 3


def leads_per_batch() -> int:
    return max(1, min(LEADS, (ai.window(settings.PROVIDERS) - TOKENS) // TOKENS_PER_LEAD))


def of_ai(model):
    """The rows of workspaces that the AI scores for now, and of offers that are not archived.

    The others wait until the AI is chosen again, or the offer restored.
    """
    return model.objects.filter(workspace__scorer__in=choices_of_ai(), offer__archived_at=None)


def claim(*, lease, size) -> list[AIBatch]:
    """Up to `size` batches under the lease: those that are due, then new ones."""
    due = claims.claim(of_ai(AIBatch).order_by("pk"), lease=lease, size=size)
    return due + form(lease=lease, size=size - len(due))


@transaction.atomic
def form(*, lease, size) -> list[AIBatch]:
    """Put wanted readings into up to `size` batches, which the lease holds at once."""
    most = leads_per_batch()
    wanted = of_ai(AIReading).filter(wanted=True, batch=None).order_by("offer", "pk")
    rows = (
        list(wanted.select_for_update(skip_locked=True, no_key=True, of=("self",))[: size * most]) if size > 0 else []
    )
    batches = []
    for _, group in groupby(rows, key=lambda row: row.offer_id):
        group = list(group)
        for start in range(0, len(group), most):
            if len(batches) < size:
                batches.append(
                    make(group[start : start + most], lease=lease, lease_until=timezone.now() + LEASE, attempts=1)
                )
    return batches


def make(readings, **held) -> AIBatch:
    first = readings[0]
    batch = AIBatch.objects.create(
        workspace_id=first.workspace_id,
        offer_id=first.offer_id,
        lead_ids=[row.lead_id for row in readings],
        **held,
    )
    AIReading.objects.filter(pk__in=[row.pk for row in readings]).update(batch=batch)
    return batch


def halve(batch) -> None:
    """Two batches instead of one whose answer cannot be used, so that the lead that spoils it is found."""
    with transaction.atomic():
        hold_one(batch)
        rows = list(batch.readings.order_by("pk"))
        middle = (len(rows) + 1) // 2
        for half in filter(None, (rows[:middle], rows[middle:])):
            make(half)
        end(batch)


def give_up(batch, reason) -> None:
    """The local scores of its leads stay. Another day, or the next scoring, asks again."""
    with transaction.atomic():
        hold_one(batch)
        tried = {"tries": F("tries") + 1, "tried_at": timezone.now()}
        batch.readings.update(wanted=False, trouble=reason.rstrip(".")[:200], **tried)
        end(batch)


def let_go(batch) -> None:
    """Its leads stay wanted."""
    with transaction.atomic():
        hold_one(batch)
        end(batch)


def end(batch) -> None:
    """Within a transaction that holds the batch."""
    ledger.forget_answers(OWNER, [batch.pk])
    batch.delete()


def sweep() -> int:
    """Each minute: batches of dead workers go back, and those that waited for a budget go on. Returns how many."""
    recovered = claims.recover(
        AIBatch.objects.all(),
        put_back=lambda rows: rows.update(**FREED),
        give_up=lambda batch: give_up(batch, batch.last_error or "the worker stopped while this was being read"),
    )
    return recovered + resume_in_budget() + try_again()


def try_again() -> int:
    """Leads that could not be read are wanted again on another day, some times."""
    in_vain = AIReading.objects.filter(wanted=False, tries__lt=TRIES, tried_at__lt=timezone.now() - TRY_AGAIN)
    return in_vain.exclude(trouble="").update(wanted=True, trouble="")


def resume_in_budget() -> int:
    """As many batches as what is left might pay for: all at once would only be put off again, each minute."""
    waiting = AIBatch.objects.filter(waits_for__contains=NO_ROOM, not_before__isnull=False)
    workspaces = list(waiting.values_list("workspace", flat=True).distinct())
    return sum(resume_affordable(waiting.filter(workspace=pk), left_this_month(pk)) for pk in workspaces)


def resume_affordable(waiting, left) -> int:
    cheapest = reserved_for_scoring()
    if left is not None and cheapest:
        # at random, so that batches too expensive for the rest do not keep cheaper ones waiting
        chosen = waiting.order_by("?").values_list("pk", flat=True)[: int(left / cheapest)]
        waiting = AIBatch.objects.filter(pk__in=list(chosen))
    return waiting.update(not_before=None)


def resume_waiting() -> int:
    """Batches that wait for the provider are due at once."""
    return AIBatch.objects.filter(not_before__isnull=False).exclude(waits_for__contains=NO_ROOM).update(not_before=None)


def are_due() -> bool:
    return claims.due(of_ai(AIBatch)).exists() or of_ai(AIReading).filter(wanted=True, batch=None).exists()
