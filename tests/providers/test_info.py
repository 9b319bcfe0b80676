from datetime import UTC, datetime, timedelta

import pytest

from autoreach.providers.errors import AuthFailed, OutOfCredits, RateLimited, Unavailable
from autoreach.providers.registry import AI, LINKEDIN, PROVIDERS, X

NOON = datetime(2026, 11, 18, 12, tzinfo=UTC)
OWN_SERVER = {"OPENAI_BASE_URL": "http://me:secret@localhost:11434/v1", "AI_MODEL": "local"}


@pytest.mark.parametrize(
    ("kind", "sentence"),
    [
        (AuthFailed, "LinkedIn refuses the key"),
        (OutOfCredits, "LinkedIn is out of credits"),
        (RateLimited, "LinkedIn is limited"),
        (Unavailable, "LinkedIn does not answer"),
    ],
)
def test_an_error_is_said_in_words(kind, sentence):
    assert PROVIDERS[LINKEDIN].says(kind) == sentence


@pytest.mark.parametrize(
    ("provider", "after", "charged"),
    [
        (LINKEDIN, timedelta(days=3), False),
        (X, timedelta(hours=11, minutes=59), False),
        (X, timedelta(hours=12), True),
        (X, timedelta(days=30), True),
        (AI, timedelta(0), True),
    ],
)
def test_a_repetition_is_charged_by_the_provider_s_own_rule(provider, after, charged):
    assert PROVIDERS[provider].charges_again(NOON, NOON + after) == charged


def test_the_day_of_a_charge_is_that_of_utc():
    tokyo = NOON.astimezone(tz=datetime.fromisoformat("2026-01-01T00:00:00+09:00").tzinfo)
    assert tokyo.date() != (tokyo + timedelta(hours=4)).date()
    assert not PROVIDERS[X].charges_again(tokyo, tokyo + timedelta(hours=4))


def test_limits_count_as_the_provider_counts():
    assert {name: info.scope_of("users/by") for name, info in PROVIDERS.items()} == {
        X: "users/by",
        LINKEDIN: "users/by",
        AI: "*",
    }
    assert [name for name, info in PROVIDERS.items() if info.names_allowance] == [X]


def test_only_linkedin_has_a_flat_rate_a_window_and_daily_allowances():
    assert [name for name, info in PROVIDERS.items() if info.has_flat_rate] == [LINKEDIN]
    assert [name for name, info in PROVIDERS.items() if info.keeps_window] == [LINKEDIN]
    assert {name: dict(info.daily_allowances) for name, info in PROVIDERS.items()} == {
        X: {},
        LINKEDIN: {
            "profile": 90,
            "search": 100,
            "posts": 100,
            "comments": 100,
            "reactions": 100,
            "followers": 100,
            "company": 100,
        },
        AI: {},
    }


def test_what_the_user_does_names_the_place():
    remedies = {name: info.remedy(OutOfCredits, {}) for name, info in PROVIDERS.items()}
    assert remedies == {
        X: "Buy credits or raise the spending cap in the X developer console, under Billing.",
        LINKEDIN: "Look at the subscription in Unipile's dashboard, under Billing, and at the account's LinkedIn plan.",
        AI: "Add credit or raise the limit in OpenAI's platform settings, under Billing.",
    }
    assert PROVIDERS[X].remedy(RateLimited, {}) == ""


def test_an_endpoint_of_ones_own_is_named_without_its_password():
    ai = PROVIDERS[AI]
    assert ai.remedy(AuthFailed, OWN_SERVER) == "Set OPENAI_API_KEY to a key that localhost:11434 accepts."
    assert ai.remedy(OutOfCredits, OWN_SERVER) == "Add credit or raise the limit at localhost:11434."


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_refused_key_names_the_variable_to_set(provider):
    info = PROVIDERS[provider]
    assert any(name in info.remedy(AuthFailed, {}) for name in info.variables.replace(",", "").split())
