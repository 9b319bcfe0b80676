import pytest

from leads.sources.csv.columns import fields_of


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
