import io
from datetime import date
from itertools import zip_longest

import pytest

from leads.sources.csv.columns import fields_of
from leads.sources.csv.inspection import inspect, open_table
from leads.sources.csv.people_reader import PeopleReader
from leads.sources.csv.posts_reader import PostsReader
from leads.sources.csv.row_checks import RowChecks
from leads.sources.csv.staging import FORM, RECORD


def mapping_of(text):
    return inspect(io.BytesIO(text.encode())).mapping_by_name


def read(text):
    """What every row of the file becomes: the filled fields of a record, or the reason against it."""
    file = io.BytesIO(text.encode())
    found = inspect(file)
    rows = [cells for line, cells, _ in open_table(file).rows() if line > found.header_line]
    reader = PeopleReader(found.mapping, found.header, FORM, today=date(2026, 11, 21))
    people = reader.read(dict(enumerate(zip_longest(*rows, fillvalue=""))), len(rows))
    posts = PostsReader(found.mapping, {}).read(rows) or [""] * len(rows)
    checks = RowChecks(found.mapping, found.header)
    answers = []
    for position, (cells, wrote) in enumerate(zip(rows, posts, strict=True)):
        record, reason = {name: values[position] for name, values in people.columns.items()}, ""
        if position in people.doubtful:
            record, reason = checks.check(cells, record)
        answers.append(reason or filled(record | {"posts": wrote}))
    return answers


def filled(record):
    return {name: record[name] for name in RECORD if record[name] and record[name] != "[]"}


@pytest.mark.parametrize(
    ("header", "field"),
    [
        ("First Name", "first_name"),
        ("firstName", "first_name"),
        ("Lead: First Name", "first_name"),
        ("FNAME", "first_name"),
        ("Vorname", "first_name"),
        ("Prénom", "first_name"),
        ("名", "first_name"),
        ("Apellidos", "last_name"),
        ("Cognome", "last_name"),
        ("Achternaam", "last_name"),
        ("氏名", "full_name"),
        ("Person - Name", "full_name"),
        ("Ansprechpartner", "full_name"),
        ("E-Mail-Adresse", "email"),
        ("Correo electrónico", "email"),
        ("Person - Email - Work", "email"),
        ("E-mail 1 - Value", "email"),
        ("メールアドレス", "email"),
        ("Secondary Email", "secondary_email"),
        ("Person Linkedin Url", "linkedin_url"),
        ("LinkedIn Contact Profile URL", "linkedin_url"),
        ("linkedinProfileUrl", "linkedin_url"),
        ("Company Linkedin Url", "company_linkedin"),
        ("LinkedIn Company Profile URL", "company_linkedin"),
        ("Twitter Handle", "x_handle"),
        ("what_is_your_job_title?", "title"),
        ("linkedinJobTitle", "title"),
        ("Organization 1 - Title", "title"),
        ("Berufsbezeichnung", "title"),
        ("Functie", "title"),
        ("役職", "title"),
        ("Organization - Name", "company"),
        ("Account Name", "company"),
        ("Raison sociale", "company"),
        ("会社名", "company"),
        ("Associated Company Domain", "company_website"),
        ("# Employees", "company_size"),
        ("Company HQ City", "company_city"),
        ("Branche", "industry"),
        ("State/Region", "state"),
        ("Job Start Date", "role_started"),
        ("durationInRole", "time_in_role"),
        ("postContent", "posts"),
        ("SEO Description", "keywords"),
    ],
)
def test_a_column_name_says_its_field(header, field):
    assert fields_of(header)[0] == field


@pytest.mark.parametrize(
    "header",
    [
        "Email Status",
        "Primary Email Source",
        "Email Opt Out",
        "Email Domain",
        "Contact Owner",
        "Company Owner",
        "Company Phone",
        "Mobile Phone",
        "Twitter Followers",
        "Lead Status",
        "Vendor Name",
        "Company Name for Emails",
        "Bezeichnung",
        "mara@quill.example",
        "",
    ],
)
def test_other_column_names_say_nothing(header):
    assert fields_of(header) == ()


def test_values_outweigh_a_foreign_column_name():
    text = "Contact,Web,Link\nmara@quill.example,https://www.linkedin.com/in/mara-quill,https://x.com/mara_q\n"

    assert mapping_of(text) == {"Contact": "email", "Web": "linkedin_url", "Link": "x_handle"}


def test_company_pages_are_not_peoples_profiles():
    text = "Name,LinkedIn,Email\nMara Quill,https://www.linkedin.com/company/quill-works,m@q.example\n"

    assert mapping_of(text) == {"Name": "full_name", "LinkedIn": "company_linkedin", "Email": "email"}


def test_the_sellers_own_address_is_not_the_leads():
    rows = "".join(f"Quill {number},rep@seller.example\n" for number in range(30))

    assert mapping_of("Company,Account Owner\n" + rows) == {"Company": "company"}
    assert mapping_of("Company,Routed to\n" + rows) == {"Company": "company"}


def test_a_companys_x_account_is_not_its_employees():
    text = (
        "First Name,Email,Person Linkedin Url,Company Linkedin Url,Facebook Url,Twitter Url\n"
        "Mara,m@q.example,https://linkedin.com/in/mara-q,https://linkedin.com/company/q,,https://twitter.com/quillworks\n"
    )

    assert "x_handle" not in mapping_of(text).values()


def test_name_is_what_the_other_columns_leave_open():
    assert mapping_of("Vorname;Name;Firma\nMara;Quill;Quill GmbH\n")["Name"] == "last_name"
    assert mapping_of("Nom;Société\nMara Quill;Quill SARL\n")["Nom"] == "full_name"
    assert mapping_of("Nombre,Apellidos,Empresa\nMara,Quill,Quill SA\n")["Nombre"] == "first_name"
    assert mapping_of("Name,Email\nMara Quill,m@q.example\n")["Name"] == "full_name"
    assert mapping_of("Name,Domain,Industry,Employees\nQuill Works,q.example,Retail,9\n")["Name"] == "company"


def test_a_salutation_is_no_job_title():
    assert mapping_of("Title,First Name,Job Title,Email\nDr.,Mara,CEO,m@q.example\n") == {
        "First Name": "first_name",
        "Job Title": "title",
        "Email": "email",
    }


def test_a_calling_code_is_no_country():
    assert "country_code" not in mapping_of("name,email,country_code\nMara Quill,m@q.example,+49\n")


def test_phones_are_never_taken():
    text = "Name,Phone,Mobile,Email\nMara Quill,+1 555 0100,+1 555 0101,m@q.example\n"

    assert mapping_of(text) == {"Name": "full_name", "Email": "email"}


def test_a_row_becomes_a_person_with_everything_the_product_keeps():
    text = (
        "First Name,Last Name,Job Title,Company,Website,# Employees,Industry,City,State,Country,Company City,"
        "Company Country,LinkedIn,Headline,Summary,Skills,Keywords,Notes,Job Start Date,Post Content,Post Date,Email\n"
        "Mara,Quill,Head of Ops,Quill Works Inc.,https://www.quill.example/about,51-200,Retail,Lyon,,France,Paris,"
        'France,linkedin.com/in/mara-quill,Ops | AI,Builds things,sql,crm,"Met at\nthe fair",03/2024,'
        "Which CRM do you use?,2026-10-01T10:00:00Z,Mara+crm@quill.example\n"
    )

    (person,) = read(text)
    assert '"posted_at": "2026-10-01"' in person.pop("posts")
    assert person == {
        "linkedin_slug": "mara-quill",
        "email_key": "mara@quill.example",
        "email": "mara+crm@quill.example",
        "full_name": "Mara Quill",
        "title": "Head of Ops",
        "company_name": "Quill Works Inc.",
        "company_key": "quill works",
        "company_domain": "quill.example",
        "company_size": "51-200",
        "company_location": "Paris, France",
        "industry": "Retail",
        "location": "Lyon, France",
        "website": "https://www.quill.example/about",
        "bio": "Ops | AI\nBuilds things",
        "skills": "sql",
        "keywords": "crm",
        "notes": "Met at\nthe fair",
        "role_started_on": date(2024, 3, 1),
    }


def test_a_person_without_address_is_known_by_name_and_company():
    assert read("Name,Company\nMara Quill,Quill Works Ltd\nMARA QUILL,Quill Works\n") == [
        {"person_key": "mara quill|quill works", "full_name": "Mara Quill", "company_name": "Quill Works Ltd",
         "company_key": "quill works"},
        {"person_key": "mara quill|quill works", "full_name": "MARA QUILL", "company_name": "Quill Works",
         "company_key": "quill works"},
    ]  # fmt: skip


def test_the_domain_of_a_company_is_the_one_it_registered():
    sites = ("http://careers.quill.co.uk/jobs", "WWW2.Quill.example", "quill.github.io", "Quill Works", "q@u.example")
    rows = "".join(f"Mara Quill,Quill Works,{website}\n" for website in sites)

    domains = [row.get("company_domain") for row in read(f"Name,Company,Website\n{rows}")]
    assert domains == ["quill.co.uk", "quill.example", "quill.github.io", None, None]


def test_a_second_address_stands_in_for_a_missing_first():
    text = "Name,Email,Email 2\nMara Quill,n/a,m@q.example\nTom Reed,t@r.example,x@y.example\n"

    assert [row["email"] for row in read(text)] == ["m@q.example", "t@r.example"]


def test_every_row_that_is_nobody_has_its_reason():
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

    assert [row if isinstance(row, str) else row["full_name"] for row in read(text)] == [
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


def test_overlong_values_are_cut_to_what_a_lead_holds():
    (person,) = read(f"Name,Email,Bio\n{'Mara ' * 300},m@q.example,{'b' * 30_000}\n")

    assert (len(person["full_name"]), len(person["bio"])) == (199, 20_000)
