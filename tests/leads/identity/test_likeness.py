import pytest

from leads.identity.likeness import same_company, same_name


@pytest.mark.parametrize(
    ("a", "b", "band"),
    [
        ("Anna Dornfeld", "Anna Dornfeld", "accept"),
        ("Bob Quillfeather", "Robert Quillfeather", "accept"),
        ("Anna Dornfeld", "A. Dornfeld", "ask"),
        ("Anna Dornfeld", "Sven Dornfeld", "reject"),
        ("Bob Dornfeld Jr.", "Bob Dornfeld Sr.", "ask"),
    ],
)
def test_two_spellings_of_a_name(a, b, band):
    assert same_name(a, b).band == band


@pytest.mark.parametrize(
    ("a", "b", "probability", "band"),
    [
        ("Acme GmbH", "ACME", 0.98, "accept"),
        ("Dorn Machine Tools", "DMT", 0.7, "ask"),
        ("Acme", "Umbrella", 0.02, "reject"),
    ],
)
def test_two_spellings_of_a_company_are_never_quite_sure(a, b, probability, band):
    match = same_company(a, b)
    assert (match.probability, match.band, match.evidence[0].text) == (probability, band, f"{a} and {b}")
