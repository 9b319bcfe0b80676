import pytest

from leads.audience.industries import industry_meaning


@pytest.mark.parametrize(
    ("entry", "meaning"),
    [
        ("Logistics", "logistics & supply chain"),
        ("Maschinenbau", "machinery"),
        ("xyzzy", ""),
    ],
)
def test_an_entry_means_what_the_audience_makes_of_it(entry, meaning):
    assert industry_meaning(entry) == meaning
