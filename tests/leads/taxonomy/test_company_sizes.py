import pytest

from leads.taxonomy.company_sizes import UNBOUNDED, size_range


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("11-50", (11, 50)),
        ("51 to 200", (51, 200)),
        ("1,001+", (1001, UNBOUNDED)),
        ("1.001–5.000", (1001, 5000)),
        ("76", (76, 76)),
        ("201-500 employees", (201, 500)),
        ("10k+", (10_000, UNBOUNDED)),
        ("1.5k - 2k", (1500, 2000)),
        ("1 000 - 5 000", (1000, 5000)),
        ("10 001 - 50 000", (10_001, 50_000)),
        ("more than 500", (500, UNBOUNDED)),
        ("fewer than 10", (1, 10)),
        ("under 20", (1, 20)),
        ("Self-employed", (1, 1)),
        ("200-51", (51, 200)),
        ("many", None),
        ("", None),
        (None, None),
    ],
)
def test_company_sizes_are_read_in_every_spelling(text, expected):
    assert size_range(text) == expected
