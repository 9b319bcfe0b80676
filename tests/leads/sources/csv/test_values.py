import pytest

from leads.sources.csv.values import clean, comma_list, phone_of


@pytest.mark.parametrize(
    "cell", ["", "  ", "N/A", "#N/A", "null", "NaN", "None", "-", "--", "(blank)", "not available"]
)
def test_placeholders_are_empty(cell):
    assert clean(cell) == ""


def test_signs_that_no_text_needs_are_left_out():
    assert (clean("\u202eevil"), clean("\u202d\u202e"), clean("\0")) == ("evil", "", "")


@pytest.mark.parametrize("cell", ["Na", "Nan", "Nil", "0", "😀", "=1+1", "@mara", "-2+3", "Null Island GmbH"])
def test_other_text_is_kept_as_it_is(cell):
    assert clean(cell) == cell


@pytest.mark.parametrize(
    ("cell", "phone"),
    [
        ("'+1 655-501-0997", "+1 655-501-0997"),
        ("(695) 559-5049", "(695) 559-5049"),
        ("9876543210.0", "9876543210"),
        ("+49 30 1234, +49 170 5678", "+49 30 1234"),
        ("0221/123456 ext. 7", "0221/123456 ext. 7"),
        ("9.19876E+11", ""),
        ("N/A", ""),
        ("call me", ""),
        ("123", ""),
        ("1" * 21, ""),
    ],
)
def test_a_phone_number_is_kept_as_it_was_written(cell, phone):
    assert phone_of(cell) == phone


@pytest.mark.parametrize(
    ("text", "listed"),
    [
        ('["sql", "crm", 3]', "sql, crm, 3"),
        ("[]", ""),
        ("[draft] plan", "[draft] plan"),
        ("sql;crm ; ", "sql, crm"),
        ("sql | crm\nbi", "sql, crm, bi"),
        ("sql, crm", "sql, crm"),
        ("sql", "sql"),
        (f"We plan;{'x' * 61}", f"We plan;{'x' * 61}"),
        ("", ""),
    ],
)
def test_a_list_is_written_with_commas(text, listed):
    assert comma_list(text) == listed
