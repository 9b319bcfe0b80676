"""Having an AI read an offer's audience: one call for each change of the ICP, by the slow queue."""

from decimal import Decimal

from django.db import transaction

from autoreach.calls import ledger
from autoreach.calls.budget import left_this_month
from autoreach.calls.call import Call, Owner, PaidCall
from autoreach.calls.prices import completion_usd
from autoreach.calls.sender import CallSender
from autoreach.calls.waits import NO_ROOM
from autoreach.providers.registry import AI
from autoreach.work import claims
from autoreach.work.claims import FREED
from autoreach.work.leases import hold_one
from autoreach.work.work_queue import WorkQueue
from leads.audience.ai import NamedParts, checked, disagreement, instructions
from leads.audience.audience import Voice
from leads.audience.stored import icp_digest, local_reading, note_reading
from leads.models import AudienceReading, Offer
from leads.offers.rescoring import rescore_leads_of
from leads.workspaces.scorer import uses_ai

OWNER = "audience"
# What a model may think and then say.
ANSWER = 4_000
NOTHING_SAID = "what it said of the audience stands neither in the text nor in the taxonomy"


def ask(offer: Offer) -> None:
    """Have the AI read the audience as it is now, where the workspace uses one. Within a transaction."""
    if not (uses_ai(offer.workspace) and offer.target_audience.strip()):
        return
    wanted = {
        "of": icp_digest(offer),
        "wanted": True,
        "waits_for": "",
        "trouble": "",
        "attempts": 0,
        "not_before": None,
    }
    reading, _ = AudienceReading.objects.update_or_create(
        offer=offer, defaults=wanted, create_defaults=wanted | {"workspace": offer.workspace}
    )
    QUEUE.wake(reading.pk)


def step(reading: AudienceReading) -> bool:
    offer = Offer.objects.select_related("workspace").get(pk=reading.offer_id)
    if reading.of != icp_digest(offer) or not uses_ai(offer.workspace):
        return end(reading)
    call = call_of(reading, offer)
    with CallSender(lease=reading.lease) as sender:
        sender.complete([call])
    with transaction.atomic():
        held = hold_one(reading)
        ledger.book([call])
        if call.is_answered:
            take(held, offer, call.result)
        elif call.wait:
            claims.put_off(held, until=call.wait.until, waits_for=call.wait.reason[:200])
        else:
            give_up(held, str(call.result.args[0]) if call.result.args else "no answer came")
    return False


def call_of(reading, offer) -> PaidCall:
    asked, content = instructions(), offer.target_audience
    owner = Owner(OWNER, reading.pk)
    size = len(asked.encode()) + len(content.encode()) + 2_000
    call = Call(
        AI,
        "read",
        "completion",
        lambda providers: providers.ai.complete(NamedParts, instructions=asked, content=content, max_tokens=ANSWER),
        completion_usd(size, ANSWER) or Decimal(0),
        kept=NamedParts,
    )
    return PaidCall(
        owner=owner,
        purpose="Audience",
        call=call,
        key=f"{owner}:{reading.of}",
        workspace_id=reading.workspace_id,
        offer_id=offer.pk,
    )


def take(reading, offer, answer):
    """Store what is believed, unless the ICP has changed since. Leads are scored by it."""
    offer = Offer.objects.select_for_update(no_key=True).get(pk=offer.pk)
    local = local_reading(offer)
    audience = checked(answer.value, local, offer.target_audience)
    if audience is not None and reading.of == icp_digest(offer):
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
    """The local reading stands; the next change of the ICP asks again."""
    reason = reason or reading.last_error or "it could not be asked"
    end(reading, trouble=reason.rstrip(".")[:200])


def end(reading, **changes) -> bool:
    held = AudienceReading.objects.filter(pk=reading.pk, lease=reading.lease)
    held.update(**FREED, wanted=False, waits_for="", **changes)
    ledger.forget_answers(OWNER, [reading.pk])
    return False


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
