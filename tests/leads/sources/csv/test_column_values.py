import pytest

from leads.sources.csv.column_values import Column, columns_of, kind_of


@pytest.mark.parametrize(
    ("value", "kind"),
    [
        ("m@q.example", "email"),
        ("https://www.linkedin.com/in/mara-quill", "linkedin"),
        ("https://www.linkedin.com/company/quill", "company_linkedin"),
        ("https://www.linkedin.com/sales/lead/ACwAAB1xQ2kBq7,NAME_SEARCH,aB3d", "sales_navigator"),
        ("https://www.linkedin.com/sales/company/12", "linkedin_page"),
        ("https://x.com/mara_q", "x"),
        ("@mara_q", "x"),
        ("https://quill.example", "link"),
        ("1,200", "number"),
        ("+1 (555) 010-0100", "phone"),
        ("Mara Quill", "text"),
    ],
)
def test_a_value_is_of_a_kind(value, kind):
    assert kind_of(value) == kind


def test_a_column_knows_its_values_and_the_rows_they_stand_in():
    name, email, short = columns_of(
        ["Name", " Email ", "City"], [["Mara", "m@q.example", "Lyon"], ["n/a", "t@r.example"]]
    )
    assert (name.cells, name.values, email.header, email.kind, email.kind_share) == (
        ["Mara", ""],
        ["Mara"],
        "Email",
        "email",
        1.0,
    )
    assert short.cells == ["Lyon", ""]
    assert name.beside(email) == [("Mara", "m@q.example")]
    assert (email.fills_gap_of([name], bool), name.fills_gap_of([email], bool)) == (True, False)


def test_a_column_is_of_the_kind_that_most_values_are():
    column = Column(0, "Web", ["https://q.example", "https://r.example", "Quill", ""])
    assert (column.kind, round(column.kind_share, 2)) == ("link", 0.67)
    assert Column(0, "Web", ["", ""]).kind == ""
