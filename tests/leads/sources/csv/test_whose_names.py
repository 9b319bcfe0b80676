"""Whether `Name` is the person or the company."""

from tests.leads.sources.csv.tables import fields_by_name, inspected, people_in


def test_name_beside_the_name_of_a_contact_is_the_company():
    text = (
        "Name,Primary Contact,Email,Website\nAcme Tools,Mara Quill,mara@acme.example,acme.example\nBeta,,b@b.example,\n"
    )
    assert fields_by_name(text) == {
        "Name": "company", "Primary Contact": "full_name", "Email": "email", "Website": "company_website",
    }  # fmt: skip
    assert [(row.get("full_name"), row["company_name"]) for row in people_in(text)] == [
        ("Mara Quill", "Acme Tools"),
        (None, "Beta"),
    ]


def test_name_that_says_the_first_and_last_name_again_is_the_persons():
    text = "First Name,Last Name,Name,Website,Industry\nMara,Quill,Mara Quill,q.example,Retail\n"
    assert fields_by_name(text)["Name"] == "full_name"
    other = "First Name,Last Name,Name,Website,Industry\nMara,Quill,Acme Tools,q.example,Retail\n"
    assert fields_by_name(other)["Name"] == "company"


def test_a_map_lists_businesses_whatever_their_addresses_spell():
    text = (
        "query,name,site,category,rating,reviews,email_1,email_1_full_name,email_1_title,email_2_full_name\n"
        "dentist,Bright Smile,https://b.example,Dentist,4.8,120,dana@b.example,Dana Whitlock,Owner,Sam Second\n"
        "dentist,Lakeway,https://l.example,Dentist,4.6,80,lakeway@mail.example,,,\n"
    )
    mapping = fields_by_name(text)
    assert (mapping["name"], mapping["email_1_full_name"], mapping["email_1_title"]) == (
        "company",
        "full_name",
        "title",
    )
    assert "email_2_full_name" not in mapping
    assert fields_by_name("name,rating,reviews,email\nLakeway,4.6,80,lakeway@mail.example\n")["name"] == "company"


def test_the_title_of_a_place_on_a_map_is_its_name():
    text = (
        "title,totalScore,reviewsCount,categoryName,website,email\nBright Smile,4,20,Dentist,b.example,hi@b.example\n"
    )
    assert fields_by_name(text)["title"] == "company"
    assert fields_by_name("title,Email\nCEO,mara@q.example\n")["title"] == "title"


def test_accounts_are_companies_where_the_addresses_spell_them_behind_the_at():
    accounts = "Name,Email,Industry,Employees\nAcme,info@acme.example,Retail,4\nBeta,sales@beta.example,Food,9\n"
    people = "Name,Email,Industry,Employees\nMara Quill,mara@acme.example,Retail,4\nTom Reed,t.reed@b.example,Food,9\n"
    assert (fields_by_name(accounts)["Name"], fields_by_name(people)["Name"]) == ("company", "full_name")


def test_an_accounts_export_without_people_is_refused():
    text = (
        "Name,Account Type,Annual Revenue,Billing Address\nAcme,Customer,9000,1 Oak St\nBeta,Prospect,8000,2 Elm St\n"
    )
    assert inspected(text).error == (
        "This file lists companies or roles, not people: no column holds a person's name, e-mail address, "
        "LinkedIn profile or X account."
    )


def test_name_beside_a_company_stays_the_persons():
    assert (
        fields_by_name("Name,Company,Website,Rating,Reviews\nMara Quill,Quill,q.example,4,9\n")["Name"] == "full_name"
    )
