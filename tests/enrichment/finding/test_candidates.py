import math
from datetime import date

import pytest

from autoreach.providers.linkedin.profile_objects import Position, Profile
from enrichment.finding.candidates import NOT_READ, NOTHING_TELLING, Candidates, decide
from leads.identity.matcher import BEFORE
from leads.identity.person import Person

ROBERT = Person(
    platform="linkedin",
    name="Robert Quillfeather",
    handle="robert-quillfeather",
    company="Ashdown Tools GmbH",
    location="Leeds, England, United Kingdom",
)
BOB = {"name": "Bob Quillfeather", "bio": "Sales at @AshdownTools", "location": "Leeds"}


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


def judged(person=ROBERT, *, seen=True, unseen_may_win=False, **known):
    """The only candidate, as the finding stores it."""
    found = Candidates("x")
    found.note("bobquill", **known).seen = seen
    (candidate,) = found.judged(person, unseen_may_win=unseen_may_win)
    return candidate["band"], candidate["evidence"][-1]["text"]


def test_a_likely_profile_is_accepted_where_it_was_read():
    assert judged(**BOB)[0] == "accept"
    assert judged(seen=False, **BOB) == ("ask", NOT_READ)
    assert judged(seen=False, unseen_may_win=True, **BOB)[0] == "accept"


def test_name_and_place_alone_are_a_question_however_likely():
    otley = {"name": "Robert Quillfeather", "location": "Otley, England, United Kingdom"}
    assert judged(Person(platform="linkedin", **otley), **otley) == ("ask", NOTHING_TELLING)


def test_an_unlikely_profile_is_rejected_without_a_doubt_of_its_own():
    band, evidence = judged(name="Anna Dorn", bio="Chef", location="Denver, CO")
    assert (band, evidence in (NOT_READ, NOTHING_TELLING)) == ("reject", False)


def test_a_finding_keeps_the_five_likeliest_with_what_fits():
    found = Candidates("x")
    for number in range(7):
        found.note(f"other_{number}", name="Anna Dorn")
    best = found.note("bobquill", "https://works.example/team", **BOB | {"bio": "@AshdownTools " * 100})
    best.pages += [f"https://page-{number}.example/" for number in range(10)]
    kept = found.judged(ROBERT, unseen_may_win=False)
    assert (kept[0]["handle"], len(kept)) == ("bobquill", 5)
    assert (len(kept[0]["bio"]), len(kept[0]["sources"])) == (500, 8)


def test_the_points_of_the_evidence_add_up_to_the_probability():
    found = Candidates("x")
    found.note("bobquill", "https://works.example/team", **BOB)
    found.note("annadorn", name="Anna Dorn", bio="Chef", location="Denver, CO")
    for stored in found.judged(ROBERT, unseen_may_win=False):
        total = sum(line["points"] for line in stored["evidence"])
        assert round(1 / (1 + math.exp(-total)), 2) == round(stored["probability"], 2)
        assert [line["points"] for line in stored["evidence"] if line["text"] == BEFORE] == [-2.0]


def test_a_handle_that_is_none_is_no_candidate():
    found = Candidates("x")
    assert [found.note(handle) for handle in ("", None)] == [None, None]
    assert len(found) == 0


def test_a_later_source_fills_what_an_earlier_one_left_empty():
    found = Candidates("x")
    found.note("bobquill", name="Bob")
    found.note("BobQuill", "https://works.example/team", name="Robert", company="Ashdown Tools")
    candidate = found.by_handle["bobquill"]
    assert (candidate.name, candidate.company, candidate.pages) == (
        "Bob",
        "Ashdown Tools",
        ["https://works.example/team"],
    )


def test_the_present_and_the_past_employers_of_a_profile_are_told_apart():
    work = (
        Position("Planner", "Former Works", started_on=date(2019, 1, 1), ended_on=date(2022, 1, 1)),
        Position("Head of Planning", "Ashdown Tools", started_on=date(2022, 2, 1), is_current=True),
    )
    found = Candidates("linkedin")
    candidate = found.note("robert-quillfeather", company="Ashdown")
    read = Profile("1", experience=work, x_handle="bobquill", withheld=frozenset({"skills"}))
    found.note_profile(candidate, read)
    assert (candidate.seen, candidate.title, candidate.company) == (True, "Head of Planning", "Ashdown Tools")
    assert (candidate.companies_past, candidate.links, found.withheld) == (
        ("Former Works",),
        ("https://x.com/bobquill",),
        True,
    )
