import pytest

from leads.fit.wanted_ranks import rank_part, wanted_ranks
from leads.taxonomy.seniority import Seniority
from tests.leads.fit.test_criteria import criteria

INTERN, JUNIOR, STAFF, MANAGER = Seniority.INTERN, Seniority.JUNIOR, Seniority.STAFF, Seniority.MANAGER
HEAD, DIRECTOR, OWNER = Seniority.HEAD, Seniority.DIRECTOR, Seniority.OWNER


@pytest.mark.parametrize(
    ("asked", "found", "part"),
    [
        ([MANAGER], OWNER, 1.0),
        ([MANAGER], MANAGER, 1.0),
        ([MANAGER], STAFF, 0.7),
        ([MANAGER], JUNIOR, 0.5),
        ([MANAGER], INTERN, 0.35),
        ([MANAGER], Seniority.UNKNOWN, 0.9),
        ([HEAD], MANAGER, 1.0),
        ([DIRECTOR], MANAGER, 0.7),
        ([DIRECTOR, INTERN], INTERN, 1.0),
        ([JUNIOR], MANAGER, 0.5),
        ([], MANAGER, 1.0),
        ([], INTERN, 0.9),
    ],
)
def test_a_lower_rank_counts_less_and_a_higher_one_only_where_learners_are_asked_for(asked, found, part):
    assert rank_part(found, frozenset(asked)) == part


@pytest.mark.parametrize(
    ("audience", "ranks"),
    [
        ("Sales managers and nurses", {"sales": {MANAGER}}),
        ("Head of sales or recruiters", {"sales": {HEAD}, "recruiter": {HEAD}}),
        ("CFOs and sales managers", {"sales": {MANAGER}}),
        ("CFOs and nurses", {}),
        ("Nurses", {}),
    ],
)
def test_a_rank_is_asked_of_the_role_that_it_is_named_with_or_of_all(audience, ranks):
    assert wanted_ranks(criteria(audience).audience) == ranks
