import pytest

from scoring.rules import Rules, current_rules


@pytest.fixture
def given(settings):
    def set_rules(**numbers):
        settings.SCORING = numbers
        current_rules.cache_clear()
        return current_rules()

    yield set_rules
    current_rules.cache_clear()


def test_the_numbers_of_the_documentation_hold_unless_the_settings_say_otherwise(given):
    assert given() == Rules()
    assert given(active=70) == Rules(active=70)
    assert (Rules().active, Rules().monitor, Rules().disqualified, Rules().wrong_industry_cap) == (60, 30, 15, 40)
    assert Rules().weights == {"high": (30, 45, 25), "medium": (45, 40, 15), "low": (55, 30, 15)}
    assert Rules().floors == ((70, 40, 60), (50, 40, 45), (0, 85, 50), (0, 70, 40))
    assert Rules().rescored_after == ((50, 5), (40, 10), (30, 14), (0, 21))


def test_weights_are_per_cent():
    assert {name: sum(weights) for name, weights in Rules().weights.items()} == dict.fromkeys(
        ("high", "medium", "low"), 100
    )
