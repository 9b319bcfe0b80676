import pytest

EAGER = "ACoAAASBX000000000000000000000000000019"


@pytest.mark.parametrize(
    ("path", "query", "status", "kind"),
    [
        ("/users/eager-buyer-sbx", {}, 400, "invalid_parameters"),
        ("/users/eager-buyer-sbx", {"account_id": "acc_disconnected"}, 401, "disconnected_account"),
        ("/users/eager-buyer-sbx", {"account_id": "acc_restricted"}, 403, "account_restricted"),
        ("/users/eager-buyer-sbx", {"account_id": "acc_unknown"}, 404, "resource_not_found"),
        ("/users/eager-buyer-sbx", {"account_id": "a", "linkedin_sections": "hobbies"}, 400, "invalid_parameters"),
        ("/users/nobody-sbx", {"account_id": "a"}, 404, "resource_not_found"),
        ("/users/ACoAAASBX000000000000000000000000006001", {"account_id": "a"}, 404, "resource_not_found"),
        ("/users/private-profile-sbx", {"account_id": "a"}, 422, "user_unreachable"),
        ("/users/eager-buyer-sbx/posts", {"account_id": "a"}, 422, "invalid_recipient"),
        (f"/users/{EAGER}/posts", {"account_id": "a", "limit": 101}, 400, "invalid_parameters"),
        (f"/users/{EAGER}/posts", {"account_id": "a", "cursor": "made up"}, 400, "invalid_parameters"),
        ("/posts/7390000000000000001", {"account_id": "a"}, 404, "resource_not_found"),
        ("/linkedin/company/9999999", {"account_id": "a"}, 404, "resource_not_found"),
        ("/linkedin/search/parameters", {"account_id": "a", "type": "PLANET"}, 400, "invalid_parameters"),
        ("/users/following", {"account_id": "a", "user_id": EAGER}, 501, "feature_not_implemented"),
    ],
)
def test_a_bad_request_is_refused_with_its_type(ask, path, query, status, kind):
    got = ask(f"/api/v1{path}", **query)
    assert (got.status, got["status"], got["type"]) == (status, status, f"errors/{kind}")


def test_a_request_without_a_key_is_refused(ask):
    got = ask("/api/v1/users/me", account_id="a", headers={"x-api-key": None})
    assert (got.status, got["type"]) == (401, "errors/missing_credentials")


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


def test_a_profile_has_the_sections_asked_for(ask):
    bare = ask.linkedin("/users/eager-buyer-sbx")
    assert {"work_experience", "education", "skills", "summary"} & set(bare.payload) == set()
    full = ask.linkedin("/users/eager-buyer-sbx", linkedin_sections="experience")
    assert full["work_experience"][0]["end"] is None
    assert full["work_experience_total_count"] == len(full["work_experience"])
    assert ask.linkedin(f"/users/{EAGER}")["public_identifier"] == "eager-buyer-sbx"


def test_throttling_leaves_sections_empty_without_a_word(ask):
    for path, headers in (("/users/throttled-sbx", {}), ("/users/eager-buyer-sbx", {"x-sandbox-fault": "throttled"})):
        got = ask(f"/api/v1{path}", account_id="a", linkedin_sections="experience", headers=headers)
        assert (got.status, got["work_experience"], got["throttled_sections"]) == (200, [], ["experience"])
        assert got["work_experience_total_count"] > 0


def test_throttling_leaves_lists_empty_with_a_cursor(ask):
    headers = {"x-sandbox-fault": "throttled"}
    got = ask(f"/api/v1/users/{EAGER}/posts", account_id="a", headers=headers)
    assert (got.status, got["items"], bool(got["cursor"])) == (200, [], True)


def test_a_huge_profile_is_huge(ask):
    got = ask.linkedin("/users/huge-profile-sbx", linkedin_sections="*")
    assert 1_800_000 < len(got.reply.body()) < 3_000_000


def test_filters_are_found_by_word_and_narrow_the_search(ask, world):
    (munich, area), (machinery,) = (
        [item["id"] for item in ask.linkedin("/linkedin/search/parameters", type=kind, keywords=word)["items"]]
        for kind, word in (("LOCATION", "munich"), ("INDUSTRY", "machinery"))
    )
    body = {"api": "classic", "category": "people", "location": [munich], "industry": [machinery]}
    found = ask.linkedin("/linkedin/search", body, limit=50)["items"]
    numbers = [int(item["id"][-10:]) for item in found]
    wanted = [
        number
        for number in world.people.on(2)
        if world.people.cities[world.people.columns.city[number]].name == "Munich"
        and world.companies.get(world.people.columns.company[number]).industry == "Machinery"
    ]
    assert numbers == wanted[:50]
    assert ask.linkedin("/linkedin/search", body | {"location": [area]}, limit=50)["items"] == found


def test_a_search_goes_on_by_cursor_in_the_body(ask):
    body = {"api": "classic", "category": "people", "keywords": "planning OR sales"}
    first = ask.linkedin("/linkedin/search", body, limit=20)
    second = ask.linkedin("/linkedin/search", {"cursor": first["cursor"]})
    both = ask.linkedin("/linkedin/search", body, limit=40)
    assert [item["id"] for item in first["items"] + second["items"]] == [item["id"] for item in both["items"]]


def test_a_title_search_looks_at_titles_only(ask, world):
    body = {"api": "classic", "category": "people", "advanced_keywords": {"title": '"head of data"'}}
    found = ask.linkedin("/linkedin/search", body, limit=50)["items"]
    titles = {world.people.get(int(item["id"][-10:])).title for item in found}
    assert titles == {"Head of Data"}


def test_members_out_of_the_network_have_no_name(ask):
    body = {"api": "classic", "category": "people", "keywords": "manager"}
    items = ask.linkedin("/linkedin/search", body, limit=50)["items"]
    strangers = [item for item in items if item["network_distance"] == "OUT_OF_NETWORK"]
    assert {item["name"] for item in strangers} == {None}
    assert strangers


def test_a_job_ad_may_demand_a_tool(ask):
    items = ask.linkedin("/linkedin/search", {"api": "classic", "category": "jobs", "keywords": '"you know"'})["items"]
    text = ask.linkedin(f"/linkedin/jobs/{items[0]['id']}", service="CLASSIC")["description"]
    assert " You know " in text


def test_posts_are_found_by_phrase_and_age(ask):
    body = {"api": "classic", "category": "posts", "keywords": '"alternative to"', "date_posted": "past_week"}
    items = ask.linkedin("/linkedin/search", body, limit=50)["items"]
    assert items
    assert [item["text"] for item in items if "alternative to" not in item["text"].lower()] == []
    assert {item["date"][-1] for item in items} <= {"h", "d", "w"}


def test_a_reaction_stands_at_the_post_and_at_the_person(ask, world):
    number = next(number for number in range(100, 900) if world.posts.answers_by(number, 2, reactions=True))
    person = f"ACoAAASBX{number:030d}"
    reaction = ask.linkedin(f"/users/{person}/reactions")["items"][0]
    pages = ask.linkedin(f"/posts/urn:li:activity:{reaction['post_id']}/reactions", limit=100)
    assert person in [item["author"]["id"] for item in pages["items"]]
    assert "cursor" in pages["paging"]
    assert "cursor" not in pages.payload


def test_an_invitation_is_sent_once_listed_and_withdrawn(ask):
    body = {"provider_id": EAGER, "account_id": "acc_1", "message": "Hello"}
    sent = ask("/api/v1/users/invite", body)
    assert ask("/api/v1/users/invite", body)["type"] == "errors/already_invited_recently"
    assert [item["id"] for item in ask.linkedin("/users/invite/sent")["items"]] == [sent["invitation_id"]]
    assert ask.linkedin(f"/users/invite/sent/{sent['invitation_id']}", method="DELETE").status == 200
    assert ask.linkedin("/users/invite/sent")["items"] == []
    too_long = ask("/api/v1/users/invite", body | {"message": "x" * 301})
    assert (too_long.status, too_long["type"]) == (400, "errors/too_many_characters")
