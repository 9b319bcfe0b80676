from dataclasses import fields
from decimal import Decimal

from autoreach.providers.results import Page, Usage


def test_usages_add_up_and_the_later_one_names_what_cannot_be_added():
    one = Usage("x", "users", 1, 5, Decimal(1), "first", "model-a", 3, 2, 4)
    two = Usage("ai", "completion", 2, 7, Decimal(2), "second", "model-b", 30, 20, 40)
    assert one + two == Usage("ai", "completion", 3, 12, Decimal(3), "second", "model-b", 33, 22, 44)
    assert len(fields(Usage)) == 10


def test_an_unknown_price_stays_unknown():
    known, unknown = Usage("ai", "completion", cost_usd=Decimal(1)), Usage("ai", "completion", cost_usd=None)
    assert [(a + b).cost_usd for a, b in ((known, unknown), (unknown, known), (known, known))] == [None, None, 2]


def test_a_usage_of_no_call_costs_nothing():
    assert Usage("x", "users") == Usage("x", "users", 0, 0, Decimal(0), "", "", 0, 0, 0)


def test_a_page_ends_without_a_cursor():
    assert (Page(()).cursor, Page(()).total, Page(()).throttled) == (None, None, False)
