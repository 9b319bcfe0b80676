from datetime import date

from leads.sources.csv.people_reader import Memo, PeopleReader
from leads.sources.csv.staging import FORM
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


def test_a_page_among_others_is_no_domain_of_a_company_and_one_on_linkedin_no_website():
    sites = ("https://www.linkedin.com/company/quill", "https://facebook.com/quill", "quill.example")
    rows = "".join(f"Mara Quill,Quill Works,{website}\n" for website in sites)

    found = [(row.get("website"), row.get("company_domain")) for row in people_in(f"Name,Company,Website\n{rows}")]
    assert found == [(None, None), ("https://facebook.com/quill", None), ("quill.example", "quill.example")]


def test_the_first_filled_column_of_a_field_counts_in_each_row():
    mapping = {0: "title", 1: "title", 2: "location", 3: "city", 4: "time_in_role", 5: "role_started"}
    found = read(
        mapping,
        ("CEO", "Chief", "", "Lyon", "1 year", ""),
        ("", "Chief", "Paris, France", "Lyon", "1 year", "2024-03-01"),
        header=("Role", "Job Title", "Location", "City", "Tenure", "Since"),
    )
    assert found.columns["title"] == ["Chief", "Chief"]
    assert found.columns["location"] == ["Lyon", "Paris, France"]
    assert found.columns["role_started_on"] == [date(2025, 11, 21), date(2024, 3, 1)]


def test_a_profiles_own_name_counts_before_the_id_of_a_member():
    named, member = "linkedin.com/in/nora-one", "https://www.linkedin.com/in/ACwAAB1xQ2kBq7g"
    found = read({0: "linkedin_url", 1: "linkedin_url"}, (member, named), (named, member), (member, ""))
    assert found.columns["linkedin_slug"] == ["nora-one", "nora-one", "ACwAAB1xQ2kBq7g"]


def test_a_link_into_sales_navigator_keeps_its_id_and_is_named():
    link = "https://www.linkedin.com/sales/lead/ACwAAB1xQ2kBq7g,NAME_SEARCH,aB3d"
    found = read(
        {0: "linkedin_url", 1: "linkedin_url"}, (link, ""), (link, "linkedin.com/in/nora-one"), ("works.example", "")
    )
    assert found.columns["linkedin_slug"] == ["", "nora-one", ""]
    assert found.columns["sales_navigator_id"] == ["ACwAAB1xQ2kBq7g", "ACwAAB1xQ2kBq7g", ""]
    assert found.unread == [("linkedin_url", 2, "works.example"), ("sales_navigator", 0, "ACwAAB1xQ2kBq7g")]


def test_namibia_is_a_country():
    text = "Name,Company,Country\nMara Quill,Quill,NA\nTom Reed,Reed,DE\n"
    assert [row["location"] for row in people_in(text)] == ["Namibia", "DE"]


def test_a_second_address_stands_in_for_a_missing_first():
    text = "Name,Email,Email 2\nMara Quill,n/a,m@q.example\nTom Reed,t@r.example,x@y.example\n"

    assert [row["email"] for row in people_in(text)] == ["m@q.example", "t@r.example"]


def test_overlong_values_are_cut_to_what_a_lead_holds():
    (person,) = people_in(f"Name,Email,Bio\n{'Mara ' * 300},m@q.example,{'b' * 30_000}\n")

    assert (len(person["full_name"]), len(person["bio"])) == (199, 20_000)


def read(mapping, *rows, header=(), size=None):
    columns = {index: column for index, column in enumerate(zip(*rows, strict=True)) if index in mapping}
    reader = PeopleReader(mapping, list(header), FORM, today=date(2026, 11, 21))
    return reader.read(columns, size or len(rows))


def test_a_memory_answers_the_same_when_it_starts_over():
    asked = []

    def double(text):
        asked.append(text)
        return text * 2

    memo = Memo(double, size=3)
    assert memo.over(["a", "b", "a"]) == ["aa", "bb", "aa"]
    assert memo.over(["c", "a"]) == ["cc", "aa"]
    assert sorted(asked) == ["a", "b", "c"]
    assert memo.over(["d", "a"]) == ["dd", "aa"]
    assert sorted(asked) == ["a", "a", "b", "c", "d"]


def test_the_first_column_that_identifies_somebody_counts():
    mapping = {0: "linkedin_url", 1: "linkedin_url", 2: "x_handle"}
    found = read(
        mapping,
        ("linkedin.com/company/works", "linkedin.com/in/nora-one", "@nora"),
        ("linkedin.com/in/paul-two", "linkedin.com/in/paul-three", ""),
    )
    assert (found.columns["linkedin_slug"], found.columns["x_handle"]) == (["nora-one", "paul-two"], ["nora", ""])


def test_rows_without_a_strong_key_and_rows_that_begin_like_the_header_are_in_doubt():
    found = read(
        {0: "full_name", 1: "email"},
        ("Nora", "n@works.example"),
        ("Paul", ""),
        (" NAME", "n@works.example"),
        header=("Name", "Email"),
    )
    assert found.doubtful == [1, 2]


def test_addresses_and_dates_that_cannot_be_read_are_named_once_a_row():
    found = read(
        {0: "email", 1: "secondary_email", 2: "linkedin_url", 3: "role_started"},
        ("n@works", "n@", "works.example", "soon"),
        ("N/A", "", "", "2024-03-01"),
        ("", "n@works.example", "linkedin.com/in/nora", ""),
    )
    assert found.unread == [
        ("linkedin_url", 0, "works.example"),
        ("email", 0, "n@works"),
        ("role_started", 0, "soon"),
    ]


def test_places_are_put_together_where_no_column_has_them_whole():
    parts = {0: "city", 1: "state", 2: "country", 3: "email"}
    found = read(parts, ("Oslo", "", "Norway", "a@b.example"), ("", "", "", "c@b.example"))
    assert found.columns["location"] == ["Oslo, Norway", ""]
    whole = read(parts | {4: "location"}, ("Oslo", "", "Norway", "a@b.example", "Bergen"))
    assert whole.columns["location"] == ["Bergen"]


def test_a_role_began_on_its_date_or_as_long_ago_as_it_was_held():
    assert read({0: "time_in_role"}, ("1 year",), ("",)).columns["role_started_on"] == [date(2025, 11, 21), None]
    both = read({0: "time_in_role", 1: "role_started"}, ("1 year", "2024-03-01"))
    assert both.columns["role_started_on"] == [date(2024, 3, 1)]
    assert read({0: "email"}, ("a@b.example",)).columns["role_started_on"] == [None]


def test_a_title_may_be_the_rank_or_the_headline():
    mapping = {0: "title", 1: "seniority", 2: "headline"}
    found = read(mapping, ("CEO", "Owner", "Builder"), ("", "Owner", "Builder"), ("", "", "Builder"))
    assert found.columns["title"] == ["CEO", "Owner", "Builder"]


def test_a_department_says_more_of_a_rank_and_something_where_there_is_no_title():
    mapping = {0: "title", 1: "seniority", 2: "headline", 3: "department"}
    found = read(
        mapping,
        ("CEO", "Owner", "", "Sales"),
        ("", "Director", "", "Sales"),
        ("", "", "Builder", "Sales"),
        ("", "", "", "Sales"),
        ("", "", "", ""),
    )
    assert found.columns["title"] == ["CEO", "Director, Sales", "Builder", "Sales", ""]


def test_a_phone_is_the_first_number_of_the_best_column():
    mapping = {0: "phone", 1: "phone"}
    found = read(
        mapping,
        ("'+1 555 0100", ""),
        ("+1 555 0100", "+49 170 12345; +49 30 1"),
        ("9.19876E+11", ""),
        header=("Phone", "Mobile"),
    )
    assert found.columns["phone"] == ["+1 555 0100", "+49 170 12345", ""]
    assert found.unread == [("phone", 2, "9.19876E+11")]


def test_the_day_of_a_connection_is_read():
    found = read({0: "connected_on"}, ("13 Jun 2025",), ("",), ("soon",))
    assert found.columns["connected_on"] == [date(2025, 6, 13), None, None]
    assert found.unread == [("connected_on", 2, "soon")]


def test_a_day_that_lies_in_the_future_is_none_and_noted_as_such():
    mapping = {0: "connected_on", 1: "role_started"}
    found = read(mapping, ("2099-01-01", "soon"), ("2024-01-01", "December 2098"))
    assert found.columns["connected_on"] == [None, date(2024, 1, 1)]
    assert found.columns["role_started_on"] == [None, None]
    assert found.unread == [
        ("role_started", 0, "soon"),
        ("role_started_ahead", 1, "December 2098"),
        ("connected_on_ahead", 0, "2099-01-01"),
    ]


def test_lists_are_written_with_commas():
    found = read({0: "skills", 1: "keywords"}, ('["sql", "crm"]', "saas;crm"), ("sql", "We plan; we ship."))
    assert (found.columns["skills"], found.columns["keywords"]) == (
        ["sql, crm", "sql"],
        ["saas, crm", "We plan, we ship."],
    )


def test_texts_of_several_columns_are_joined_without_repetitions():
    found = read({0: "bio", 1: "headline", 2: "bio"}, ("Hello", "Builder", "Hello"), ("", "", "Bye"))
    assert found.columns["bio"] == ["Builder\nHello", "Bye"]


def test_a_column_that_no_row_reaches_is_empty():
    found = read({0: "email", 9: "title"}, ("a@b.example",))
    assert found.columns["title"] == [""]
