from datetime import timedelta

import pytest
from django.utils import timezone

from autoreach.calls import clients, tasks
from autoreach.calls.health import check_providers, standings
from autoreach.calls.models import Allowance, ProviderCall, ProviderHealth
from autoreach.sandbox import environment
from tests.autoreach.calls.limits import blocked

pytestmark = pytest.mark.django_db

REPEATED = "Nothing to do: calls are retried automatically until it answers."

CHECK_THE_KEY = "Calls are retried automatically. If this lasts, check X_BEARER_TOKEN."

Reason = Allowance.Reason


def states():
    return {standing.provider: standing.state for standing in standings()}


def test_what_is_not_configured_says_which_variables_to_set():
    advice = {standing.provider: standing.advice.partition(" and restart.")[0] for standing in standings()}
    assert states() == dict.fromkeys(("x", "linkedin", "ai"), "Not configured")
    assert advice == {
        "x": "Set X_BEARER_TOKEN",
        "linkedin": "Set UNIPILE_API_KEY and UNIPILE_ACCOUNT_ID",
        "ai": "Set OPENAI_API_KEY, or OPENAI_BASE_URL and AI_MODEL for a server of your own",
    }


@pytest.mark.parametrize(
    ("reason", "state"),
    [(Reason.LIMITED, "Limited"), (Reason.CREDITS, "Out of credits"), (Reason.AUTH, "Refuses the key")],
)
def test_a_closed_provider_says_why_until_it_is_open_again(on_x, reason, state):
    limit = blocked(reason)
    assert states()["x"] == state
    Allowance.objects.filter(pk=limit.pk).update(blocked_until=timezone.now() - timedelta(seconds=1))
    assert states()["x"] == "Not checked yet"


def test_a_missing_credit_weighs_more_than_a_limit(on_x):
    blocked(Reason.CREDITS, minutes=5)
    Allowance.objects.create(
        provider="x", scope="users", blocked_until=timezone.now() + timedelta(hours=1), reason=Reason.LIMITED
    )
    assert states()["x"] == "Out of credits"


def test_a_check_asks_each_provider_something_free(sandbox):
    tasks.check_providers()
    assert states() == dict.fromkeys(("x", "linkedin", "ai"), "Healthy")
    assert sandbox.calls.by_status == {"x 200": 1, "unipile 200": 1, "openai 200": 1}
    assert [(row.provider, row.healthy, row.detail) for row in ProviderHealth.objects.order_by("provider")] == [
        ("ai", True, ""),
        ("linkedin", True, ""),
        ("x", True, ""),
    ]
    assert ProviderCall.objects.count() == 0


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        ("unauthorized", "Refuses the key"),
        ("out_of_credits", "Out of credits"),
        ("server_error", "Does not answer"),
        ("rate_limited", "Healthy"),
    ],
)
def test_a_check_finds_out_what_is_wrong(sandbox, settings, fault, state):
    settings.PROVIDERS = settings.PROVIDERS | {"X_BEARER_TOKEN": f"fault-{fault}"}
    tasks.check_providers()
    assert states() == {"x": state, "linkedin": "Healthy", "ai": "Healthy"}


def test_a_key_that_is_refused_stays_refused_however_often_it_is_checked(sandbox, settings):
    settings.PROVIDERS = settings.PROVIDERS | {"OPENAI_API_KEY": "fault-unauthorized"}
    for checks in (1, 2):
        assert check_providers() == []
        assert (states()["ai"], sandbox.calls.by_status["openai 401"]) == ("Refuses the key", checks)


def test_a_check_for_which_no_place_is_left_is_no_verdict(sandbox, settings):
    settings.ALLOWANCES = {"ai": {"*": [1, 3600]}}
    settings.PROVIDERS = settings.PROVIDERS | {"OPENAI_API_KEY": "fault-unauthorized"}
    clients.gate().admit("ai", "completion")
    Allowance.objects.filter(provider="ai").update(reason=Reason.AUTH, blocked_until=timezone.now())
    tasks.check_providers()
    assert "openai 401" not in sandbox.calls.by_status
    assert list(Allowance.objects.filter(provider="ai").values_list("reason", flat=True)) == [Reason.AUTH]
    assert ProviderHealth.objects.filter(provider="ai").count() == 0


@pytest.mark.parametrize(
    ("detail", "advice"),
    [
        ("503 Service Unavailable", REPEATED),
        (
            "the connection broke (ReadTimeoutError)",
            REPEATED,
        ),
        ("401 Unauthorized", CHECK_THE_KEY),
        ("no connection (NameResolutionError)", CHECK_THE_KEY),
    ],
)
def test_the_key_is_not_blamed_for_trouble_of_the_provider(on_x, detail, advice):
    ProviderHealth.objects.create(provider="x", healthy=False, detail=f"x usage: {detail}", checked_at=timezone.now())
    x = standings()[0]
    assert (x.state, x.advice) == ("Does not answer", advice)


def test_a_provider_that_is_left_alone_for_its_failures_does_not_answer(on_x):
    until = timezone.now() + timedelta(minutes=1)
    detail = "x users: 503 Service Unavailable"
    Allowance.objects.create(provider="x", scope="*", blocked_until=until, reason=Reason.DOWN, detail=detail)
    x = standings()[0]
    assert (x.state, x.advice, x.until, x.detail) == ("Does not answer", REPEATED, until, detail)


def test_a_check_that_goes_well_lets_work_go_on(sandbox):
    blocked(Reason.AUTH, detail="no such key")
    tasks.check_providers()
    assert states()["x"] == "Healthy"


def test_a_provider_that_was_taken_away_is_forgotten():
    ProviderHealth.objects.create(provider="x", healthy=False, checked_at=timezone.now())
    tasks.check_providers()
    assert ProviderHealth.objects.count() == 0


def test_in_the_sandbox_nothing_passes_for_real(settings):
    settings.SANDBOX_URL = "http://127.0.0.1:1"
    settings.PROVIDERS = environment(settings.SANDBOX_URL)
    assert states() == dict.fromkeys(("x", "linkedin", "ai"), "Sandbox")
