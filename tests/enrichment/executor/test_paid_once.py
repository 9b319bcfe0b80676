"""Calls of the pipeline are paid once, whatever breaks off."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from autoreach.calls import budget, ledger
from autoreach.calls.models import Allowance, ProviderCall
from autoreach.work import leases
from enrichment.executor import lanes
from enrichment.executor.loop import Executor
from enrichment.jobs import opening, recovery
from enrichment.models import PipelineJob
from leads.models import Lead
from tests.enrichment.pipeline import EAGER, add, asked, job_of, later, run
from tests.factories import OfferFactory

pytestmark = pytest.mark.django_db

BOTH = [EAGER, ("ann-oneil-sbx", "annoneil_sbx"), ("robert-ashworth-sbx", "bobash_sbx")]


def test_every_call_is_on_the_ledger_once_with_its_cost(sandbox, offer):
    add(offer, *BOTH)
    run()
    lines = ProviderCall.objects.exclude(provider="local scorer")
    assert set(lines.values_list("status", flat=True)) == {ProviderCall.Status.BOOKED}
    assert lines.filter(provider="x", operation="users/by").count() == 3
    assert set(lines.filter(provider="x").values_list("cost_usd", flat=True)) == {Decimal("0.01")}
    assert sandbox.calls.total == lines.count()


Status = PipelineJob.Status


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
