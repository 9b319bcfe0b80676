import re

import pytest

from scoring.local.kinds import GUARDS, KINDS, Wording
from scoring.scorecard import DIMENSIONS


def test_a_text_without_any_cue_is_not_searched():
    wording = Wording(re.compile("hiring (?:a|an)"), ("hiring", "recruit"))
    assert [wording.may_stand_in(low) for low in ("we are hiring", "we hire")] == [True, False]
    assert [bool(wording.search(low)) for low in ("hiring a planner", "hiring now", "we hire")] == [True, False, False]
    assert Wording(re.compile("x")).may_stand_in("anything")


@pytest.mark.parametrize("name", KINDS)
def test_every_kind_has_a_dimension_a_strength_and_points(name):
    kind = KINDS[name]
    assert kind.dimension in DIMENSIONS
    assert kind.strength in ("strong", "medium", "weak")
    assert kind.points != 0
    assert kind.half_life > 0


@pytest.mark.parametrize("wording", [*(kind.wording for kind in KINDS.values() if kind.wording), *GUARDS.values()])
def test_no_pattern_holds_a_macro_that_was_not_replaced(wording):
    assert re.search(r"<[A-Z]+>", wording.pattern.pattern) is None
