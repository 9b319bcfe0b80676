from decimal import Decimal

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
