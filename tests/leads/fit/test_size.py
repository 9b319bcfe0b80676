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


@pytest.mark.parametrize(("have", "cap"), [("11-50", 10), ("1-10", 10), ("11-200", None), ("51-200", None), ("", None)])
def test_a_size_is_excluded_where_all_of_it_is(have, cap):
    grade = grade_size(have, (), excluded=[(1, 50)])
    assert (grade and grade.cap[0]) == cap
