import pytest

from leads.sources.csv.row_checks import RowChecks
from tests.leads.sources.csv.tables import people_in


def test_a_person_without_address_is_known_by_name_and_company():
    assert people_in("Name,Company\nMara Quill,Quill Works Ltd\nMARA QUILL,Quill Works\n") == [
        {"person_key": "mara quill|quill works", "full_name": "Mara Quill", "company_name": "Quill Works Ltd",
         "company_key": "quill works"},
        {"person_key": "mara quill|quill works", "full_name": "MARA QUILL", "company_name": "Quill Works",
         "company_key": "quill works"},
    ]  # fmt: skip


def test_every_row_without_a_person_has_its_reason():
    text = (
        "Name,Email,LinkedIn,City\n"
        "Mara Quill,mara@quill.example,,Lyon\n"
        "N/A,-,null,NaN\n"
        ",mara@quill,,Lyon\n"
        ",,https://www.linkedin.com/company/quill-works,Lyon\n"
        "Name,Email,LinkedIn,City\n"
        "Total,,,12\n"
        "# exported by a tool,,,\n"
        "12 345,,,Lyon\n"
        "Tom Reed,,linkedin.com/in/tom-reed,\n"
    )

    assert [row if isinstance(row, str) else row["full_name"] for row in people_in(text)] == [
        "Mara Quill",
        "No name, e-mail address or profile.",
        "“mara@quill” is not an e-mail address, and there is no name.",
        "“https://www.linkedin.com/company/quill-works” is not a person's LinkedIn profile, and there is no name.",
        "Repeats the column names.",
        "A totals line, not a person.",
        "A note, not a person.",
        "“12 345” is not a person's name, and there is no e-mail address or profile.",
        "Tom Reed",
    ]


@pytest.mark.parametrize(
    ("cells", "repeats"),
    [
        (["Name", "Email", "City"], True),
        ([" NAME ", "email", ""], True),
        (["Name", "Email", "Oslo"], True),
        (["fullname", "e_mail", ""], True),
        (["Name", "nora@works.example", "Oslo"], False),
        (["", "", ""], False),
    ],
)
def test_a_row_that_says_most_column_names_again_is_no_person(cells, repeats):
    record = {"linkedin_slug": "", "x_handle": "", "email": "nora@works.example"}
    _, reason = RowChecks({0: "full_name", 1: "email"}, ["Name", "Email", "City"]).check(cells, record)
    assert (reason == "Repeats the column names.") is repeats


def reason_against(*cells):
    """Of a row of name, city and title."""
    keys = dict.fromkeys(("linkedin_slug", "x_handle", "email"), "")
    named = {"full_name": cells[0].strip(), "company_name": "", "title": cells[2], "location": cells[1]}
    _, reason = RowChecks({0: "full_name"}, ["Name", "City", "Title"]).check(list(cells), keys | named)
    return reason


@pytest.mark.parametrize(
    ("first", "rest", "totals"),
    [
        ("Total", "12", True),
        ("Gesamt", "", True),
        ("合計", "3 400", True),
        ("Total", "Oslo", False),
        ("Totally Nora", "12", False),
    ],
)
def test_a_totals_line_holds_nothing_but_figures(first, rest, totals):
    assert (reason_against(first, rest, "") == "A totals line, not a person.") is totals


@pytest.mark.parametrize(
    ("cells", "note"),
    [
        (["# exported", "", ""], True),
        (["Exported yesterday.", "", ""], True),
        (["Sheet one:", " ", ""], True),
        (["made with a small tool", "", ""], True),
        (["Nora Sample", "", ""], False),
        (["made with a small tool", "Oslo", ""], False),
    ],
)
def test_a_row_of_one_cell_that_reads_like_a_sentence_is_a_note(cells, note):
    assert (reason_against(*cells) == "A note, not a person.") is note


@pytest.mark.parametrize("name", ["one two three four five six seven eight nine", "12-34", "…"])
def test_a_name_of_too_many_words_or_without_letters_is_none(name):
    assert reason_against(name, "Oslo", "") == (
        f"“{name}” is not a person's name, and there is no e-mail address or profile."
    )


def test_a_person_without_a_strong_key_is_known_by_name_and_what_tells_namesakes_apart():
    known = {"linkedin_slug": "", "x_handle": "", "email": "", "full_name": "Nora Sample"}
    record, reason = RowChecks({0: "full_name"}, ["Name"]).check(
        ["Nora Sample"], known | {"company_name": "", "title": "CEO", "location": "Oslo"}
    )
    assert (record["person_key"], reason) == ("nora sample|ceo", "")
