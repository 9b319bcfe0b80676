import pytest

from scoring.checks import scoring_numbers
from scoring.rules import Rules, current_rules


@pytest.fixture(autouse=True)
def fresh_rules():
    current_rules.cache_clear()
    yield
    current_rules.cache_clear()


def test_the_defaults_pass(settings):
    settings.SCORING = {}
    assert scoring_numbers(None) == []
    assert current_rules() == Rules()


def test_a_number_can_be_replaced(settings):
    settings.SCORING = {"active": 65}
    assert scoring_numbers(None) == []
    assert (current_rules().active, current_rules().monitor) == (65, 30)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"actve": 65}, ["scoring.E001"]),
        ({"weights": {"high": [30, 45, 25], "medium": [45, 40, 20], "low": [55, 30, 15]}}, ["scoring.E002"]),
        ({"weights": {"medium": [45, 40, 15]}}, ["scoring.E002"]),
    ],
)
def test_a_mistake_is_named_before_anything_is_scored(settings, given, expected):
    settings.SCORING = given
    assert [error.id for error in scoring_numbers(None)] == expected
