from datetime import UTC, datetime, timedelta, timezone

import pytest

from autoreach.providers.ai import info as ai_info
from autoreach.providers.errors import AuthFailed, Misconfigured, OutOfCredits, RateLimited, Unavailable
from autoreach.providers.info import Charge
from autoreach.providers.prices import Prices
from autoreach.providers.registry import AI, LINKEDIN, PROVIDERS, X
from autoreach.providers.x.info import has_user_token

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
    tokyo = timezone(timedelta(hours=9))
    evening, night, morning = (NOON + timedelta(hours=hours) for hours in (0, 4, 13))
    assert [moment.astimezone(tokyo).day for moment in (evening, night, morning)] == [18, 19, 19]
    x = PROVIDERS[X]
    assert not x.charges_again(evening.astimezone(tokyo), night.astimezone(tokyo))
    assert not x.charges_again(night.astimezone(tokyo), night + timedelta(hours=1))
    assert x.charges_again(night.astimezone(tokyo), morning.astimezone(tokyo))


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


@pytest.mark.parametrize(("values", "now"), [({}, "https://api.x.com"), ({"X_BASE_URL": "http://me"}, "http://me")])
def test_a_wrong_address_of_x_is_told_as_it_is_now(values, now):
    assert PROVIDERS[X].remedy(Misconfigured, values).endswith(f"Now: {now}.")


def test_an_endpoint_of_ones_own_is_named_without_its_password():
    ai = PROVIDERS[AI]
    assert ai.remedy(AuthFailed, OWN_SERVER) == "Set OPENAI_API_KEY to a key that localhost:11434 accepts."
    assert ai.remedy(OutOfCredits, OWN_SERVER) == "Add credit or raise the limit at localhost:11434."


@pytest.mark.parametrize("provider", PROVIDERS)
def test_a_refused_key_names_the_variable_to_set(provider):
    info = PROVIDERS[provider]
    assert any(name in info.remedy(AuthFailed, {}) for name in info.variables.replace(",", "").split())


def test_what_a_repetition_costs_is_told_by_the_kind_of_charge():
    assert {name: info.charge for name, info in PROVIDERS.items()} == {
        X: Charge.ONCE_A_DAY,
        LINKEDIN: Charge.FLAT_RATE,
        AI: Charge.EACH_TIME,
    }


@pytest.mark.parametrize(
    ("values", "models", "mode"),
    [
        ({}, ("", ""), "responses"),
        ({"OPENAI_API_KEY": "k"}, ("gpt-6-luna", "gpt-6.1-terra"), "responses"),
        ({"OPENAI_API_KEY": "k", "AI_MODEL": "a"}, ("a", "gpt-6.1-terra"), "responses"),
        ({"OPENAI_API_KEY": "k", "AI_SEARCH_MODEL": "b", "AI_MODE": "prompt"}, ("gpt-6-luna", "b"), "prompt"),
        ({"OPENAI_BASE_URL": "https://api.openai.com/v1/"}, ("gpt-6-luna", "gpt-6.1-terra"), "responses"),
        ({"OPENAI_BASE_URL": "http://localhost:11434/v1"}, ("", ""), "chat_schema"),
        (OWN_SERVER, ("local", "local"), "chat_schema"),
    ],
)
def test_models_and_mode_follow_from_the_endpoint(values, models, mode):
    assert (ai_info.models(values), ai_info.mode(values)) == (models, mode)


def test_only_a_user_s_token_searches_people():
    kinds = ({}, {"X_TOKEN_KIND": "app"}, {"X_TOKEN_KIND": "user"})
    assert [has_user_token(values) for values in kinds] == [False, False, True]


def test_x_is_asked_as_its_variables_say(wire):
    wire.will({"data": [], "meta": {}})
    values = {"X_BEARER_TOKEN": "t", "X_BASE_URL": wire.url, "X_VOCABULARY": "post", "X_TOKEN_KIND": "user"}
    PROVIDERS[X].connect(values, Prices(), lambda operation: None).search("churn")
    asked = dict(wire.asked[0].query)
    assert ("post.fields" in asked, "receives_your_dm" in asked["user.fields"]) == (True, True)


def test_unipile_is_asked_as_its_variables_say(wire):
    wire.will({"items": []})
    values = {"UNIPILE_DSN": wire.url, "UNIPILE_API_KEY": "k-1", "UNIPILE_ACCOUNT_ID": "acc_9"}
    PROVIDERS[LINKEDIN].connect(values, Prices(), lambda operation: None).posts("ACoA")
    assert (wire.asked[0].headers["x-api-key"], wire.asked[0]["account_id"]) == ("k-1", "acc_9")


def test_without_a_dsn_unipile_is_asked_in_its_second_version(wire):
    wire.will({"data": []})
    values = {"UNIPILE_BASE_URL": wire.url, "UNIPILE_API_KEY": "k-1", "UNIPILE_ACCOUNT_ID": "acc_9"}
    PROVIDERS[LINKEDIN].connect(values, Prices(), lambda operation: None).posts("ACoA")
    assert (wire.asked[0].headers["x-api-key"], wire.asked[0].path) == ("k-1", "/v2/acc_9/users/ACoA/posts")


def test_a_refused_key_of_unipile_asks_for_the_dsn_where_none_is_set():
    advice = [PROVIDERS[LINKEDIN].remedy(AuthFailed, values) for values in ({}, {"UNIPILE_DSN": "api8.example.com"})]
    assert [line.endswith("first version, set UNIPILE_DSN too.") for line in advice] == [True, False]


def test_an_endpoint_of_ones_own_is_asked_as_its_variables_say(wire):
    wire.will({"data": [{"index": 0, "embedding": [1.0, 2.0]}]})
    values = {
        "OPENAI_BASE_URL": f"{wire.url}/v1",
        "AI_MODEL": "local",
        "AI_EMBEDDING_MODEL": "tiny",
        "AI_EMBEDDING_DIMENSIONS": "2",
    }
    client = PROVIDERS[AI].connect(values, Prices(), lambda operation: None)
    list(client.embed(["a"]))
    assert {name: wire.asked[0].body[name] for name in ("model", "dimensions")} == {"model": "tiny", "dimensions": 2}
    assert (client.model, wire.asked[0].headers["authorization"]) == ("local", "Bearer local")


def test_openai_embeds_with_a_model_of_its_own_and_another_server_with_none():
    clients = [
        PROVIDERS[AI].connect(values, Prices(), lambda operation: None)
        for values in ({"OPENAI_API_KEY": "k"}, OWN_SERVER)
    ]
    assert [client.embedding_model for client in clients] == ["text-embedding-3-small", ""]


@pytest.mark.parametrize(
    ("provider", "path"), [(X, "/2/usage/tweets"), (LINKEDIN, "/api/v1/users/me"), (AI, "/v1/models")]
)
def test_a_check_asks_something_free(wire, provider, path):
    wire.will({"data": {}, "provider_id": "1"})
    values = {
        "X_BEARER_TOKEN": "t",
        "X_BASE_URL": wire.url,
        "UNIPILE_DSN": wire.url,
        "UNIPILE_API_KEY": "k",
        "UNIPILE_ACCOUNT_ID": "a",
        "OPENAI_BASE_URL": f"{wire.url}/v1",
        "AI_MODEL": "m",
    }
    info = PROVIDERS[provider]
    answer = info.check(info.connect(values, Prices(), lambda operation: None))
    assert ([asked.path for asked in wire.asked], answer.usage.cost_usd) == ([path], 0)


@pytest.mark.parametrize(
    ("provider", "scope", "words"),
    [
        (X, "users/by", "Profiles by handle"),
        (X, "users/:id/followers", "Users followers"),
        (LINKEDIN, "profile", "Profiles"),
        (LINKEDIN, "search", "Search"),
        (AI, "*", "All calls"),
        (AI, "web_search", "Web search"),
    ],
)
def test_what_a_limit_counts_is_said_in_words(provider, scope, words):
    assert PROVIDERS[provider].scope_words(scope) == words


@pytest.mark.parametrize(("more", "questions"), [({}, 1), ({"AI_CONCURRENCY": "4"}, 4)])
def test_a_server_of_one_s_own_is_asked_one_question_at_a_time(more, questions):
    assert (ai_info.concurrency(OWN_SERVER | more), ai_info.concurrency({})) == (questions, 16)


@pytest.mark.parametrize(("more", "seconds"), [({}, (75, 90)), ({"AI_TIMEOUT": "240"}, (200, 240))])
def test_a_model_on_a_small_machine_may_think_longer(more, seconds):
    ai = PROVIDERS[AI].connect(OWN_SERVER | more, Prices(), lambda operation: None)
    assert (ai._limits.read, ai._limits.total) == seconds


@pytest.mark.parametrize(
    ("window", "size", "room"),
    [("", 40_000, 4_000), ("4000", 6_000, 2_500), ("4000", 15_000, 1_000), ("128000", 40_000, 4_000)],
)
def test_an_answer_has_the_room_that_the_window_leaves(window, size, room):
    assert ai_info.room_for_answer({"AI_WINDOW": window}, size, wanted=4_000) == room
