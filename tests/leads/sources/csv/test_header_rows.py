import pytest

from leads.sources.csv.header_rows import with_groups
from tests.leads.sources.csv.tables import fields_by_name, people_in

HEADER = ["First Name", "Email", "Name", "City"]


def test_a_row_of_groups_above_the_column_names_says_whose_they_are():
    text = (
        "Contact,,,Company,,\n"
        "First Name,Last Name,Email,Name,Website,City\n"
        "Mara,Quill,m@q.example,Quill Works,q.example,Lyon\n"
    )
    assert fields_by_name(text) == {
        "Contact / First Name": "first_name",
        "Contact / Last Name": "last_name",
        "Contact / Email": "email",
        "Company / Name": "company",
        "Company / Website": "company_website",
        "Company / City": "company_city",
    }
    assert [(row["full_name"], row["company_name"], row["company_location"]) for row in people_in(text)] == [
        ("Mara Quill", "Quill Works", "Lyon")
    ]


def test_groups_are_read_in_other_languages():
    text = (
        "Ansprechpartner;;;Firma;;\n"
        "Vorname;Nachname;E-Mail;Name;Webseite;Ort\n"
        "Mara;Quill;m@q.example;Quill GmbH;q.example;Köln\n"
    )
    assert fields_by_name(text)["Firma / Ort"] == "company_city"


def test_the_seller_and_the_deal_in_a_group_of_their_own_are_nobody_to_import():
    text = "Contact,,Owner,,Deal\nName,Title,Name,Email,Title\nMara Quill,CEO,Rob Rep,rob@s.example,Big deal\n"
    assert fields_by_name(text) == {"Contact / Name": "full_name", "Contact / Title": "title"}


@pytest.mark.parametrize(
    "above",
    [
        ["Contacts", "", "", ""],
        ["Lead report", "", "Company", ""],
        ["Contact", "Contact", "Company", "Company"],
        ["Mara", "m@q.example", "", ""],
        ["", "", "", ""],
    ],
)
def test_other_rows_above_the_column_names_are_no_groups(above):
    assert with_groups(HEADER, above) == HEADER


def test_a_column_before_the_first_group_and_one_without_a_name_stay_as_they_are():
    assert with_groups(["Id", "Name", "", "City", "Email"], ["", "Contact", "", "Company"]) == [
        "Id",
        "Contact / Name",
        "",
        "Company / City",
        "Company / Email",
    ]
