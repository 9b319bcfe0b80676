from decimal import Decimal

import pytest

from enrichment.costs import Cost, ProviderCost
from enrichment.templatetags import enrich_dialog


@pytest.mark.parametrize(
    ("name", "label", "steps", "ticked", "held"),
    [
        ("profile", "Profile", ["profile"], True, False),
        ("profile", "Profile", ["find_x", "profile"], True, True),
        ("activity", "Activity", ["find_x", "activity"], True, False),
        ("web", "Web intelligence", ["profile"], False, False),
    ],
)
def test_the_profile_stays_ticked_while_a_finder_needs_it(name, label, steps, ticked, held):
    box = enrich_dialog.enrich_step({"steps": steps, "cost_of_each": {name: Cost((), ())}}, name, "Hint")
    assert (box["ticked"], box["held"], box["label"], box["hint"]) == (ticked, held, label, "Hint")


def test_a_finder_counts_the_leads_it_is_for():
    assert [enrich_dialog.found_from(count, "X").partition(";")[0] for count in (1, 1200)] == [
        "1 lead is known from X only",
        "1,200 leads are known from X only",
    ]


@pytest.mark.parametrize(
    ("cost", "said"),
    [
        (ProviderCost("linkedin", 1200), "LinkedIn through Unipile: up to 1,200 calls, flat rate"),
        (ProviderCost("ai", 1, None, None), "AI: up to 1 call, price unknown"),
        (ProviderCost("x", 1, Decimal(2), Decimal(2)), "X: up to 1 call, $2.00 at most"),
        (ProviderCost("x", 2, Decimal(2), Decimal(1)), "X: up to 2 calls, $2.00 at most, usually about $1.00"),
        (
            ProviderCost("x", 2, Decimal(2), Decimal(1), learned=True),
            "X: up to 2 calls, $2.00 at most, usually about $1.00 by past calls",
        ),
    ],
)
def test_a_cost_is_told_in_words(cost, said):
    assert enrich_dialog.cost_words(cost) == said


PRICED, FLAT, UNPRICED = (
    ProviderCost("x", 1, Decimal(2)),
    ProviderCost("linkedin", 3),
    ProviderCost("ai", 1, None, None),
)


@pytest.mark.parametrize(
    ("parts", "is_idle", "said"),
    [
        ([], False, "No cost"),
        ([], True, "Not configured"),
        ([FLAT], False, "Flat rate"),
        ([UNPRICED, FLAT], False, "Price unknown"),
        ([PRICED, FLAT], False, "At most $2.00"),
        ([PRICED, UNPRICED], False, "At most $2.00 and calls of unknown price"),
    ],
)
def test_the_price_of_a_step_is_told_in_words(parts, is_idle, said):
    assert enrich_dialog.price_words(Cost(tuple(parts), (), is_idle)) == said


def test_no_ai_is_promised_where_none_is_configured(settings):
    settings.PROVIDERS = {"UNIPILE_API_KEY": "k", "UNIPILE_ACCOUNT_ID": "a"}
    assert enrich_dialog.found_from(1, "X") == "1 lead is known from X only"
    settings.PROVIDERS = {"OPENAI_API_KEY": "k"}
    assert enrich_dialog.found_from(1, "X") == "1 lead is known from X only; an AI searches the web"
