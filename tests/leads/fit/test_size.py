import pytest

from leads.fit.size import grade_size
from leads.taxonomy.company_sizes import size_range


@pytest.mark.parametrize(
    ("have", "wanted", "value"),
    [
        ("11-50", "11-50", 1.0),
        ("60", "11-50", 0.5),
        ("100", "11-50", 0.5),
        ("101", "11-50", 0.0),
        ("5000+", "11-50", 0.0),
        ("100+", "51-200", 1.0),
        ("", "11-50", 0.0),
    ],
)
def test_a_company_is_near_a_size_up_to_twice_as_large_or_half_as_small(have, wanted, value):
    assert grade_size(have, (size_range(wanted),)).value == value
