from decimal import Decimal

from autoreach.providers.results import Usage


def test_usages_add_up_and_an_unknown_price_stays_unknown():
    one = Usage("ai", "completion", calls=1, units=5, cost_usd=Decimal(1), input_tokens=3, output_tokens=2)
    two = Usage("ai", "completion", calls=2, units=7, cost_usd=Decimal(2), request_id="r", searches=1)
    assert one + two == Usage("ai", "completion", 3, 12, Decimal(3), "r", "", 3, 2, 1)
    assert (one + Usage("ai", "completion", cost_usd=None)).cost_usd is None
