from datetime import timedelta

import pytest
from django.utils import timezone

from autoreach.calls import clients, tasks
from autoreach.calls.gate import Place
from autoreach.calls.health import check_providers, standings
from autoreach.calls.models import Allowance, ProviderCall, ProviderHealth
from autoreach.providers.errors import NotSupported
from autoreach.providers.results import Usage
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
    [
        (Reason.LIMITED, "Limited"),
        (Reason.CREDITS, "Out of credits"),
        (Reason.AUTH, "Refuses the key"),
        (Reason.SETUP, "Not set up rightly"),
    ],
)
def test_a_closed_provider_says_why_until_it_is_open_again(on_x, reason, state):
    limit = blocked(reason)
    assert states()["x"] == state
    Allowance.objects.filter(pk=limit.pk).update(blocked_until=timezone.now() - timedelta(seconds=1))
    assert states()["x"] == ("Not checked yet" if reason == Reason.LIMITED else state)
    clients.gate().observe("x", "users", None, place=Place(trial=timezone.now()), paid=True)
    assert states()["x"] == "Healthy"


def test_a_missing_credit_weighs_more_than_a_limit(on_x):
    blocked(Reason.CREDITS, minutes=5)
    Allowance.objects.create(
        provider="x", scope="users", blocked_until=timezone.now() + timedelta(hours=1), reason=Reason.LIMITED
    )
    assert states()["x"] == "Out of credits"


def test_a_check_asks_each_provider_something_free(sandbox):
    tasks.check_providers()
    assert states() == dict.fromkeys(("x", "linkedin", "ai"), "Reachable")
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
        ("out_of_credits", "Reachable"),
        ("server_error", "Does not answer"),
        ("rate_limited", "Reachable"),
    ],
)
def test_a_check_finds_out_what_is_wrong(sandbox, settings, fault, state):
    settings.PROVIDERS = settings.PROVIDERS | {"X_BEARER_TOKEN": f"fault-{fault}"}
    tasks.check_providers()
    assert states() == {"x": state, "linkedin": "Reachable", "ai": "Reachable"}


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
    blocked_for = {"provider": "x", "scope": "*", "blocked_until": until, "reason": Reason.DOWN}
    detail = "x users: 503 Service Unavailable"
    Allowance.objects.create(**blocked_for, detail=detail)
    x = standings()[0]
    assert (x.state, x.advice, x.until, x.detail) == ("Does not answer", REPEATED, until, detail)
    Allowance.objects.update(blocked_until=timezone.now() - timedelta(seconds=1))
    x = standings()[0]
    assert (x.state, x.until) == ("Does not answer", None)
    clients.gate().observe("x", "users", None, paid=True)
    assert states()["x"] == "Healthy"


@pytest.mark.parametrize("reason", [Reason.AUTH, Reason.CREDITS, Reason.SETUP])
def test_a_free_answer_lifts_no_closure_and_lets_the_next_paid_call_try(sandbox, reason):
    limit = blocked(reason, detail="no")
    before = states()["x"]
    assert check_providers() == ["x"]
    assert (states()["x"], before in ("Healthy", "Reachable")) == (before, False)
    limit.refresh_from_db()
    assert limit.blocked_until <= timezone.now()
    assert clients.gate().admit("x", "users") is None


def test_a_wrong_account_is_a_fault_of_the_configuration(sandbox, settings):
    settings.PROVIDERS = settings.PROVIDERS | {"UNIPILE_ACCOUNT_ID": "acc_unknown"}
    tasks.check_providers()
    linkedin = standings()[1]
    assert (linkedin.state, linkedin.advice.startswith("Set UNIPILE_ACCOUNT_ID to the account")) == (
        "Not set up rightly",
        True,
    )


def test_a_server_without_a_list_of_models_is_not_closed_for_that(sandbox, settings):
    settings.PROVIDERS = settings.PROVIDERS | {"OPENAI_BASE_URL": f"{settings.PROVIDERS['OPENAI_BASE_URL']}/none"}
    assert check_providers() == []
    ai = standings()[2]
    assert (ai.state, "OPENAI_BASE_URL" in ai.advice) == ("Does not answer", True)
    assert list(Allowance.objects.filter(provider="ai")) == []
    clients.gate().observe("ai", "completion", None, paid=True)
    check_providers()
    assert states()["ai"] == "Healthy"


@pytest.mark.parametrize(
    ("code", "advice"),
    [
        ("", "Make a new bearer token"),
        ("64", "X suspended the account that owns the app."),
        ("client-not-enrolled", "Attach the app to a project"),
    ],
)
def test_the_advice_fits_what_the_provider_said(on_x, code, advice):
    blocked(Reason.AUTH, code=code)
    assert standings()[0].advice.startswith(advice)


def test_the_advice_names_the_endpoint_that_is_configured(settings):
    settings.PROVIDERS = {"OPENAI_BASE_URL": "https://u:secret@llm.zeta.example/v1", "AI_MODEL": "zeta"}
    until = timezone.now() + timedelta(minutes=5)
    for reason in (Reason.CREDITS, Reason.AUTH, Reason.SETUP):
        row = Allowance.objects.create(provider="ai", scope="*", blocked_until=until, reason=reason)
        advice = standings()[2].advice
        assert ("llm.zeta.example" in advice, "OpenAI" in advice, "secret" in advice) == (True, False, False)
        row.delete()


def test_a_provider_that_was_taken_away_is_forgotten():
    ProviderHealth.objects.create(provider="x", healthy=False, checked_at=timezone.now())
    tasks.check_providers()
    assert ProviderHealth.objects.count() == 0


def test_in_the_sandbox_nothing_passes_for_real(settings):
    settings.SANDBOX_URL = "http://127.0.0.1:1"
    settings.PROVIDERS = environment(settings.SANDBOX_URL)
    assert states() == dict.fromkeys(("x", "linkedin", "ai"), "Sandbox")


def test_a_kind_of_call_that_is_not_offered_is_told_until_it_succeeds(on_x):
    clients.gate().observe("x", "users", None, paid=True)
    refused = NotSupported("Not permitted.", usage=Usage("x", "users/:id/tweets"), status=403)
    for _ in range(2):
        clients.gate().observe("x", "users/:id/tweets", None, refused)
        clients.gate().observe("x", "users", None, paid=True)
        x = standings()[0]
        assert (x.state, x.detail) == ("Partly refused", "x users/:id/tweets: 403 Not permitted.")
        assert x.advice.startswith(
            "Not to be had: Posts of a person. Other calls go on. Look in the X developer console"
        )
    assert clients.gate().admit("x", "users/:id/tweets") is None
    clients.gate().observe("x", "users/:id/tweets", None, paid=True)
    assert states()["x"] == "Healthy"


def test_what_is_not_offered_is_told_also_after_a_limit_that_is_over(on_x):
    clients.gate().observe("x", "users", None, paid=True)
    ago = timezone.now() - timedelta(minutes=5)
    Allowance.objects.create(provider="x", scope="users/search", blocked_until=ago, reason=Reason.LIMITED)
    refused = NotSupported("no", usage=Usage("x", "users/search"), status=403)
    clients.gate().observe("x", "users/search", None, refused)
    assert states()["x"] == "Partly refused"


def test_what_is_not_offered_does_not_hide_missing_credits(on_x):
    until = timezone.now() + timedelta(minutes=5)
    row = Allowance.objects.create(provider="x", scope="users", blocked_until=until, reason=Reason.CREDITS)
    clients.gate().observe("x", "users", None, NotSupported("no", usage=Usage("x", "users"), status=403))
    row.refresh_from_db()
    assert (row.reason, states()["x"]) == (Reason.CREDITS, "Out of credits")
