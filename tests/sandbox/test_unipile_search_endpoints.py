def test_a_search_goes_on_by_cursor_in_the_body(ask):
    body = {"api": "classic", "category": "people", "keywords": "planning OR sales"}
    first = ask.linkedin("/linkedin/search", body, limit=20)
    second = ask.linkedin("/linkedin/search", {"cursor": first["cursor"]})
    both = ask.linkedin("/linkedin/search", body, limit=40)
    assert [item["id"] for item in first["items"] + second["items"]] == [item["id"] for item in both["items"]]


def test_a_search_tells_where_it_stands_and_what_it_looked_for(ask):
    body = {"api": "classic", "category": "people", "keywords": "planning"}
    first = ask.linkedin("/linkedin/search", body, limit=20)
    total = first["paging"]["total_count"]
    assert (first["paging"], first["config"], first.reply.units) == (
        {"start": 0, "page_count": 20, "total_count": total},
        {"params": body},
        {"results": 20},
    )
    second = ask.linkedin("/linkedin/search", {"cursor": first["cursor"]})
    assert (second["paging"], second["config"]) == (
        {"start": 20, "page_count": 20, "total_count": total},
        {"params": body},
    )


def test_a_classic_search_shows_no_more_than_fifty_and_the_navigator_a_hundred(ask):
    classic = {"api": "classic", "category": "people", "keywords": "manager"}
    assert len(ask.linkedin("/linkedin/search", classic, limit=100)["items"]) == 50
    navigator = classic | {"api": "sales_navigator"}
    assert len(ask.linkedin("/linkedin/search", navigator, limit=100)["items"]) == 100
    assert ask.linkedin("/linkedin/search", navigator, limit=101).status == 400
    everyone = [{"api": body["api"], "category": "people"} for body in (classic, navigator)]
    totals = [ask.linkedin("/linkedin/search", body)["paging"]["total_count"] for body in everyone]
    assert totals == [1000, 2500]
    assert ask.linkedin("/linkedin/search", classic, limit=0)["items"] == []


def test_a_throttled_search_is_empty_and_pretends_to_go_on(ask):
    body = {"api": "classic", "category": "people", "keywords": "planning"}
    headers = {"x-sandbox-fault": "empty_page"}
    got = ask("/api/v1/linkedin/search", body, account_id="a", headers=headers)
    assert (got["items"], got["paging"]["page_count"], got["paging"]["total_count"] > 0) == ([], 0, True)
    again = ask.linkedin("/linkedin/search", {"cursor": got["cursor"]})
    assert again["items"] == ask.linkedin("/linkedin/search", body)["items"]


def test_an_address_copied_from_linkedin_is_searched(ask):
    url = "https://www.linkedin.com/search/results/people/?keywords=production%20planning"
    body = {"api": "classic", "category": "people", "keywords": "production planning"}
    assert ask.linkedin("/linkedin/search", {"url": url})["items"] == ask.linkedin("/linkedin/search", body)["items"]


def test_a_search_after_the_clock_was_moved_knows_the_new_world(ask):
    body = {"api": "classic", "category": "posts", "keywords": "recommend", "date_posted": "past_day"}
    before = ask.linkedin("/linkedin/search", body)["items"]
    ask("/sandbox/clock", {"days": 3})
    after = ask.linkedin("/linkedin/search", body)["items"]
    assert {item["id"] for item in before} & {item["id"] for item in after} == set()
