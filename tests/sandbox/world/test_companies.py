import pytest

VENDORS, PUBLICATIONS = 56, 10


def test_the_first_companies_sell_the_tools_and_the_next_write_about_them(world):
    companies = world.companies
    tools = [tool for category in companies.categories.values() for tool in category.tools]
    assert [companies.get(number).name for number in range(VENDORS)] == tools
    assert {companies.get(number).industry for number in range(VENDORS)} == {"Computer Software"}
    kinds = [(each.is_vendor, each.is_publication, each.is_hub) for each in companies]
    assert kinds[:VENDORS] == [(True, False, True)] * VENDORS
    assert kinds[VENDORS : VENDORS + PUBLICATIONS] == [(False, True, True)] * PUBLICATIONS
    assert set(kinds[VENDORS + PUBLICATIONS :]) == {(False, False, False)}
    assert {companies.get(VENDORS + number).industry for number in range(PUBLICATIONS)} == {"Publishing"}


def test_a_company_follows_from_its_number(world):
    company = world.companies.get(100)
    assert (company.name, company.slug, company.domain, company.handle) == (
        "Ulmen Resorts",
        "ulmen-resorts-sbx2s",
        "ulmen-resorts-2s.example",
        "ulmenre_sbco2s",
    )
    assert (company.industry, company.about, company.city.name, company.website) == (
        "Hospitality",
        "city hotels",
        "Milan",
        "https://ulmen-resorts-2s.example",
    )
    assert (company.size, company.employees, company.founded, company.on_x) == ("501-1000", 695, 1938, False)
    assert company.category.name == "help desk"


def test_the_number_of_employees_lies_in_the_band(world):
    for company in world.companies:
        low, high = map(int, company.size.split("-"))
        assert low <= company.employees <= high
        assert 1921 <= company.founded <= 2023


def test_hubs_are_on_x_and_three_in_ten_of_the_others(world):
    others = [company.on_x for company in world.companies if not company.is_hub]
    assert all(company.on_x for company in world.companies if company.is_hub)
    assert 0.25 < sum(others) / len(others) < 0.35


@pytest.mark.parametrize(
    ("text", "separator", "attribute", "number"),
    [
        ("ulmen-resorts-sbx2s", "-sbx", "slug", 100),
        ("Ulmen-Resorts-SBX2S", "-sbx", "slug", 100),
        ("ulmenre_sbco2s", "_sbco", "handle", 100),
        ("other-resorts-sbx2s", "-sbx", "slug", None),
        ("ulmen-resorts", "-sbx", "slug", None),
        ("ulmen-resorts-sbxzzz", "-sbx", "slug", None),
        ("ulmen-resorts-sbx", "-sbx", "slug", None),
        ("ulmen-resorts-sbx²", "-sbx", "slug", None),
    ],
)
def test_a_slug_or_handle_ends_in_the_company_s_number(world, text, separator, attribute, number):
    found = world.companies.by_mark(text, separator=separator, attribute=attribute)
    assert (found and found.number) == number


def test_a_company_always_uses_the_same_tool_of_a_category(world):
    crm = world.companies.categories["crm"]
    tools = [world.companies.tool(company, crm) for company in world.companies]
    assert tools == [world.companies.tool(company, crm) for company in world.companies]
    assert set(tools) == {"Pipelark", "Dealfern", "Contactoro", "Salesbarn"}


def test_a_company_offers_up_to_three_jobs_whose_numbers_name_it(world):
    jobs = [job for company in world.companies for job in world.companies.jobs(company)]
    assert {job.number % 10 for job in jobs} == {0, 1, 2}
    assert [job for job in jobs if job.number // 10 != job.company.number or not 1 <= job.age <= 75] == []
    without = sum(not world.companies.jobs(company) for company in world.companies) / world.companies.count
    assert 0.38 < without < 0.48


def test_a_job_demands_a_tool_that_its_function_works_with(world):
    jobs = [job for company in world.companies for job in world.companies.jobs(company)]
    demanding = [job for job in jobs if job.competitor_tool]
    assert 0.2 < len(demanding) / len(jobs) < 0.4
    for job in demanding:
        fitting = [each for each in world.companies.categories.values() if job.function in each.functions]
        assert job.competitor_tool in {tool for category in fitting for tool in category.tools}
    planner = world.companies.jobs(world.companies.get(0))[1]
    assert planner.description == (
        "PlanMaster in Vienna is looking for a Continuous Improvement Specialist. "
        "You know PlanMaster well. Apply today."
    )
    silent = next(job for job in jobs if not job.competitor_tool)
    assert silent.description == (
        f"{silent.company.name} in {silent.company.city.name} is looking for a {silent.title}. Apply today."
    )
