import pytest

from leads.taxonomy.seniority import Seniority, classify_seniority, seniority_affinity


@pytest.mark.parametrize(
    ("title", "rank"),
    [
        ("Founder & CEO", Seniority.OWNER),
        ("Chief Marketing Officer", Seniority.C_LEVEL),
        ("President", Seniority.C_LEVEL),
        ("Vice President, Operations", Seniority.VP),
        ("Assistant Vice President", Seniority.VP),
        ("Director of Engineering", Seniority.DIRECTOR),
        ("Head of Growth", Seniority.HEAD),
        ("Product Owner", Seniority.MANAGER),
        ("Executive Assistant to the CEO", Seniority.STAFF),
        ("HR Business Partner", Seniority.STAFF),
        ("Senior Accountant", Seniority.SENIOR),
        ("Marketing Intern", Seniority.INTERN),
        ("Welder", Seniority.STAFF),
        ("", Seniority.UNKNOWN),
    ],
)
def test_a_title_names_its_rank(title, rank):
    assert classify_seniority(title) == rank


def test_a_step_down_the_ladder_costs_more_than_a_step_up():
    assert seniority_affinity(Seniority.DIRECTOR, Seniority.VP) == pytest.approx(0.88)
    assert seniority_affinity(Seniority.DIRECTOR, Seniority.HEAD) == pytest.approx(0.75)
