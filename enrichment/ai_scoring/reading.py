"""Workers that have leads read: questions out, answers in, readings and scores stored, one transaction a round."""

import logging
import time
from collections.abc import Generator
from contextlib import suppress
from dataclasses import dataclass, field

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from autoreach.calls import ledger, waits
from autoreach.calls.call import Call, Owner, PaidCall
from autoreach.calls.prices import reserved_for_completion
from autoreach.calls.sender import CallSender
from autoreach.providers.ai import info as ai
from autoreach.providers.registry import AI
from autoreach.serving import disk_room
from autoreach.work import claims, leases
from autoreach.work.claims import describe
from autoreach.work.leases import LeaseLost
from enrichment.ai_scoring import batches
from enrichment.ai_scoring.wanted import digest_of
from enrichment.models import AIBatch, AIReading
from enrichment.models.ai_reading import OWNER
from leads.models import LeadSource, Offer
from leads.sources.registry import source_of
from leads.workspaces.scorer import uses_ai
from scoring.ai.conversation import Question, Unread, read_leads
from scoring.ai.prompts import digest, lead_digest, show
from scoring.ai.scorer import score_read
from scoring.local.offer import OfferView
from scoring.models import ScoreChange
from scoring.readings import with_readings
from scoring.scores import lock_scores, write_scores
from scoring.snapshot import load_snapshots

logger = logging.getLogger(__name__)

PURPOSE = "AI scoring"
CONTAMINATED = "a text among them made the model find what is not there"
GUESSES = "it answers test questions wrongly, so nothing it says counts"


@dataclass(slots=True, eq=False)
class Talk:
    """The conversation about one batch. It ends with `readings`, or with why there are none."""

    batch: AIBatch
    offer: Offer
    snapshots: list
    questions: Generator
    question: Question | None = None
    readings: dict | Unread | None = None
    models: set = field(default_factory=set)

    def go_on(self, answer=None):
        try:
            self.question = self.questions.send(answer)
        except StopIteration as end:
            self.question, self.readings = None, end.value


def run(seconds=60) -> bool:
    """Read what is due. Returns whether anything may be left."""
    lease, until = leases.new_lease(), time.monotonic() + seconds
    at_once = ai.concurrency(settings.PROVIDERS)
    with leases.kept(lease), CallSender(lease=lease, concurrency=at_once) as sender:
        while time.monotonic() < until and not disk_room.is_low():
            claimed = batches.claim(lease=lease, size=at_once)
            if not claimed:
                return False
            work_on(claimed, sender)
    return True


def work_on(claimed, sender):
    talks = [talk for batch in claimed if (talk := begin(batch))]
    while talks:
        calls = {call: talk for talk in talks if (call := call_of(talk))}
        sender.complete(calls)
        talks = [talk for call, talk in calls.items() if is_to_go_on(call, talk)]


def begin(batch) -> Talk | None:
    """The first question about a batch; None where nothing is to be asked any more, or where it fails."""
    try:
        talk = talk_about(batch)
    except Exception as error:
        logger.exception("batch %s could not begin", batch.pk)
        retry(batch, error)
        return None
    return talk if talk and take_step(talk) else None


def talk_about(batch) -> Talk | None:
    offer = Offer.objects.select_related("workspace").filter(pk=batch.offer_id).first()
    if offer is None:
        return None  # the batch was deleted with it
    snapshots = with_readings(load_snapshots(lead_ids=batch.lead_ids, offer=offer))
    if not snapshots or offer.archived_at or not uses_ai(offer.workspace):
        with suppress(LeaseLost):
            if snapshots:
                batches.let_go(batch)
            else:
                batches.give_up(batch, "")
        return None
    view = OfferView.of(offer)
    return Talk(batch, offer, snapshots, read_leads(snapshots, offer, view))


def take_step(talk, answer=None) -> bool:
    """Whether another question follows. Where none does, what was read is stored."""
    try:
        talk.go_on(answer)
        if talk.question is None:
            finish(talk)
    except LeaseLost:
        return False
    except Exception as error:
        logger.exception("reading batch %s failed", talk.batch.pk)
        retry(talk.batch, error)
        return False
    return talk.question is not None


def retry(batch, error):
    batch.last_error = describe(error)
    with suppress(LeaseLost):
        if batch.is_exhausted:
            batches.give_up(batch, "the reading could not be stored")
        else:
            held = AIBatch.objects.filter(pk=batch.pk, lease=batch.lease)
            held.update(**claims.FREED, not_before=batch.next_attempt(), last_error=batch.last_error)


def call_of(talk) -> PaidCall:
    question, batch = talk.question, talk.batch
    owner = Owner(OWNER, batch.pk)
    most = ai.room_for_answer(settings.PROVIDERS, question.size, question.max_tokens)
    call = Call(
        AI,
        question.name,
        "completion",
        lambda providers: providers.ai.complete(
            question.schema,
            instructions=question.instructions,
            content=question.content,
            max_tokens=most,
        ),
        reserved_for_completion(question.size, most),
        kept=question.schema,
    )
    return PaidCall(
        owner=owner,
        purpose=PURPOSE,
        call=call,
        # with what is asked: after a crash the same leads may have other texts
        key=f"{owner}:{question.name}:{digest(question.instructions, question.content)}",
        workspace_id=batch.workspace_id,
        offer_id=batch.offer_id,
        lead_id=batch.lead_ids[0] if len(batch.lead_ids) == 1 else None,
        source=one_source_of(batch),
    )


def one_source_of(batch) -> str:
    """Where all leads of the batch come from; "" where they come from several sources."""
    kinds = LeadSource.objects.filter(lead__in=batch.lead_ids).order_by().values_list("kind", flat=True).distinct()[:2]
    return source_of(kinds[0]).label if len(kinds) == 1 else ""


def is_to_go_on(call, talk) -> bool:
    """Book the call, and go on with its answer; whether another question follows."""
    with suppress(LeaseLost):
        book(call, talk.batch)
        if call.is_answered:
            talk.models.add(call.result.usage.model)
            return take_step(talk, call.result.value)
        if isinstance(call.result, ledger.Uncertain):
            batches.give_up(talk.batch, "asked before, and perhaps charged; asked again another day")
        elif call.wait and not waits.would_fail_again(call.result):
            put_off_or_give_up(talk.batch, call)
        else:
            give_up_or_halve(talk.batch, waits.reason_of(call.result))
    return False


def book(call, batch):
    """Keep the answer in any case. Raises LeaseLost where another worker has the batch now."""
    with transaction.atomic():
        held = leases.hold([batch])
        ledger.book([call])
    if not held:
        raise LeaseLost


def put_off_or_give_up(batch, call):
    failed = waits.is_failure(call.wait, call.result)
    if failed and batch.is_exhausted:
        batches.give_up(batch, waits.reason_of(call.result))
    else:
        claims.put_off(batch, until=call.wait.until, failed=failed, waits_for=call.wait.reason[:200])


def give_up_or_halve(batch, reason):
    if len(batch.lead_ids) > 1:
        batches.halve(batch)
    else:
        batches.give_up(batch, reason)


def finish(talk):
    if talk.readings is Unread.TOGETHER:
        give_up_or_halve(talk.batch, CONTAMINATED)
    elif talk.readings is Unread.BY_THIS_MODEL:
        batches.give_up(talk.batch, GUESSES)
    else:
        leases.retry_on_contention(talk.batch.lease, store, talk)


def store(talk):
    """Within a transaction, which may be retried. What has changed since the model saw it stays wanted."""
    with connection.cursor() as cursor:
        lock_scores(cursor, talk.offer.pk)
    leases.hold_one(talk.batch)
    offer = Offer.objects.select_related("workspace").get(pk=talk.offer.pk)
    snapshots = unchanged(talk, offer)
    note_readings(talk, {each.lead_id: lead_digest(show(each)) for each in snapshots})
    if snapshots and uses_ai(offer.workspace):
        cards = score_read(with_readings(snapshots), OfferView.of(offer), talk.readings)
        causes = {card.lead_id: ScoreChange.Cause.AI_READ for card in cards}
        write_scores(offer=offer, scorecards=cards, causes=causes)
    batches.end(talk.batch)


def unchanged(talk, offer) -> list:
    """The leads as they are now, of whom the model would be shown the same."""
    if digest_of(offer) != digest_of(talk.offer):
        return []
    seen = {each.lead_id: lead_digest(show(each)) for each in talk.snapshots}
    now = load_snapshots(lead_ids=list(seen), offer=offer)
    return [each for each in now if lead_digest(show(each)) == seen[each.lead_id]]


def note_readings(talk, lead_digests):
    offer_digest, now = digest_of(talk.offer), timezone.now()
    rows = list(AIReading.objects.filter(offer=talk.offer, lead__in=list(lead_digests)))
    for row in rows:
        row.offer_digest, row.lead_digest = offer_digest, lead_digests[row.lead_id]
        row.reading = talk.readings[row.lead_id].to_json()
        row.model = next(iter(talk.models - {""}), row.model)[:80]
        row.wanted, row.trouble, row.tries, row.read_at = False, "", 0, now
    AIReading.objects.bulk_update(
        rows, ["offer_digest", "lead_digest", "reading", "model", "wanted", "trouble", "tries", "read_at"]
    )
