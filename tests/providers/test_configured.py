import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import pytest

from autoreach.providers import Providers, available, configured
from autoreach.providers.prices import Prices, Tokens
from autoreach.providers.reading import LARGEST, moment, moment_ago, number, text, us_date
from autoreach.providers.results import Usage
from tests.providers.conftest import Canned


def test_without_credentials_there_are_no_clients():
    assert configured({}) == Providers()
    assert configured({"UNIPILE_DSN": "api8.example.com:13851", "UNIPILE_API_KEY": "k"}).linkedin is None
    assert configured({"OPENAI_BASE_URL": "http://localhost:11434/v1"}).ai is None


@pytest.mark.parametrize(
    "environment",
    [
        {},
        {"X_BEARER_TOKEN": " "},
        {"X_BEARER_TOKEN": "t", "UNIPILE_DSN": "https://api8.example.com", "UNIPILE_API_KEY": "k"},
        {"UNIPILE_DSN": "https://api8.example.com", "UNIPILE_API_KEY": "k", "UNIPILE_ACCOUNT_ID": "a"},
        {"OPENAI_API_KEY": "k"},
        {"OPENAI_BASE_URL": "http://localhost:11434/v1"},
        {"OPENAI_BASE_URL": "http://localhost:11434/v1", "AI_MODEL": "local", "X_BEARER_TOKEN": "t"},
    ],
)
def test_what_is_available_is_what_gets_a_client(environment):
    clients = configured(environment)
    assert available(environment) == {name for name in ("x", "linkedin", "ai") if getattr(clients, name)}


def test_every_client_goes_where_the_environment_points_and_asks_for_permission(wire):
    asked = []
    clients = configured(
        {
            "X_BEARER_TOKEN": " t \n",
            "X_BASE_URL": wire.url,
            "UNIPILE_DSN": wire.url,
            "UNIPILE_API_KEY": "k",
            "UNIPILE_ACCOUNT_ID": "acc_1",
            "OPENAI_BASE_URL": f"{wire.url}/v1",
            "AI_MODEL": "local",
        },
        permit=lambda *call: asked.append(call),
    )
    wire.will({"data": []}, {"items": []}, {"data": [{"id": "local"}]})
    clients.x.users(["15"])
    clients.linkedin.search_parameters("INDUSTRY", "paper")
    clients.ai.models()
    assert asked == [("x", "users"), ("linkedin", "search/parameters"), ("ai", "models")]
    assert [request.path for request in wire.asked] == [
        "/2/users",
        "/api/v1/linkedin/search/parameters",
        "/v1/models",
    ]
    assert wire.asked[0].headers["authorization"] == "Bearer t"


def test_a_mode_that_does_not_exist_is_named():
    with pytest.raises(ValueError, match="AI_MODE"):
        configured({"OPENAI_API_KEY": "k", "AI_MODE": "telepathy"})


def test_prices_come_from_a_file_of_ones_own(tmp_path, wire):
    table = tmp_path / "prices.toml"
    table.write_text("[x]\npost = 1\nuser = 2.5\ncount = 0\n[search]\nrequest = 0\n[models]\n[long_prompt]\n")
    wire.will(Canned({"data": [{"id": "15", "username": "tora_invented"}]}))
    clients = configured({"X_BEARER_TOKEN": "t", "X_BASE_URL": wire.url, "PRICES_FILE": str(table)})
    assert clients.x.users(["15"]).usage.cost_usd == Decimal("2.5")


def test_a_dated_model_costs_what_its_family_costs():
    used = Tokens(input=1000, output=500, cached=400, cache_write=100, searches=2)
    cost = Decimal("0.00005") + Decimal("0.000004") + Decimal("0.0000125") + Decimal("0.00025") + Decimal("0.02")
    assert Prices().tokens("gpt-6-luna-2026-09-30", used) == cost
    assert (Prices().tokens("nobody-knows-it", used), Prices().tokens("gpt-6-luna", None)) == (None, None)


def test_usages_add_up_and_an_unknown_price_stays_unknown():
    one = Usage("ai", "completion", calls=1, units=5, cost_usd=Decimal(1), input_tokens=3, output_tokens=2)
    two = Usage("ai", "completion", calls=2, units=7, cost_usd=Decimal(2), request_id="r", searches=1)
    assert one + two == Usage("ai", "completion", 3, 12, Decimal(3), "r", "", 3, 2, 1)
    assert (one + Usage("ai", "completion", cost_usd=None)).cost_usd is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-11-18T08:00:00.000Z", datetime(2026, 11, 18, 8, tzinfo=UTC)),
        ("2026-11-18T10:00:00+02:00", datetime(2026, 11, 18, 8, tzinfo=UTC)),
        ("2026-11-18", datetime(2026, 11, 18, tzinfo=UTC)),
        ("2106-02-07T06:28:15Z", None),
        ("0001-01-01T00:00:00+14:00", None),
        ("yesterday", None),
        (1795000000000, None),
        (None, None),
    ],
)
def test_a_time_is_read_or_unknown(written, read):
    assert moment(written) == read


@pytest.mark.parametrize(
    ("written", "days"),
    [("2d", 2), ("3mo", 90), ("1yr", 365), ("4h • Edited", 1 / 6), ("30m", 0), ("99999999999y", 36_500)],
)
def test_an_age_is_counted_back(written, days):
    assert abs(datetime.now(UTC) - moment_ago(written) - timedelta(days=days)) < timedelta(minutes=1)


@pytest.mark.parametrize("written", ["vor 3 Tagen", "", None, 7])
def test_an_age_in_other_words_is_unknown(written):
    assert moment_ago(written) is None


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("8/1/2024", date(2024, 8, 1)),
        ("2024-08-01", date(2024, 8, 1)),
        ({"year": 2024, "month": 8}, date(2024, 8, 1)),
        ({"year": 2024}, date(2024, 1, 1)),
        ({"month": 8}, None),
        ("13/1/2019", None),
        ("Present", None),
        (None, None),
    ],
)
def test_a_day_is_read_or_unknown(written, read):
    assert us_date(written) == read


@pytest.mark.parametrize(
    ("value", "read"),
    [
        (7, 7),
        (7.9, 7),
        (-1, 0),
        (10**400, LARGEST),
        (float("inf"), LARGEST),
        (float("nan"), None),
        ("7", None),
        (True, None),
    ],
)
def test_a_count_fits_the_database_or_is_unknown(value, read):
    assert number({"n": value}, "n") == read


def test_text_loses_what_no_database_holds():
    assert text({"t": " a\x00b\ud800c\U0001f600 "}, "t") == "abc\U0001f600"


def test_the_providers_need_nothing_of_the_rest_of_the_house():
    code = (
        "import sys, autoreach.providers; "
        "print(sorted(n for n in sys.modules if n.split('.')[0] in ('django', 'leads', 'pool', 'scoring', 'enrichment')"
        " or n.startswith('autoreach.') and not n.startswith('autoreach.providers')))"
    )
    assert subprocess.check_output([sys.executable, "-c", code], text=True) == "[]\n"
