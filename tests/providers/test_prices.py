from decimal import Decimal

import pytest

from autoreach.providers import configured
from autoreach.providers.prices import Prices, Tokens
from tests.providers.conftest import Canned


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


@pytest.mark.parametrize("model", ["gpt-6-luna", "gpt-6-luna-2026-09-30", "gpt-6-luna-20260930", "gpt-6-luna-latest"])
def test_every_way_to_date_a_model_has_the_price_of_its_family(model):
    assert Prices().tokens(model, Tokens(input=1_000_000 // 4)) == Decimal("0.025")
    assert Prices().tokens(f"{model}-mini", Tokens(input=1)) is None


def test_a_prompt_is_long_only_above_the_limit():
    at, above = (Prices().tokens("gpt-6-luna", Tokens(input=tokens)) for tokens in (272_000, 272_001))
    assert (at, above) == (Decimal("0.0272"), Decimal("0.0544002"))


def test_cached_tokens_are_no_more_than_there_are():
    assert (
        Prices().tokens("gpt-6-luna", Tokens(input=100, cached=80, cache_write=80))
        == (80 * Decimal("0.01") + 80 * Decimal("0.125")) / 1_000_000
    )


def test_the_author_beside_a_post_has_a_price_of_its_own(tmp_path):
    assert Prices().x(posts=1, authors=2) == Decimal("0.025")
    table = tmp_path / "prices.toml"
    table.write_text("[x]\npost = 1\nuser = 2\nexpanded_author = 0\ncount = 0\n")
    assert Prices(table).x(posts=1, users=1, authors=5) == 3
    table.write_text("[x]\npost = 1\nuser = 2\ncount = 0\n")
    assert Prices(table).x(authors=5) == 10


def test_what_is_written_to_the_cache_of_half_an_hour_costs_a_quarter_more():
    written = Tokens(input=100_000, cache_write=100_000)
    assert Prices().tokens("gpt-6.1-terra", written) == Decimal("1.25") / 10


def test_x_charges_posts_users_and_counts_by_the_piece():
    assert Prices().x(posts=3, users=2, counts=1) == 3 * Decimal("0.005") + 2 * Decimal("0.01") + Decimal("0.005")
    assert Prices().x() == 0
