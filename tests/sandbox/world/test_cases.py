from pathlib import Path

from autoreach.sandbox.faults import KINDS
from autoreach.sandbox.world.cases import load_cases


def test_the_guide_names_every_known_id_and_fault(world):
    guide = (Path(__file__).resolve().parents[3] / "docs" / "sandbox.md").read_text()
    ids = {word for case in world.people.cases for word in (case.handle, case.slug) if word}
    assert {word for word in ids | KINDS if f"`{word}`" not in guide} == set()


def test_a_case_is_read_with_its_surrogate(world):
    case, other = load_cases(
        [{"name": "Ann van Odd", "why": "w", "bio": "a <surrogate> b", "posts": 0}, {"name": "B", "why": ""}]
    )
    assert (case.bio, case.family, case.posts) == ("a \ud83d b", "van Odd", 0)
    assert (other.posts, other.family, other.handle) == (None, "", "")


def test_every_case_says_why_it_is_there(world):
    assert [case.name for case in world.people.cases if not case.why or not (case.handle or case.slug)] == []
    ids = [each for case in world.people.cases for each in (case.handle, case.slug) if each]
    assert len(ids) == len(set(ids))
