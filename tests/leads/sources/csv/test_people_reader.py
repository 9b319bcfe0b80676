from datetime import date

from tests.leads.sources.csv.tables import people_in


def test_a_row_becomes_a_person_with_everything_the_product_keeps():
    text = (
        "First Name,Last Name,Job Title,Company,Website,# Employees,Industry,City,State,Country,Company City,"
        "Company Country,LinkedIn,Headline,Summary,Skills,Keywords,Notes,Job Start Date,Post Content,Post Date,Email\n"
        "Mara,Quill,Head of Ops,Quill Works Inc.,https://www.quill.example/about,51-200,Retail,Lyon,,France,Paris,"
        'France,linkedin.com/in/mara-quill,Ops | AI,Builds things,sql,crm,"Met at\nthe fair",03/2024,'
        "Which CRM do you use?,2026-10-01T10:00:00Z,Mara+crm@quill.example\n"
    )

    (person,) = people_in(text)
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


def test_the_domain_of_a_company_is_the_one_it_registered():
    sites = ("http://careers.quill.co.uk/jobs", "WWW2.Quill.example", "quill.github.io", "Quill Works", "q@u.example")
    rows = "".join(f"Mara Quill,Quill Works,{website}\n" for website in sites)

    domains = [row.get("company_domain") for row in people_in(f"Name,Company,Website\n{rows}")]
    assert domains == ["quill.co.uk", "quill.example", "quill.github.io", None, None]


def test_a_second_address_stands_in_for_a_missing_first():
    text = "Name,Email,Email 2\nMara Quill,n/a,m@q.example\nTom Reed,t@r.example,x@y.example\n"

    assert [row["email"] for row in people_in(text)] == ["m@q.example", "t@r.example"]


def test_overlong_values_are_cut_to_what_a_lead_holds():
    (person,) = people_in(f"Name,Email,Bio\n{'Mara ' * 300},m@q.example,{'b' * 30_000}\n")

    assert (len(person["full_name"]), len(person["bio"])) == (199, 20_000)
