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
