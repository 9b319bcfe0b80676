import pytest

from autoreach.sandbox.http_messages import Refused
from autoreach.sandbox.unipile_search_body import body_of, checked


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ({"api": "classic", "category": "planets"}, "/api, /category Expected union value"),
        ({"api": "classic", "category": "people", "title": "CEO"}, "/title Unexpected property"),
        (
            {"api": "classic", "category": "people", "location": ["Berlin"]},
            "/location Expected array of strings matching ^\\d+$",
        ),
        (
            {"api": "classic", "category": "people", "industry": [4]},
            "/industry Expected array of strings matching ^\\d+$",
        ),
        ({"api": "classic", "category": "people", "network_distance": [4]}, "/network_distance/0 Expected union value"),
    ],
)
def test_a_bad_filter_is_refused(ask, body, detail):
    got = ask.linkedin("/linkedin/search", body)
    assert (got.status, got["detail"]) == (400, detail)


PEOPLE = {"api": "classic", "category": "people"}
NAVIGATOR = {"api": "sales_navigator", "category": "people"}


def complaint(body):
    with pytest.raises(Refused) as caught:
        checked(body)
    return caught.value.reply.payload["detail"]


@pytest.mark.parametrize(
    ("body", "category"),
    [
        (PEOPLE, "people"),
        (PEOPLE | {"company": ["1"], "past_company": ["2"], "network_distance": [1, 2, 3, "GROUP"]}, "people"),
        (PEOPLE | {"location": [], "advanced_keywords": {"title": "a"}}, "people"),
        ({"api": "classic", "category": "companies", "headcount": [{"min": 1}], "has_job_offers": True}, "companies"),
        ({"api": "classic", "category": "posts", "posted_by": {"member": ["a"]}, "sort_by": "date"}, "posts"),
        ({"api": "classic", "category": "jobs", "role": ["12"], "region": "1"}, "jobs"),
        (NAVIGATOR | {"company": {"include": ["Acme"]}, "location": {"include": ["1"], "exclude": ["2"]}}, "people"),
        ({"api": "recruiter", "category": "people", "role": ["Head of Data"]}, "people"),
    ],
)
def test_a_body_with_known_filters_is_accepted(body, category):
    assert checked(body) == category


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ({}, "/api, /category Expected union value"),
        ({"api": "recruiter", "category": "jobs"}, "/api, /category Expected union value"),
        (PEOPLE | {"role": ["1"]}, "/role Unexpected property"),
        (PEOPLE | {"zeal": 1, "age": 2}, "/age Unexpected property"),
        (PEOPLE | {"company": ["Acme"]}, "/company Expected array of strings matching ^\\d+$"),
        (PEOPLE | {"location": "1"}, "/location Expected array of strings matching ^\\d+$"),
        (NAVIGATOR | {"industry": {"exclude": ["paper"]}}, "/industry Expected array of strings matching ^\\d+$"),
        (PEOPLE | {"network_distance": [0]}, "/network_distance/0 Expected union value"),
    ],
)
def test_a_body_with_another_filter_is_refused(body, detail):
    assert complaint(body) == detail


@pytest.mark.parametrize(
    ("url", "category", "keywords"),
    [
        ("https://www.linkedin.com/search/results/people/?keywords=head%20of%20it&origin=x", "people", "head of it"),
        ("https://www.linkedin.com/search/results/companies/?keywords=paper", "companies", "paper"),
        ("https://www.linkedin.com/search/results/content/?keywords=a", "posts", "a"),
        ("https://www.linkedin.com/jobs", "jobs", ""),
    ],
)
def test_an_address_of_linkedin_is_a_search(url, category, keywords):
    assert body_of(url) == {"api": "classic", "category": category, "keywords": keywords}


@pytest.mark.parametrize("url", ["https://www.linkedin.com/in/ann", "https://linkedin.example/people/", "people"])
def test_another_address_is_refused(ask, url):
    got = ask.linkedin("/linkedin/search", {"url": url})
    assert (got.status, got["type"]) == (400, "errors/invalid_url")
