from autoreach.sandbox.unipile_ids import number_of
from autoreach.sandbox.world.dice import words_of
from tests.sandbox.unipile_questions import EAGER, ids


def test_posts_are_found_by_phrase_and_age(ask):
    body = {"api": "classic", "category": "posts", "keywords": '"alternative to"', "date_posted": "past_week"}
    items = ask.linkedin("/linkedin/search", body, limit=50)["items"]
    assert items
    assert [item["text"] for item in items if "alternative to" not in item["text"].lower()] == []
    assert {item["date"][-1] for item in items} <= {"h", "d", "w"}


def companies(ask, **body):
    return {int(each) - 9_000_000 for each in ids(ask, category="companies", **body)}


def test_companies_are_found_by_each_filter(ask, world):
    def which(test):
        return {company.number for company in world.companies if test(company)}

    assert companies(ask, keywords="hotels") == which(lambda each: "hotels" in words_of(f"{each.name} {each.about}"))
    assert companies(ask, industry=["3"]) == which(lambda each: each.industry == "Machinery")
    assert companies(ask, location=["101000020"]) == which(lambda each: each.city.name == "Munich")
    assert companies(ask, industry=["3"], headcount=[{"min": 11, "max": 50}, {"min": 5001}]) == which(
        lambda each: each.industry == "Machinery" and (11 <= each.employees <= 50 or each.employees >= 5001)
    )
    assert companies(ask, industry=["3"], has_job_offers=True) == which(
        lambda each: each.industry == "Machinery" and world.companies.jobs(each)
    )


def test_jobs_are_found_by_each_filter_newest_first(ask, world):
    every_job = [job for company in world.companies for job in world.companies.jobs(company)]

    def jobs(**body):
        return [int(each) - 4_000_000_000 for each in ids(ask, category="jobs", **body)]

    def which(test):
        return {job.number for job in every_job if test(job)}

    assert set(jobs(keywords='"supply chain analyst"')) == which(lambda job: job.title == "Supply Chain Analyst")
    assert set(jobs(location=["101000020"])) == which(lambda job: job.company.city.name == "Munich")
    assert set(jobs(industry=["3"])) == which(lambda job: job.company.industry == "Machinery")
    assert jobs(company=["9000100"]) == [1000]
    young = jobs(date_posted=7)
    assert set(young) == which(lambda job: job.age <= 7)
    ages = {job.number: job.age for job in every_job}
    assert [ages[number] for number in young] == sorted(ages[number] for number in young)


def test_posts_are_found_by_author_employer_and_headline(ask, world):
    def authors(**body):
        found = ask.linkedin("/linkedin/search", {"api": "classic", "category": "posts"} | body, limit=50)["items"]
        return {(item["author"]["id"], item["author"]["headline"]) for item in found}

    assert {each for each, _ in authors(posted_by={"member": [EAGER]})} == {EAGER}
    company = next(post for post in world.posts.younger_than(20 * 1440, 2) if post.account >= 6000).account
    number = str(9_000_000 + company - 6000)
    assert {each for each, _ in authors(posted_by={"company": [number]})} == {number}
    planners = {headline for _, headline in authors(author={"keywords": "planner"})}
    assert [headline for headline in planners if "Planner" not in headline] == []
    machinery = authors(author={"industry": ["3"]})
    assert machinery != set()
    for each, _ in machinery:
        number = number_of(each)
        company = world.companies.get(int(each) - 9_000_000 if number is None else world.people.columns.company[number])
        assert company.industry == "Machinery"
