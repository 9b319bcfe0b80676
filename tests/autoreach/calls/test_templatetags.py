from decimal import Decimal

import pytest

from autoreach.calls.templatetags import provider_calls


@pytest.mark.parametrize(
    ("usd", "shown"),
    [
        ("0", "$0.00"),
        ("0.0002", "$0.0002"),
        ("0.0099", "$0.0099"),
        ("0.01", "$0.01"),
        ("3.2", "$3.20"),
        ("1234.567", "$1,234.57"),
    ],
)
def test_small_sums_are_shown_with_the_digits_that_matter(usd, shown):
    assert provider_calls.money(Decimal(usd)) == shown


def test_a_provider_is_named_by_its_title_and_an_unknown_one_by_its_name():
    names = [provider_calls.provider_name(each) for each in ("x", "linkedin", "ai", "local scorer")]
    assert names == ["X", "LinkedIn through Unipile", "AI", "local scorer"]


def test_linkedin_alone_has_a_flat_rate():
    assert [provider_calls.has_flat_rate(each) for each in ("x", "linkedin", "ai")] == [False, True, False]


@pytest.mark.parametrize(
    ("scope", "provider", "words"),
    [
        ("*", "ai", "All calls"),
        ("users/by", "x", "Profiles by handle"),
        ("users/:id/followers", "x", "Users followers"),
        ("profile", "linkedin", "Profiles"),
    ],
)
def test_what_an_allowance_counts_is_said_in_words(scope, provider, words):
    assert provider_calls.scope_words(scope, provider) == words
