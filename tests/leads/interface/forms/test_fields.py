import pytest
from django import forms

from leads.interface.forms.fields import ENTRIES_MAX, ENTRY_MAX, LinesField


def test_lines_become_a_list_without_blanks_repetitions_and_odd_spaces():
    assert LinesField().clean("Logistics\r\n\r\n  logistics \nFood   production\n\0\nRetail") == [
        "Logistics",
        "Food production",
        "Retail",
    ]
    assert LinesField().clean("") == []


def test_a_list_is_shown_one_entry_a_line():
    assert LinesField().prepare_value(["a", "b"]) == "a\nb"
    assert LinesField().prepare_value("a\nb") == "a\nb"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("\n".join(map(str, range(ENTRIES_MAX + 1))), "51 entries are too many: the limit is 50."),
        (
            "x" * (ENTRY_MAX + 1),
            f"“{'x' * 40}…” is 201 characters long: the limit for an entry is 200.",
        ),
    ],
)
def test_a_list_has_limits(text, sentence):
    with pytest.raises(forms.ValidationError) as refused:
        LinesField().clean(text)
    assert refused.value.messages == [sentence]
    assert len(LinesField().clean("\n".join(map(str, range(ENTRIES_MAX))))) == ENTRIES_MAX


def test_a_list_typed_otherwise_has_not_changed():
    field = LinesField()
    assert (field.has_changed(["a", "b"], "a\n\n b "), field.has_changed(None, ""), field.has_changed(["a"], "")) == (
        False,
        False,
        True,
    )
