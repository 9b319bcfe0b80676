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
        (["Name", "nora@works.example", "Oslo"], False),
        (["", "", ""], False),
    ],
)
def test_a_row_that_says_most_column_names_again_is_no_person(cells, repeats):
    record = {"linkedin_slug": "", "x_handle": "", "email": "nora@works.example"}
    _, reason = RowChecks({1: "email"}, ["Name", "Email", "City"]).check(cells, record)
    assert (reason == "Repeats the column names.") is repeats


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
    found = people_in(f"Full Name,City\nNora Sample,Lyon\n{first},{rest}\n")[1]
    assert (found == "A totals line, not a person.") is totals


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("# exported", True),
        ("Exported yesterday.", True),
        ("Sheet one:", True),
        ("made with a small tool", True),
        ("Nora Sample", False),
    ],
)
def test_a_row_of_one_cell_that_reads_like_a_sentence_is_a_note(text, note):
    found = people_in(f"Name,City,Title\nNora Sample,Lyon,CEO\n{text},,\n")[1]
    assert (found == "A note, not a person.") is note


def test_a_name_of_too_many_words_or_without_letters_is_none():
    rows = people_in("Full Name,City\n" + "one two three four five six seven eight nine,Oslo\n" + "12-34,Oslo\n")
    assert [row.split("”")[1] for row in rows] == [
        " is not a person's name, and there is no e-mail address or profile."
    ] * 2
