import pytest

from autoreach.sandbox.web_search import allowed, pages_for, report, sources
from autoreach.sandbox.world.pages import Page
from tests.sandbox.model_questions import MODEL, message


def test_web_search_finds_a_person_with_sources(ask):
    body = {
        "model": MODEL,
        "input": "Find the X profile of Robert Ashworth, VP Sales.",
        "tools": [{"type": "web_search"}],
        "include": ["web_search_call.action.sources"],
    }
    got = ask("/v1/responses", body)
    call = next(item for item in got["output"] if item["type"] == "web_search_call")
    urls = [source["url"] for source in call["action"]["sources"] if source["type"] == "url"]
    assert "https://x.com/bobash_sbx" in urls
    assert call["action"]["sources"][-1] == {"type": "api", "name": "oai-weather"}
    answer = message(got)
    for note in answer["annotations"]:
        cited = answer["text"][note["start_index"] : note["end_index"]]
        assert cited.endswith(f"({note['url']}))")
        assert note["url"].removesuffix("?utm_source=openai") in urls


def test_web_search_keeps_to_the_domains_allowed(ask):
    tool = {"type": "web_search", "filters": {"allowed_domains": ["x.com"]}}
    got = ask("/v1/responses", {"model": MODEL, "input": "Robert Ashworth, VP Sales", "tools": [tool]})
    assert {note["url"][:14] for note in message(got)["annotations"]} == {"https://x.com/"}


def test_facts_about_a_company_come_with_sources_dates_and_noise(ask, world):
    company = next(
        company
        for company in world.companies
        if any(page.kind == "injection" for page in world.pages.about_company(company)) and world.pages.news(company)
    )
    body = {
        "model": MODEL,
        "input": f"News about {company.name} ({company.domain})?",
        "tools": [{"type": "web_search"}],
    }
    lines = message(ask("/v1/responses", body))["text"].splitlines()
    unsourced = [line for line in lines if "utm_source=openai" not in line]
    news = world.pages.news(company)[0]
    assert len(unsourced) == 1
    assert [line for line in lines if news.text in line and f"({world.date(news.age):%Y-%m-%d})" in line] != []
    assert [line for line in lines if "Ignore all previous" in line or "SYSTEM:" in line] != []


def test_chat_completions_search_nests_its_citations(ask):
    body = {"model": "gpt-5-search-api", "messages": [{"role": "user", "content": "Who is Robert Ashworth, VP Sales?"}]}
    note = ask("/v1/chat/completions", body)["choices"][0]["message"]["annotations"][0]
    assert set(note["url_citation"]) == {"start_index", "end_index", "url", "title"}


PAGES = [
    Page("https://acme.example/about", "About", "Acme  makes\nthings.", 3),
    Page("https://news.acme.example/1", "News", "Acme grew."),
    Page("", "", "Acme is for sale.", sourced=False),
    Page("https://other.example/x", "Other", "Other."),
    Page("https://acme.example/about", "About", "Acme has a site."),
]


@pytest.mark.parametrize(
    ("filters", "numbers"),
    [
        ({}, [0, 1, 2, 3, 4]),
        ({"allowed_domains": ["acme.example"]}, [0, 1, 4]),
        ({"allowed_domains": ["news.acme.example", "other.example"]}, [1, 3]),
        ({"allowed_domains": ["me.example"]}, []),
        ({"blocked_domains": ["acme.example"]}, [2, 3]),
        ({"allowed_domains": ["acme.example"], "blocked_domains": ["news.acme.example"]}, [0, 4]),
        ({"allowed_domains": None, "blocked_domains": None}, [0, 1, 2, 3, 4]),
    ],
)
def test_domains_are_allowed_and_blocked_with_all_below_them(filters, numbers):
    assert allowed(PAGES, filters) == [PAGES[number] for number in numbers]


def test_a_report_is_a_line_for_each_page_with_its_date_and_source(world):
    text, annotations = report(world, PAGES[:3])
    dated = f"{world.date(3):%Y-%m-%d}"
    assert text.splitlines() == [
        f"- Acme makes things. ({dated}) ([acme.example](https://acme.example/about?utm_source=openai))",
        "- Acme grew. ([news.acme.example](https://news.acme.example/1?utm_source=openai))",
        "- Acme is for sale.",
    ]
    assert [(note["type"], note["title"], note["url"]) for note in annotations] == [
        ("url_citation", "About", "https://acme.example/about?utm_source=openai"),
        ("url_citation", "News", "https://news.acme.example/1?utm_source=openai"),
    ]
    assert [text[note["start_index"] : note["end_index"]][:2] for note in annotations] == ["([", "(["]


def test_a_report_on_nothing_says_so(world):
    assert report(world, []) == ("I found nothing about this.\n", [])


def test_each_source_is_named_once_and_hearsay_not_at_all():
    assert sources(PAGES) == [
        {"type": "url", "url": "https://acme.example/about"},
        {"type": "url", "url": "https://news.acme.example/1"},
        {"type": "url", "url": "https://other.example/x"},
        {"type": "api", "name": "oai-weather"},
    ]


def test_namesakes_are_found_with_two_pages_each_behind_the_likeliest(world):
    pages = pages_for(world, "Michael Smith, Boston")
    first = world.people.by_slug("michael-smith-one-sbx")
    own = world.pages.about_person(first)
    assert pages[: len(own)] == own
    namesakes = world.pages.people_named_in("Michael Smith, Boston")[1:]
    others = [page for person in namesakes for page in world.pages.about_person(person)[:2]]
    assert {page.url for page in others} > {
        "https://x.com/msmith_3_sbx",
        "https://www.linkedin.com/in/michael-smith-two-sbx",
    }
    assert pages[len(own) :] == others[: 14 - len(own)]


def test_a_company_is_looked_up_where_no_person_is_named(world):
    company = world.companies.get(0)
    assert pages_for(world, "What is PlanMaster?") == world.pages.about_company(company)[:14]


def test_a_question_about_a_trade_brings_its_accounts(world):
    pages = pages_for(world, "Which vendors of CRM are there?")
    hubs = world.network.hubs("crm", 1)[::-1][:10]
    names = [world.account_name(hub) for hub in hubs]
    assert [page.url for page in pages[:-1]] == [f"https://x.com/{name}" for name in names]
    assert pages[-1].url == "https://x.com/crm"  # gone by now
    assert pages[-2].text.endswith(f" x.com/{names[-1]}")
    vendor = next(page for page in pages if page.url == "https://x.com/pipelar_sbco4")
    assert (vendor.title, vendor.text) == ("Pipelark / X", "Vendor Pipelark: CRM. x.com/pipelar_sbco4")
