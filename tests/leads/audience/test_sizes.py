import pytest

from leads.audience.naming import part_named
from leads.taxonomy.company_sizes import size_range


@pytest.mark.parametrize(
    ("typed", "label", "sizes"),
    [
        ("1.200", "1200 employees", (1200, 1200)),
        ("ab 1.200", "1200+ employees", (1200, 10**9)),
        ("1.200 Mitarbeiter", "1200 employees", (1200, 1200)),
        ("1.000-5.000", "1000-5000 employees", (1000, 5000)),
        ("bis zu 50 Mitarbeiter", "1-50 employees", (1, 50)),
        ("10k+", "10k+ employees", (10_000, 10**9)),
    ],
)
def test_a_size_that_is_typed_is_shown_as_it_is_understood(typed, label, sizes):
    part = part_named(typed)
    assert (part.label, size_range(part.code), part.words) == (label, sizes, typed)
