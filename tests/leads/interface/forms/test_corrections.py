import pytest

from leads.audience.audience import Kind, Part, Voice
from leads.interface.forms.corrections import choices_of, read_spelled, spelled


@pytest.mark.parametrize(
    ("kind", "code", "says"),
    [
        (Kind.FUNCTION, "sales", ["matters fully", "matters half", "is not meant", "is to be avoided"]),
        (Kind.PLACE, "Norway", ["matters fully", "is not meant", "is to be avoided"]),
        (Kind.SIZE, "11-50", ["matters fully", "is not meant", "is to be avoided"]),
    ],
)
def test_a_hand_can_say_of_a_part_what_counts_somewhere(kind, code, says):
    assert [words for _, words in choices_of(Part(kind, code))] == says


def test_what_a_hand_says_is_read_as_it_was_spelled():
    part = Part(Kind.RANK, "VP", 0.5, voice=Voice.HAND)
    assert (spelled(part), read_spelled("rank|VP|0.5")) == ("rank|VP|0.5", part)
    assert [read_spelled(text) for text in ("rank|VP|0.7", "rank|NOBODY|1", "mood|VP|1", "")] == [None] * 4
