from tests.sandbox.unipile_questions import EAGER


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


def test_a_search_goes_on_by_cursor_in_the_body(ask):
    body = {"api": "classic", "category": "people", "keywords": "planning OR sales"}
    first = ask.linkedin("/linkedin/search", body, limit=20)
    second = ask.linkedin("/linkedin/search", {"cursor": first["cursor"]})
    both = ask.linkedin("/linkedin/search", body, limit=40)
    assert [item["id"] for item in first["items"] + second["items"]] == [item["id"] for item in both["items"]]


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
