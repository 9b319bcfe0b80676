from pathlib import Path

from autoreach.sandbox.faults import KINDS


def test_the_guide_names_every_known_id_and_fault(world):
    guide = (Path(__file__).resolve().parents[3] / "docs" / "sandbox.md").read_text()
    ids = {word for case in world.people.cases for word in (case.handle, case.slug) if word}
    assert {word for word in ids | KINDS if f"`{word}`" not in guide} == set()
