import pytest

from leads.sources.csv.xlsx.links import address_in, is_address
from tests.leads.sources.csv.tables import cells_of, fields_by_name
from tests.leads.sources.csv.xlsx.packages import rows_of, workbook

NORA, OLE = "https://www.linkedin.com/in/nora-lindt", "https://www.linkedin.com/in/ole-berg"


def linked(*rows, **links):
    """A workbook of rows, with the links by the cell they are behind."""
    marks = "".join(f'<hyperlink ref="{cell}" r:id="hyperlink{number}"/>' for number, cell in enumerate(links, start=1))
    return workbook(rows_of(*rows), after=f"<hyperlinks>{marks}</hyperlinks>", links=list(links.values()))


@pytest.mark.parametrize("text", ["Profile", "in/nora", "https://www.linkedin.com/in/nor…", ""])
def test_the_link_is_the_value_of_a_column_of_links(text):
    found = linked(["Name", "LinkedIn"], ["Nora Lindt", text], ["Ole Berg", NORA], B2=NORA)

    assert cells_of(found)[1:] == [["Nora Lindt", NORA], ["Ole Berg", NORA]]


def test_an_address_that_is_written_out_is_kept_whatever_is_behind_it():
    rows = ["Name", "Email", "Website"], ["Nora", "nora@lindt.example", "lindt.example"]

    assert cells_of(linked(*rows, B2="mailto:old@lindt.example", C2="http://old.example/"))[1] == list(rows[1])


def test_a_mailbox_behind_a_text_is_the_address():
    found = linked(["Name", "E-mail"], ["Nora", "Write to her"], B2="mailto:nora%40lindt.example?subject=Hello")

    assert cells_of(found)[1] == ["Nora", "nora@lindt.example"]


@pytest.mark.parametrize("header", ["Where", "Profile"])
def test_a_column_that_says_the_same_in_each_row_is_about_its_links(header):
    found = linked(["Name", header], ["Nora Lindt", "View"], ["Ole Berg", "View"], B2=NORA, B3=OLE)

    assert [cells[1] for cells in cells_of(found)] == [header, NORA, OLE]
    assert fields_by_name(found) == {"Name": "full_name", header: "linkedin_url"}


def test_a_name_stays_and_its_link_stands_beside_it():
    found = linked(["Name", "Title"], ["Nora Lindt", "CEO"], ["Ole Berg", "CTO"], A2=NORA, A3=OLE)

    assert cells_of(found) == [
        ["Name", "Name (link)", "Title"],
        ["Nora Lindt", NORA, "CEO"],
        ["Ole Berg", OLE, "CTO"],
    ]
    assert fields_by_name(found) == {
        "Name": "full_name",
        "Name (link)": "linkedin_url",
        "Title": "title",
    }


def test_companies_keep_their_names_though_few_are_different():
    rows = [["Name", "Company"], *(["Person Sample", "Lindt AG"] for _ in range(5))]

    assert cells_of(linked(*rows, B2="https://lindt.example", B3="https://lindt.example"))[1] == [
        "Person Sample", "Lindt AG", "https://lindt.example",
    ]  # fmt: skip


def test_a_link_of_many_cells_is_behind_each_of_them():
    found = linked(["Name", "LinkedIn"], ["Nora", "x"], ["Nora", "y"], **{"B2:B3": NORA})

    assert [cells[1] for cells in cells_of(found)] == ["LinkedIn", NORA, NORA]


def test_the_formula_of_a_link_is_one():
    data = '<row>{}<c t="str"><f>HYPERLINK("{}", "Nora Lindt")</f><v>Profile</v></c></row>'
    header = rows_of(["Name", "LinkedIn"])

    assert cells_of(workbook(header + data.format('<c t="str"><v>Nora</v></c>', NORA)))[1] == ["Nora", NORA]


@pytest.mark.parametrize("target", ["#Sheet2!A1", "file:///c:/people.xlsx", "tel:+15550100", "javascript:alert(1)", ""])
def test_what_leads_to_no_page_is_no_value(target):
    assert address_in(target) == ""
    assert cells_of(linked(["Name", "LinkedIn"], ["Nora", "x"], B2=target))[1] == ["Nora", "x"]


@pytest.mark.parametrize(
    ("text", "it_is"),
    [("nora@lindt.example", True), ("lindt.example/team", True), ("www.lindt", True), ("Lindt AG", False),
     ("Nora", False), ("Nora.Lindt", False), ("https://lindt.exam...", False)],
)  # fmt: skip
def test_an_address_is_known_by_its_form(text, it_is):
    assert is_address(text) == it_is
