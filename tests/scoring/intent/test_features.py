import numpy as np
import pytest

from scoring.intent.features import cues, features_of, form_of


def shown(form):
    return {name for name, value in zip(cues(), form, strict=False) if value}


@pytest.mark.parametrize(
    ("text", "part"),
    [
        ("we moved to kiel. how do you handle returns? thanks", "how do you handle returns?"),
        ("yesterday i wrote a list.\n- one\n- two", "- two"),
        ("a long day. just launched our new tool, link in bio", "just launched our new tool, link in bio"),
        ("great, another outage. /s", "/s"),
        ("are you tired of spreadsheets? we help teams", "are you tired of spreadsheets?"),
        ("which help desk do you use", "which help desk do you use"),
    ],
)
def test_a_part_shows_the_same_whether_its_whole_is_known_or_not(text, part):
    alone = features_of(part)
    known = features_of(part, part_of=features_of(text))
    assert np.array_equal(known.form, alone.form)
    assert known.words == alone.words


def test_a_part_may_show_what_its_whole_does_not():
    whole, part = "we meet on monday. how do you plan shifts?", "how do you plan shifts?"
    assert "opens_wh" in shown(form_of(part, form_of(whole))) - shown(form_of(whole))


def test_the_first_line_has_cues_of_its_own():
    form = form_of("good morning\nanyone awake?")
    first = form[len(cues()) : 2 * len(cues())]
    assert "anyone" in shown(form)
    assert "anyone" not in shown(first)
