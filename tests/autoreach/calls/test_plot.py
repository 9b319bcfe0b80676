from datetime import date, timedelta
from decimal import Decimal

import pytest

from autoreach.calls.plot import plot_of, rounded_up

DAYS = [date(2026, 3, 1) + timedelta(days=number) for number in range(3)]


@pytest.mark.parametrize(
    ("usd", "level"), [("0", "0"), ("0.0041", "0.005"), ("1", "1"), ("1.01", "1.5"), ("4.2", "5"), ("81", "100")]
)
def test_the_upper_edge_is_a_round_amount(usd, level):
    assert rounded_up(Decimal(usd)) == Decimal(level)


def test_bars_of_a_day_stand_on_each_other():
    spent = [{"x": Decimal(1), "ai": Decimal(3)}, {}, {"x": Decimal(5)}]
    plot = plot_of(list(zip(DAYS, spent, strict=True)))
    assert (plot.level, plot.half, plot.width, plot.providers) == (5, Decimal("2.5"), 30, ("x", "ai"))
    assert [(bar.provider, bar.left, bar.top, bar.height) for bar in plot.bars] == [
        ("x", 1, 80, 20),
        ("ai", 1, 20, 60),
        ("x", 21, 0, 100),
    ]


def test_without_spend_there_is_no_plot():
    assert plot_of([(day, {"linkedin": Decimal(0)}) for day in DAYS]) is None
