"""Having an AI read an offer's audience: one call for each change of the ICP, by the slow queue."""

from datetime import timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from autoreach.calls import ledger, waits
from autoreach.calls.budget import left_this_month
from autoreach.calls.call import Call, Owner, PaidCall
from autoreach.calls.prices import reserved_for_completion
from autoreach.calls.sender import CallSender
from autoreach.calls.waits import NO_ROOM
from autoreach.providers.ai import info as ai
from autoreach.providers.registry import AI
from autoreach.work import claims
from autoreach.work.claims import FREED
from autoreach.work.leases import LeaseLost, hold
from autoreach.work.work_queue import WorkQueue
from leads.audience.ai import NamedParts, checked, disagreement, instructions, shape_for
from leads.audience.audience import Voice
from leads.audience.stored import icp_digest, local_reading, note_reading
from leads.models import AudienceReading, Offer
from leads.offers.rescoring import rescore_leads_of
from leads.workspaces.scorer import uses_ai

OWNER = "audience"
# What a model may think and then say.
ANSWER = 4_000
TRY_AGAIN, TRIES = timedelta(days=1), 3
NOTHING_SAID = "it names nothing known in words of the text"


def ask(offer: Offer) -> None:
    """Have the AI read the audience as it is now, where the workspace uses one. Within a transaction."""
    if not (uses_ai(offer.workspace) and offer.target_audience.strip()):
        return
    digest = icp_digest(offer)
    wanted = {
        "icp_digest": digest,
        "requests": next_request(offer, digest),
        "wanted": True,
        "waits_for": "",
        "trouble": "",
        "tries": 0,
        "tried_at": None,
        "attempts": 0,
        "not_before": None,
    }
    reading, _ = AudienceReading.objects.update_or_create(
        offer=offer, defaults=wanted, create_defaults=wanted | {"workspace": offer.workspace}
    )
    QUEUE.wake(reading.pk)


def next_request(offer, digest) -> int:
    """The number of this wish. One that is open already keeps its number, so that it is not paid twice."""
    asked = AudienceReading.objects.filter(offer=offer).first()
    if asked is None:
        return 1
    return asked.requests + (not asked.wanted or asked.icp_digest != digest)


def step(reading: AudienceReading) -> bool:
    """The one step that a reading takes: False, nothing is left of it."""
    offer = Offer.objects.select_related("workspace").filter(pk=reading.offer_id).first()
    if offer is None:
        raise LeaseLost  # the reading was deleted with it
    if reading.icp_digest != icp_digest(offer) or not uses_ai(offer.workspace):
        end(reading)
        return False
    call = call_of(reading, offer)
    with CallSender(lease=reading.lease) as sender:
        sender.complete([call])
    with transaction.atomic():
        # an edit locks the offer first too
        offer = Offer.objects.select_for_update(no_key=True).filter(pk=offer.pk).first()
        held = hold([reading])
        ledger.book([call])
        if held:
            settle(reading, offer, call)
    if not held:
        raise LeaseLost
    return False


def settle(reading, offer, call):
    """Within a transaction that holds the offer and the row. `reading` is the row as it was asked for."""
    failed = call.wait and waits.is_failure(call.wait, call.result)
    if call.is_answered:
        store_answer(reading, offer, call.result)
    elif not call.wait or waits.would_fail_again(call.result) or (failed and reading.is_exhausted):
        give_up(reading, waits.reason_of(call.result))
    elif is_asked_still(reading):
        claims.put_off(reading, until=call.wait.until, failed=failed, waits_for=call.wait.reason[:200])
    else:
        end(reading)


def is_asked_still(reading) -> bool:
    """Whether the ICP that was asked about is the one to be read."""
    return AudienceReading.objects.filter(pk=reading.pk, icp_digest=reading.icp_digest).exists()


def call_of(reading, offer) -> PaidCall:
    content = offer.target_audience
    asked, shape = instructions(content, local_reading(offer)), shape_for(content)
    owner = Owner(OWNER, reading.pk)
    size = len(asked.encode()) + len(content.encode()) + 2_000
    most = ai.room_for_answer(settings.PROVIDERS, size, ANSWER)
    call = Call(
        AI,
        "read",
        "completion",
        lambda providers: providers.ai.complete(shape, instructions=asked, content=content, max_tokens=most),
        reserved_for_completion(size, most),
        kept=NamedParts,
    )
    return PaidCall(
        owner=owner,
        purpose="Audience",
        call=call,
        key=f"{owner}:{reading.icp_digest}:{reading.requests}",
        workspace_id=reading.workspace_id,
        offer_id=offer.pk,
    )


def store_answer(reading, offer, answer):
    """Store what is believed, unless the ICP has changed since. Leads are scored by it."""
    if reading.icp_digest != icp_digest(offer):
        end(reading)
        return
    local = local_reading(offer)
    audience = checked(answer.value, local, offer.target_audience)
    if audience is not None:
        note_reading(offer, audience, Voice.AI)
        offer.save(update_fields=["audience_readings"])
        if disagreement(audience, local):
            rescore_leads_of(offer)
    end(
        reading,
        model=answer.usage.model[:80],
        cost_usd=answer.usage.cost_usd,
        trouble="" if audience else NOTHING_SAID,
    )


def give_up(reading, reason=""):
    """The local reading stands. It is asked again another day, once the AI works again, or on request."""
    reason = reason or reading.last_error or "it could not be asked"
    end(reading, trouble=reason.rstrip(".")[:200], tries=F("tries") + 1, tried_at=timezone.now())


def end(reading, **changes) -> None:
    """Free the row. Where another ICP is to be read since, that wish stands, and a worker is woken for it."""
    held = AudienceReading.objects.filter(pk=reading.pk, lease=reading.lease)
    ended = held.filter(icp_digest=reading.icp_digest).update(**FREED, wanted=False, waits_for="", **changes)
    if not ended and held.update(**FREED):
        QUEUE.wake(reading.pk)
    ledger.forget_answers(OWNER, [reading.pk])


def given_up():
    """Readings that no answer was got for, some times at most. Those of archived offers are not asked for."""
    tried = AudienceReading.objects.filter(wanted=False, tried_at__isnull=False, tries__lt=TRIES)
    return tried.filter(offer__archived_at=None).exclude(trouble="")


def try_again(readings) -> int:
    """Ask once more, by a call of its own: of the one before it may be unknown whether it was charged."""
    ids = list(readings.values_list("pk", flat=True))
    wanted = {"wanted": True, "trouble": "", "attempts": 0, "not_before": None, "requests": F("requests") + 1}
    asked = AudienceReading.objects.filter(pk__in=ids, wanted=False).update(**wanted)
    QUEUE.wake(*ids)
    return asked


def try_again_another_day() -> int:
    return try_again(given_up().filter(tried_at__lt=timezone.now() - TRY_AGAIN))


def resume_in_budget() -> int:
    """Readings that wait for a budget which has room again."""
    waiting = AudienceReading.objects.filter(wanted=True, waits_for__contains=NO_ROOM)
    workspaces = waiting.values_list("workspace", flat=True).distinct()
    with_room = [pk for pk in workspaces if (left := left_this_month(pk)) is None or left > 0]
    return waiting.filter(workspace__in=with_room).update(not_before=None, waits_for="")


QUEUE = WorkQueue(
    works=lambda: AudienceReading.objects.filter(wanted=True),
    task="leads.audience.tasks.read_audience",
    give_up=give_up,
    queue="slow",
)
