"""What calls cost at most, and usually, by the configured prices."""

from decimal import Decimal

from autoreach.calls import prices
from autoreach.calls.templatetags.provider_calls import unpriced_note


def test_x_charges_by_user_and_post(priced):
    assert (prices.x_usd(users=3), prices.x_usd(posts=3), prices.x_usd(users=1, posts=1)) == (
        6,
        Decimal("1.5"),
        Decimal("2.5"),
    )


def test_a_search_may_use_all_its_tokens_and_searches(priced):
    assert prices.search_usd() == Decimal("9.04")


def test_a_prompt_that_is_written_to_the_cache_costs_the_dearer_rate(priced):
    priced["AI_SEARCH_MODEL"] = "reader"
    assert prices.search_usd() == Decimal("7.16")


def test_two_models_that_are_asked_one_after_the_other_cost_both(priced):
    priced["AI_CHAT_SEARCH_MODEL"] = "reader"
    assert prices.search_usd() == Decimal("9.04") + Decimal("7.16")


def test_a_reading_costs_its_second_chance_where_the_api_does_not_hold_to_the_schema(priced):
    assert prices.reading_usd() == Decimal("1.68")
    priced["AI_MODE"] = "chat_json"
    assert prices.reading_usd() == Decimal("3.36")


def test_research_is_searches_and_readings(priced):
    assert prices.research_usd(2, 1) == Decimal("19.76")
    assert prices.usual_research_usd(2, 1) == Decimal("7.44")


def test_research_of_which_a_part_has_no_price_has_none(priced):
    priced["AI_MODEL"] = "homemade"
    assert (prices.reading_usd(), prices.research_usd(2, 1), prices.usual_research_usd(2, 1)) == (None, None, None)
    assert prices.search_usd() == Decimal("9.04")


def test_a_model_without_a_price_holds_back_what_is_assumed(priced, settings):
    priced |= {"AI_MODEL": "homemade", "AI_SEARCH_MODEL": "homemade"}
    priced.pop("PRICES_FILE")
    assert prices.reserved_for_completion(10_000, 1_000) == Decimal("0.015")
    assert prices.reserved_for_search() == Decimal("0.198")
    assert unpriced_note().startswith(
        "homemade has no known price. While a call is made, the budget holds back $1.00 for"
    )
    priced |= {"AI_MODEL": "gpt-6-luna", "AI_SEARCH_MODEL": "gpt-6-luna"}
    assert prices.reserved_for_completion(10_000, 1_000) == prices.completion_usd(10_000, 1_000)
    assert unpriced_note() == ""
