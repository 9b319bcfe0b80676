import pytest

from enrichment.finding.candidates import Candidates, decide


def candidate(handle, band):
    return {"handle": handle, "band": band}


def test_two_likely_candidates_are_a_question():
    assert decide([candidate("a", "accept"), candidate("b", "ask")]) == ("accepted", "a")
    assert decide([candidate("a", "accept"), candidate("b", "accept")]) == ("asked", "")
    assert decide([candidate("a", "ask"), candidate("b", "reject")]) == ("asked", "")
    assert decide([candidate("a", "reject")]) == decide([]) == ("not_found", "")


@pytest.mark.parametrize(
    ("pages", "count"),
    [
        (["https://x.com/ann", "https://team.acme.co.uk/a", "https://acme.co.uk/b", "https://www.y.example/"], 3),
        (["https://anna.github.io/about", "https://bob.github.io/", "https://anna.github.io/links"], 2),
        (["https://acme.com.au/a", "https://other.com.au/b"], 2),
        ([], 1),
    ],
)
def test_a_domain_counts_once(pages, count):
    found = Candidates("x")
    found.note("ann")
    for page in pages:
        found.note("ann", page)
    assert found.by_handle["ann"].independent_sources() == count
