"""What the body of a search at Unipile may hold, and which search an address of LinkedIn means."""

import re
from urllib.parse import parse_qs, urlsplit

from autoreach.sandbox.unipile_refusals import invalid, refuse

KEYS = {
    ("classic", "people"): "keywords industry location profile_language network_distance company past_company school "
    "service connections_of followers_of open_to advanced_keywords",
    ("classic", "companies"): "keywords industry location has_job_offers headcount network_distance",
    ("classic", "posts"): "keywords sort_by date_posted content_type posted_by mentioning author",
    (
        "classic",
        "jobs",
    ): "keywords sort_by date_posted region location location_within_area industry seniority function "
    "role job_type company presence easy_apply has_verifications under_10_applicants in_your_network "
    "fair_chance_employer benefits commitments minimum_salary",
    (
        "sales_navigator",
        "people",
    ): "keywords location industry first_name last_name tenure school profile_language company "
    "company_headcount past_company function role tenure_at_role seniority network_distance connections_of "
    "changed_jobs posted_on_linkedin company_location company_type groups tenure_at_company past_role",
    ("sales_navigator", "companies"): "keywords industry location has_job_offers headcount headcount_growth "
    "network_distance annual_revenue followers_count technologies recent_activities",
    ("recruiter", "people"): "keywords location industry company role first_name last_name seniority",
}
DIGITS = {"industry", "location", "past_company", "school", "service", "role"}
PAGES = {"people": "people", "companies": "companies", "content": "posts", "jobs": "jobs"}


def checked(body):
    """The body's category. Refuses what Unipile refuses."""
    api, category = body.get("api"), body.get("category")
    if (api, category) not in KEYS:
        raise invalid("/api, /category Expected union value")
    unknown = set(body) - {"api", "category", *KEYS[api, category].split()}
    if unknown:
        raise invalid(f"/{sorted(unknown)[0]} Unexpected property")
    digits = DIGITS | ({"company"} if api == "classic" else set())
    for name in digits & set(body):
        values = body[name]
        if isinstance(values, dict):
            values = [*(values.get("include") or []), *(values.get("exclude") or [])]
        loose = name == "role" and api != "classic"
        if not isinstance(values, list) or not all(
            isinstance(value, str) and (loose or re.fullmatch(r"\d+", value)) for value in values
        ):
            raise invalid(f"/{name} Expected array of strings matching ^\\d+$")
    if set(body.get("network_distance") or ()) - {1, 2, 3, "GROUP"}:
        raise invalid("/network_distance/0 Expected union value")
    return category


def body_of(url):
    """The search that an address copied from LinkedIn means, as far as its words go."""
    parts = urlsplit(url)
    page = next((name for name in PAGES if f"/{name}/" in f"{parts.path}/"), None)
    if parts.hostname != "www.linkedin.com" or page is None:
        raise refuse(400, "invalid_url", "Invalid url", "/url is not the address of a search")
    keywords = parse_qs(parts.query).get("keywords", [""])[0]
    return {"api": "classic", "category": PAGES[page], "keywords": keywords}
