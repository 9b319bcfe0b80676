"""Paid calls are made once, whatever breaks off."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.utils import timezone

from autoreach.calls import budget, ledger
from autoreach.calls.call import Call, Owner, PaidCall
from autoreach.calls.ledger import Uncertain
from autoreach.calls.models import Allowance, KeptAnswer, ProviderCall
from autoreach.calls.waits import NO_ROOM
from autoreach.providers.errors import Unavailable
from autoreach.providers.results import Answer
from autoreach.providers.results import Usage as Used
from autoreach.work import leases
from enrichment.executor import lanes
from enrichment.executor.loop import Executor
from enrichment.executor.subjects import load_subjects
from enrichment.jobs import claiming, opening, recovery, releasing
from enrichment.models import PipelineJob
from leads.models import Lead
from tests.concurrency import apart
from tests.enrichment.pipeline import add, asked, job_of, later, run
from tests.factories import OfferFactory
from tests.planner import rows_read

pytestmark = pytest.mark.django_db
Status = PipelineJob.Status


@pytest.fixture
def subject(offer):
    """A lead in work; the lease is on its job."""
    add(offer, ("eager-buyer-sbx", "eager_sbx"))
    (subject,) = load_subjects(claiming.claim(lease=leases.new_lease(), size=1))
    return subject


def planned(subject, provider="ai", kept=None, usd=Decimal("0.05")):
    call = Call(provider, "call", "op", lambda providers: None, usd, kept)
    owner = Owner("job", subject.job.pk)
    return PaidCall(
        owner=owner,
        purpose="X profile",
        call=call,
        key=f"{owner}:x_profile:call",
        workspace_id=subject.job.workspace_id,
        offer_id=subject.job.offer_id,
        lead_id=subject.lead.pk,
        context=subject,
    )


def begin(call):
    return ledger.begin([call], lease=call.context.job.lease)


def answered(call, value="text"):
    call.result = Answer(value, Used(call.call.provider, "op", calls=1, units=3, cost_usd=Decimal("0.04")))
    ledger.book([call], keep_for={call.owner})


def abandon(subject):
    """What a killed worker leaves: its lease runs out, and another claims the job."""
    PipelineJob.objects.filter(pk=subject.job.pk).update(lease_until=timezone.now() - timedelta(seconds=1))
    ProviderCall.objects.update(created_at=timezone.now() - timedelta(seconds=10))
    recovery.recover_expired_leases()
    ledger.mark_lost_calls()
    (again,) = load_subjects(claiming.claim(lease=leases.new_lease(), size=1))
    return again


def statuses():
    return list(ProviderCall.objects.order_by("id").values_list("status", flat=True))


def test_a_call_is_on_the_ledger_before_it_is_made(subject):
    call = planned(subject)
    assert begin(call) == [call]
    line = ProviderCall.objects.get()
    assert (line.status, line.cost_usd, line.lease, line.lead) == (
        "started",
        Decimal("0.05"),
        subject.job.lease,
        subject.lead,
    )


def test_an_answer_books_what_was_used(subject):
    call = planned(subject)
    begin(call)
    answered(call)
    line = ProviderCall.objects.get()
    assert (line.status, line.units, line.cost_usd) == ("booked", 3, Decimal("0.04"))


def test_a_crash_between_call_and_answer_leaves_an_uncertain_line_and_is_not_paid_again(subject):
    begin(planned(subject))
    again = planned(abandon(subject))
    assert statuses() == ["uncertain"]
    assert begin(again) == []
    assert isinstance(again.result, Uncertain)
    assert statuses() == ["uncertain"]


def test_an_uncertain_call_at_a_flat_rate_is_made_again_and_both_stay_on_the_ledger(subject):
    begin(planned(subject, "linkedin"))
    again = planned(abandon(subject), "linkedin")
    assert begin(again) == [again]
    answered(again)
    assert statuses() == ["uncertain", "booked"]


def test_x_charges_an_object_once_a_day_so_an_uncertain_read_is_repeated_on_that_day_only(subject):
    begin(planned(subject, "x"))
    retaken = abandon(subject)
    ProviderCall.objects.update(created_at=timezone.now() - timedelta(days=1))
    late = planned(retaken, "x")
    assert begin(late) == []
    ProviderCall.objects.update(created_at=timezone.now())
    soon = planned(retaken, "x")
    assert begin(soon) == [soon]
    assert (statuses(), budget.spent_this_month(subject.job.workspace_id)) == (
        ["uncertain", "started"],
        Decimal("0.10"),
    )
    answered(soon)
    assert (statuses(), budget.spent_this_month(subject.job.workspace_id)) == (["settled", "booked"], Decimal("0.04"))


def test_an_answer_that_was_paid_for_needs_no_room_in_the_budget(subject):
    call = planned(subject, kept=str)
    begin(call)
    answered(call, "what was paid for")
    budget.set_monthly_cap(subject.job.workspace_id, 0)
    again = planned(abandon(subject), kept=str)
    assert begin(again) == []
    assert (again.result.value, again.wait) == ("what was paid for", None)


def test_an_answer_kept_in_a_shape_of_the_past_is_as_good_as_lost(subject):
    call = planned(subject, kept=str)
    begin(call)
    answered(call)
    KeptAnswer.objects.update(answer={"text": "what was paid for"})
    again = planned(abandon(subject), kept=str)
    assert begin(again) == []
    assert isinstance(again.result, Uncertain)


def test_a_kept_answer_is_replayed_after_a_crash(subject):
    call = planned(subject, kept=str)
    begin(call)
    answered(call, "what was paid for")
    again = planned(abandon(subject), kept=str)
    assert begin(again) == []
    assert again.result.value == "what was paid for"
    assert statuses() == ["booked"]


def test_kept_answers_go_when_the_job_ends(subject):
    call = planned(subject, kept=str)
    begin(call)
    answered(call)
    assert KeptAnswer.objects.count() == 1
    abandon(subject)
    releasing.finish(list(PipelineJob.objects.all()))
    assert KeptAnswer.objects.count() == 0


def test_a_call_that_was_not_charged_is_made_again_under_its_key(subject):
    call = planned(subject)
    begin(call)
    call.result = Unavailable("down", usage=Used("ai", "op", calls=3))
    ledger.book([call], keep_for=set())
    assert statuses() == ["failed"]
    again = planned(subject)
    assert begin(again) == [again]
    assert statuses() == ["started"]


def test_a_call_that_broke_off_keeps_its_estimate(subject):
    call = planned(subject)
    begin(call)
    call.result = Unavailable("broke", usage=Used("ai", "op", calls=1, cost_usd=None), uncertain=True)
    ledger.book([call], keep_for=set())
    assert (statuses(), ProviderCall.objects.get().cost_usd) == (["uncertain"], Decimal("0.05"))


def test_a_call_another_worker_is_making_is_left_to_it(subject):
    begin(planned(subject))
    other = planned(subject)
    assert ledger.begin([other], lease=leases.new_lease()) == []
    assert other.wait.reason == "another worker asks the same"


def test_a_budget_is_not_overspent_by_calls_under_way(subject):
    workspace = subject.job.workspace
    budget.set_monthly_cap(workspace.pk, Decimal("0.12"))
    calls = [planned(subject) for _ in range(3)]
    for number, call in enumerate(calls):
        call.key = f"{call.key}{number}"
    assert ledger.begin(calls, lease=subject.job.lease) == calls[:2]
    assert [call.wait and call.wait.reason for call in calls] == [None, None, NO_ROOM]


def test_a_team_without_budget_does_not_keep_others_from_x(sandbox, offer):
    poor = OfferFactory()
    budget.set_monthly_cap(poor.workspace_id, 0)
    waiting = add(poor, ("", "annoneil_sbx"), ("", "bobash_sbx"), ("", "eager_sbx"))
    (lead,) = add(offer, ("", "eager_sbx"))
    run()
    assert [job_of(each).status for each in (*waiting, lead)] == [Status.BILLING_PAUSED] * 3 + [Status.READY]
    assert asked(sandbox, "x users") == 1


def test_a_call_that_was_asked_before_takes_no_place_of_an_allowance(sandbox, offer, settings):
    settings.ALLOWANCES = {"x": {"users/by": [60, 3600]}}
    add(offer, ("", "eager_sbx"))
    executor = Executor(lane="fast", seconds=5)
    with executor.sender:
        executor.claim()
        asked_before = list(executor.sender._wanted)
        ledger.begin(asked_before, lease=leases.new_lease())
        ProviderCall.objects.update(created_at=timezone.now() - timedelta(days=1))
        executor.drain()
    assert (asked(sandbox, "x users"), Allowance.objects.get(scope="users/by").taken) == (0, 0)


@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_never_spend_the_same_dollar(offer):
    add(offer, ("eager-buyer-sbx", ""))
    PipelineJob.objects.update(status=Status.PENDING)
    (subject,) = load_subjects(claiming.claim(lease=leases.new_lease(), size=1))
    budget.set_monthly_cap(subject.job.workspace_id, Decimal("0.12"))

    def work(number):
        call = planned(subject)
        call.key = f"{call.key}{number}"
        begun = begin(call)
        budget.compact_spending()
        return len(begun)

    with ThreadPoolExecutor(4) as workers:
        assert sum(workers.map(partial(apart, work), range(12))) == 2
    assert budget.spent_this_month(subject.job.workspace_id) == Decimal("0.10")


def test_a_call_made_again_counts_once(subject):
    call = planned(subject)
    begin(call)
    call.result = Unavailable("down", usage=Used("ai", "op"))
    ledger.book([call], keep_for=set())
    assert budget.spent_this_month(subject.job.workspace_id) == 0
    begin(planned(subject))
    assert budget.spent_this_month(subject.job.workspace_id) == Decimal("0.05")


def test_what_was_spent_is_known_without_a_look_at_the_ledger(subject):
    answered_calls = [planned(subject) for _ in range(3)]
    for number, call in enumerate(answered_calls):
        call.key = f"{call.key}{number}"
        begin(call)
        answered(call)
    workspace, spent = subject.job.workspace_id, []
    assert rows_read("calls_providercall", lambda: spent.append(budget.spent_this_month(workspace))) == 0
    budget.compact_spending()
    assert rows_read("calls_spending", lambda: spent.append(budget.spent_this_month(workspace))) == 1
    assert spent == [Decimal("0.12")] * 2


def test_last_months_spending_leaves_this_months_budget_alone(subject):
    begin(planned(subject))
    ProviderCall.objects.update(created_at=timezone.now() - timedelta(days=32))
    assert budget.spent_this_month(subject.job.workspace_id) == 0


@pytest.mark.parametrize("fault", ["timeout", "truncated", "malformed"])
def test_an_answer_that_breaks_off_is_shown_as_uncertain_and_the_lead_goes_on(sandbox, offer, fault):
    sandbox.faults.set([{"fault": fault, "provider": "x", "seconds": 0.1}])
    (lead,) = add(offer, ("eager-buyer-sbx", "eager_sbx"))
    run()
    assert ProviderCall.objects.filter(provider="x", status="uncertain").count() == 1
    sandbox.faults.set([])
    later(minutes=2)
    run()
    assert job_of(lead).status == "ready"
    assert list(ProviderCall.objects.filter(provider="x").order_by("id").values_list("status", flat=True)) == [
        "settled",
        "booked",
    ]


def test_a_worker_that_dies_after_storing_does_not_ask_again(sandbox, offer):
    (lead,) = add(offer, ("eager-buyer-sbx", "eager_sbx"))
    run()
    calls = sandbox.calls.total
    expired = {"lease": leases.new_lease(), "lease_until": timezone.now() - timedelta(seconds=1)}
    PipelineJob.objects.update(status="processing", **expired)
    recovery.recover_expired_leases()
    lanes.run_due_jobs()
    assert (job_of(lead).status, sandbox.calls.total) == ("ready", calls)
    assert asked(sandbox, "x users") == 1


@pytest.mark.parametrize("ask", ["rescore", "enrich"])
def test_a_lead_asked_for_again_while_it_is_in_work_is_not_paid_for_again(sandbox, offer, ask):
    (lead,) = add(offer, ("", "eager_sbx"))
    leads = {"workspace": offer.workspace, "offer": offer, "leads": Lead.objects.filter(pk=lead.pk)}
    opening.enrich(**leads, steps=["profile"])
    executor = Executor(lane="fast", seconds=5)
    with executor.sender:
        executor.claim()
        opening.rescore(**leads) if ask == "rescore" else opening.enrich(**leads, steps=["profile"])
        executor.drain()
    assert (job_of(lead).status, asked(sandbox, "x users")) == (Status.PENDING, 1)
    run()
    assert (job_of(lead).status, asked(sandbox, "x users")) == (Status.READY, 1)


def test_a_settled_read_whose_answer_was_kept_is_not_asked_for_again(subject):
    begin(planned(subject, "x", kept=str))
    retaken = abandon(subject)
    repeated = planned(retaken, "x", kept=str)
    begin(repeated)
    answered(repeated, "what was paid for")
    again = planned(retaken, "x", kept=str)
    assert (begin(again), again.result.value, ProviderCall.objects.count()) == ([], "what was paid for", 2)


def test_an_uncertain_read_of_yesterday_is_not_repeated_because_its_repetition_failed(subject):
    begin(planned(subject, "x"))
    retaken = abandon(subject)
    repeated = planned(retaken, "x")
    begin(repeated)
    repeated.result = Unavailable("down", usage=Used("x", "op"))
    ledger.book([repeated], keep_for=set())
    assert statuses() == ["uncertain", "failed"]
    ProviderCall.objects.update(created_at=timezone.now() - timedelta(days=1))
    late = planned(retaken, "x")
    assert (begin(late), isinstance(late.result, Uncertain)) == ([], True)
