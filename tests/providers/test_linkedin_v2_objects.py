from dataclasses import replace

from autoreach.providers.linkedin import v2_objects
from autoreach.providers.linkedin.company_objects import CompanyHit, JobHit, read_company, read_job
from autoreach.providers.linkedin.member_objects import Account, Member, read_account
from autoreach.providers.linkedin.post_objects import read_post
from autoreach.providers.linkedin.profile_objects import SECTIONS, PersonHit, read_profile
from autoreach.providers.linkedin.search_objects import read_hit, read_parameter
from autoreach.providers.reading import moment
from tests.providers import linkedin_recorded as first
from tests.providers import linkedin_v2_recorded as second


def profile(source, *sections):
    return read_profile(v2_objects.profile(source), asked=frozenset(sections or SECTIONS))


def test_a_profile_reads_as_that_of_the_first_version():
    read = profile(second.PROFILE)
    ids = [position.company_id for position in read.experience]
    alike = replace(read, experience=tuple(replace(position, company_id="") for position in read.experience))
    known = read_profile(first.PROFILE, asked=frozenset(SECTIONS))
    known = replace(known, experience=tuple(replace(position, company_id="") for position in known.experience))
    assert (alike, ids) == (known, ["9000009", "9000010", "9000011"])


def test_a_section_that_linkedin_keeps_back_is_unknown_and_not_empty():
    specifics = second.PROFILE["specifics"] | {
        "experience": [],
        "skills": [],
        "throttled_sections": ["linkedin_experience", "linkedin_education_preview"],
    }
    read = profile(second.PROFILE | {"specifics": specifics})
    assert (read.experience, read.skills, read.withheld) == (None, (), {"experience", "education"})


def test_a_section_that_did_not_come_is_unknown():
    read = profile(second.PROFILE | {"specifics": {"network_distance": "THIRD_DEGREE"}})
    assert (read.experience, read.skills, read.distance, read.is_connected) == (None, None, 3, False)


def test_a_headline_of_the_specifics_comes_before_the_description():
    specifics = second.PROFILE["specifics"] | {"headline": "Plant manager", "network_distance": "FIRST_DEGREE"}
    read = profile(second.PROFILE | {"specifics": specifics})
    assert (read.headline, read.is_connected) == ("Plant manager", True)


def test_a_post_keeps_the_number_that_both_versions_share():
    read = read_post(v2_objects.post(second.POST))
    assert read == replace(first.POST_READ, social_id=second.POST["id"])
    bare = {**second.POST, "id": "urn:li:ugcPost:7390000000000000001", "share_url": ""}
    assert read_post(v2_objects.post(bare)).id == "7390000000000000001"
    opaque = {**second.POST, "share_url": "https://lnkd.in/x"}
    assert read_post(v2_objects.post(opaque)).id == second.POST["id"]


def test_a_quoted_post_and_who_passed_one_on_are_kept():
    quoted = {**second.POST, "text": "Read this", "quoted_post": second.POST}
    passed_on = {**second.POST, "is_repost": True, "reposted_by": {**second.AUTHOR, "id": "ACoA2"}}
    assert read_post(v2_objects.post(quoted)).shared.text == second.POST["text"]
    assert read_post(v2_objects.post(passed_on)).shared_by.id == "ACoA2"


def test_hidden_counters_are_no_reactions():
    hidden = {**second.POST, "reactions_counter": None, "comments_counter": None, "reposts_counter": None}
    read = read_post(v2_objects.post(hidden))
    assert (read.reactions, read.comments, read.reposts) == (0, 0, 0)


def test_a_person_who_is_found_has_a_name_only_where_linkedin_shows_one():
    known, stranger = (read_hit(v2_objects.hit(source)) for source in (second.PERSON, second.STRANGER))
    assert known == replace(first.PERSON_READ, positions=())
    assert stranger == PersonHit(id=second.STRANGER["id"], headline="Data lead in fintech")


def test_companies_posts_and_jobs_are_found():
    hits = [read_hit(v2_objects.hit(hit)) for hit in (second.COMPANY_HIT, second.POST, second.JOB_HIT)]
    company = Member("9000009", "invented-mills", "Invented Mills", is_company=True)
    assert hits == [
        CompanyHit("9000009", "invented-mills", "Invented Mills", "Paper", "Ghent", "", "501-1000", job_offers=3),
        replace(first.POST_READ, social_id=second.POST["id"]),
        JobHit(
            "4000000001",
            "Planner (Sample ERP)",
            "https://www.linkedin.com/jobs/view/4000000001",
            posted_at=moment("2026-11-19T00:00:00Z"),
            company=company,
        ),
    ]


def test_a_company_and_a_job_ad_are_read():
    company = read_company(v2_objects.company(second.COMPANY))
    job = read_job(v2_objects.job(second.JOB))
    assert (company.name, company.country, company.city, company.founded) == ("Invented Mills", "BE", "Ghent", "1904")
    assert (company.size, company.employees) == (None, 640)
    assert (job.company, job.company_id, job.hiring_team[0].name) == ("Invented Mills", "9000009", "Ilse Invented")


def test_the_connected_account_is_a_profile():
    assert read_account(v2_objects.account(second.PROFILE)) == Account(
        id=first.ID,
        public_identifier="ilse-invented",
        name="Ilse Invented",
        is_premium=True,
        has_sales_navigator=False,
        has_recruiter=False,
    )


def test_an_organization_is_a_company():
    source = {**second.AUTHOR, "type": "organization", "id": "9000009", "profile_url": ""}
    read = read_post(v2_objects.post({**second.POST, "author": source}))
    assert (read.author.is_company, read.author.id) == (True, "9000009")


def test_a_search_parameter_has_a_name_for_its_title():
    read = read_parameter(v2_objects.parameter({"object": "SearchParameter", "id": "1", "name": "Ghent"}))
    assert (read.id, read.title) == ("1", "Ghent")
