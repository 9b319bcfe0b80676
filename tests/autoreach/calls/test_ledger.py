"""The ledger alone: a call is noted before it is made, booked with its answer, and never paid twice."""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from functools import partial

import pytest
from django.utils import timezone

from autoreach.calls import budget, ledger
from autoreach.calls.call import Call, Owner, PaidCall
from autoreach.calls.ledger import Uncertain
from autoreach.calls.models import KeptAnswer, ProviderCall
from autoreach.calls.sums import add_up
from autoreach.calls.waits import NO_ROOM
from autoreach.dependent_rows import delete_in_portions
from autoreach.providers.errors import NotFound, Unavailable
from autoreach.providers.results import Answer, Page
from autoreach.providers.results import Usage as Used
from autoreach.work import leases
from enrichment.models import PipelineJob
from tests.concurrency import apart
from tests.factories import LeadFactory, PipelineRunFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def work():
    """A row in work under a lease; what kind of work it is does not matter here."""
    run = PipelineRunFactory()
    lead = LeadFactory(workspace=run.workspace)
    return PipelineJob.objects.create(
        workspace=run.workspace, run=run, offer=run.offer, lead=lead, status="processing", lease=leases.new_lease()
    )


def planned(work, provider="ai", kept=None, usd=Decimal("0.05")):
    call = Call(provider, "call", "op", lambda providers: None, usd, kept)
    owner = Owner("job", work.pk)
    return PaidCall(
        owner=owner,
        purpose="X profile",
        call=call,
        key=f"{owner}:x_profile:call",
        workspace_id=work.workspace_id,
        offer_id=work.offer_id,
        lead_id=work.lead_id,
        context=work,
    )


def begin(call):
    return ledger.begin([call], lease=call.context.lease)


def answered(call, value="text"):
    call.result = Answer(value, Used(call.call.provider, "op", calls=1, units=3, cost_usd=Decimal("0.04")))
    ledger.book([call], keep_for={call.owner})


def abandon(work):
    """The worker was killed: another one claims the work under a lease of its own. Returns the work."""
    work.lease = leases.new_lease()
    work.save()
    ProviderCall.objects.update(created_at=timezone.now() - timedelta(seconds=10))
    ledger.mark_lost_calls()
    ProviderCall.objects.update(created_at=timezone.now())  # soon after midnight, ten seconds ago was yesterday
    return work


def statuses():
    return list(ProviderCall.objects.order_by("id").values_list("status", flat=True))


def test_a_call_is_on_the_ledger_before_it_is_made(work):
    call = planned(work)
    assert begin(call) == [call]
    line = ProviderCall.objects.get()
    assert (line.status, line.cost_usd, line.lease, line.lead) == (
        "started",
        Decimal("0.05"),
        work.lease,
        work.lead,
    )


def test_an_answer_books_what_was_used(work):
    call = planned(work)
    begin(call)
    answered(call)
    line = ProviderCall.objects.get()
    assert (line.status, line.units, line.cost_usd) == ("booked", 3, Decimal("0.04"))


def test_a_crash_between_call_and_answer_leaves_an_uncertain_line_and_is_not_paid_again(work):
    begin(planned(work))
    again = planned(abandon(work))
    assert statuses() == ["uncertain"]
    assert begin(again) == []
    assert isinstance(again.result, Uncertain)
    assert statuses() == ["uncertain"]


def test_an_uncertain_call_at_a_flat_rate_is_made_again_and_both_stay_on_the_ledger(work):
    begin(planned(work, "linkedin"))
    again = planned(abandon(work), "linkedin")
    assert begin(again) == [again]
    answered(again)
    assert statuses() == ["uncertain", "booked"]


def test_x_charges_an_object_once_a_day_so_an_uncertain_read_is_repeated_on_that_day_only(work):
    begin(planned(work, "x"))
    retaken = abandon(work)
    ProviderCall.objects.update(created_at=timezone.now() - timedelta(days=1))
    late = planned(retaken, "x")
    assert begin(late) == []
    ProviderCall.objects.update(created_at=timezone.now())
    soon = planned(retaken, "x")
    assert begin(soon) == [soon]
    assert (statuses(), budget.spent_this_month(work.workspace_id)) == (
        ["uncertain", "started"],
        Decimal("0.10"),
    )
    answered(soon)
    assert (statuses(), budget.spent_this_month(work.workspace_id)) == (["settled", "booked"], Decimal("0.04"))


def test_an_answer_that_was_paid_for_needs_no_room_in_the_budget(work):
    call = planned(work, kept=str)
    begin(call)
    answered(call, "what was paid for")
    budget.set_monthly_cap(work.workspace_id, 0)
    again = planned(abandon(work), kept=str)
    assert begin(again) == []
    assert (again.result.value, again.wait) == ("what was paid for", None)


def test_an_answer_is_found_again_for_a_slug_with_the_sign_of_repetitions(work):
    call = replace(planned(work, kept=str), key="profile ann~x")
    begin(call)
    answered(call)
    same, other = (replace(planned(abandon(work), kept=str), key=f"profile ann~{end}") for end in "xy")
    assert (begin(same), same.result.value, begin(other)) == ([], "text", [other])


def test_an_answer_kept_in_a_shape_of_the_past_is_as_good_as_lost(work):
    call = planned(work, kept=str)
    begin(call)
    answered(call)
    KeptAnswer.objects.update(answer={"text": "what was paid for"})
    again = planned(abandon(work), kept=str)
    assert begin(again) == []
    assert isinstance(again.result, Uncertain)


def test_a_kept_answer_is_replayed_after_a_crash(work):
    call = planned(work, kept=str)
    begin(call)
    answered(call, "what was paid for")
    again = planned(abandon(work), kept=str)
    assert begin(again) == []
    assert again.result.value == "what was paid for"
    assert statuses() == ["booked"]


def test_a_call_that_was_not_charged_is_made_again_under_its_key(work):
    call = planned(work)
    begin(call)
    call.result = Unavailable("down", usage=Used("ai", "op", calls=3))
    ledger.book([call], keep_for=set())
    assert statuses() == ["failed"]
    again = planned(work)
    assert begin(again) == [again]
    assert statuses() == ["started"]


def test_a_call_that_broke_off_keeps_its_estimate(work):
    call = planned(work)
    begin(call)
    call.result = Unavailable("broke", usage=Used("ai", "op", calls=1, cost_usd=None), uncertain=True)
    ledger.book([call], keep_for=set())
    assert (statuses(), ProviderCall.objects.get().cost_usd) == (["uncertain"], Decimal("0.05"))


def test_a_call_another_worker_is_making_is_left_to_it(work):
    begin(planned(work))
    other = planned(work)
    assert ledger.begin([other], lease=leases.new_lease()) == []
    assert other.wait.reason == "another worker asks the same"


def test_a_budget_is_not_overspent_by_calls_under_way(work):
    workspace = work.workspace
    budget.set_monthly_cap(workspace.pk, Decimal("0.12"))
    calls = [planned(work) for _ in range(3)]
    for number, call in enumerate(calls):
        call.key = f"{call.key}{number}"
    assert ledger.begin(calls, lease=work.lease) == calls[:2]
    assert [call.wait and call.wait.reason for call in calls] == [None, None, NO_ROOM]


def test_a_call_made_again_counts_once(work):
    call = planned(work)
    begin(call)
    call.result = Unavailable("down", usage=Used("ai", "op"))
    ledger.book([call], keep_for=set())
    assert budget.spent_this_month(work.workspace_id) == 0
    begin(planned(work))
    assert budget.spent_this_month(work.workspace_id) == Decimal("0.05")


def test_a_settled_read_whose_answer_was_kept_is_not_asked_for_again(work):
    begin(planned(work, "x", kept=str))
    retaken = abandon(work)
    repeated = planned(retaken, "x", kept=str)
    begin(repeated)
    answered(repeated, "what was paid for")
    again = planned(retaken, "x", kept=str)
    assert (begin(again), again.result.value, ProviderCall.objects.count()) == ([], "what was paid for", 2)


def test_an_uncertain_read_of_yesterday_is_not_repeated_because_its_repetition_failed(work):
    begin(planned(work, "x"))
    retaken = abandon(work)
    repeated = planned(retaken, "x")
    begin(repeated)
    repeated.result = Unavailable("down", usage=Used("x", "op"))
    ledger.book([repeated], keep_for=set())
    assert statuses() == ["uncertain", "failed"]
    ProviderCall.objects.update(created_at=timezone.now() - timedelta(days=1))
    late = planned(retaken, "x")
    assert (begin(late), isinstance(late.result, Uncertain)) == ([], True)


def test_a_repetition_that_is_answered_after_midnight_leaves_the_read_of_yesterday_uncertain(work):
    begin(planned(work, "x"))
    repeated = planned(abandon(work), "x")
    begin(repeated)
    ProviderCall.objects.update(created_at=timezone.now() - timedelta(days=1))
    answered(repeated)
    assert statuses() == ["uncertain", "booked"]


@pytest.mark.parametrize("throttled", [False, True])
def test_a_page_from_which_something_was_withheld_is_not_kept(work, throttled):
    call = planned(work, kept=Page[str])
    begin(call)
    answered(call, Page(("Nora",), throttled=throttled))
    assert KeptAnswer.objects.count() == (0 if throttled else 1)


@pytest.mark.django_db(transaction=True)
def test_workers_side_by_side_never_spend_the_same_dollar(work):
    budget.set_monthly_cap(work.workspace_id, Decimal("0.12"))

    def begin_call(number):
        call = planned(work)
        call.key = f"{call.key}{number}"
        begun = begin(call)
        add_up()
        return len(begun)

    with ThreadPoolExecutor(4) as workers:
        assert sum(workers.map(partial(apart, begin_call), range(12))) == 2
    assert budget.spent_this_month(work.workspace_id) == Decimal("0.10")


def test_answers_are_forgotten_when_the_owners_work_ends(work):
    call = planned(work, kept=str)
    begin(call)
    answered(call)
    assert KeptAnswer.objects.count() == 1
    ledger.forget_answers("search", [work.pk])
    assert KeptAnswer.objects.count() == 1
    ledger.forget_answers("job", [work.pk])
    assert KeptAnswer.objects.count() == 0


def test_a_call_has_five_lines_at_most(work):
    for _ in range(5):
        begin(planned(work, "linkedin"))
        abandon(work)
    call = planned(work, "linkedin")
    assert (begin(call), isinstance(call.result, Uncertain), statuses()) == ([], True, ["uncertain"] * 5)
    keys = ProviderCall.objects.order_by("id").values_list("key", flat=True)
    assert [key.partition("~")[2] for key in keys] == ["", "2", "3", "4", "5"]


def test_a_call_just_started_under_a_claim_that_is_not_committed_is_not_lost(work):
    ledger.begin([planned(work)], lease=leases.new_lease())
    ProviderCall.objects.update(created_at=timezone.now() - timedelta(seconds=4))
    assert ledger.mark_lost_calls() == 0
    ProviderCall.objects.update(created_at=timezone.now() - timedelta(seconds=6))
    assert (ledger.mark_lost_calls(), statuses()) == (1, ["uncertain"])
    assert ProviderCall.objects.get().error == "the worker stopped before it noted an answer"


def test_answers_are_forgotten_with_the_work_that_asked_and_not_before(work):
    call = planned(work, kept=str)
    begin(call)
    answered(call)
    KeptAnswer.objects.update(created_at=timezone.now() - timedelta(days=400))
    assert ledger.forget_answers_except(call.owner.kind, type(work).objects.all()) == 0
    assert ledger.forget_answers_except("another", type(work).objects.none()) == 0
    assert ledger.forget_answers_except(call.owner.kind, type(work).objects.none()) == 1


def test_answers_are_kept_for_owners_that_still_hold_their_work(work):
    call = planned(work, kept=str)
    begin(call)
    call.result = Answer("text", Used("ai", "op", calls=1, cost_usd=Decimal("0.04")))
    ledger.book([call], keep_for=set())
    assert (statuses(), KeptAnswer.objects.count()) == (["booked"], 0)


@pytest.mark.parametrize(("gone", "kept"), [("workspace", []), ("lead", [None])])
def test_an_answer_for_what_was_deleted_since_names_it_no_more(work, gone, kept):
    call = planned(work, kept=str)
    begin(call)
    delete_in_portions(type(getattr(work, gone)).objects.all())
    answered(call)
    assert list(KeptAnswer.objects.values_list("lead", flat=True)) == kept


def test_text_from_outside_is_stored_as_far_as_the_database_takes_it(work):
    call = planned(work)
    begin(call)
    used = Used("ai", "op", model="m" * 100 + "\0", request_id=" r\ud800 ", cost_usd=Decimal(0))
    call.result = Answer("text", used)
    ledger.book([call])
    line = ProviderCall.objects.get()
    assert (line.model, line.request_id, line.calls) == ("m" * 80, "r", 1)


@pytest.mark.parametrize(("made", "counted"), [(0, 0), (1, 1), (3, 3)])
def test_a_call_that_found_nothing_is_counted_if_it_was_made(work, made, counted):
    call = planned(work)
    begin(call)
    call.result = NotFound("gone", usage=Used("x", "users/by", calls=made), status=404)
    ledger.book([call])
    line = ProviderCall.objects.get()
    assert (line.status, line.calls, line.cost_usd) == ("failed", counted, 0)
