import pytest

from tests.sandbox.unipile_questions import EAGER


def at(ask, path, body=None, account="acc_1", **query):
    return ask(f"/v2/{account}{path}", body, **query)


def test_a_profile_has_the_sections_asked_for_and_always_its_biography(ask):
    bare = at(ask, "/users/eager-buyer-sbx")
    full = at(ask, "/users/eager-buyer-sbx", with_sections="linkedin_experience")
    assert ("experience" in bare["specifics"], bool(bare["bio"])) == (False, True)
    assert "ended_on" not in full["specifics"]["experience"][0]
    assert at(ask, f"/users/{EAGER}")["public_identifier"] == "eager-buyer-sbx"


def test_throttling_leaves_sections_empty_and_names_them(ask):
    specifics = at(ask, "/users/throttled-sbx", with_sections="linkedin_experience")["specifics"]
    assert (specifics["experience"], specifics["throttled_sections"]) == ([], ["linkedin_experience"])


def test_a_section_that_is_none_is_refused(ask):
    got = at(ask, "/users/eager-buyer-sbx", with_sections="experiences")
    assert (got.status, got["type"]) == (400, "api/invalid_parameters")


def test_a_list_goes_on_by_cursor_or_offset(ask):
    posts = at(ask, f"/users/{EAGER}/posts", limit=4)["data"]
    first = at(ask, f"/users/{EAGER}/posts", limit=2)
    by_cursor = at(ask, f"/users/{EAGER}/posts", limit=2, cursor=first["next_cursor"])["data"]
    by_offset = at(ask, f"/users/{EAGER}/posts", limit=2, offset=2)["data"]
    assert (first["data"] + by_cursor, by_offset) == (posts, by_cursor)


def test_a_search_goes_on_by_offset_and_counts_what_there_is(ask):
    body = {"keywords": "planning OR sales"}
    whole = at(ask, "/linkedin/search/people", body, limit=40)
    first = at(ask, "/linkedin/search/people", body, limit=20)
    second = at(ask, "/linkedin/search/people", body, limit=20, offset=20)
    assert (first["data"] + second["data"], second["total_count"]) == (whole["data"], whole["total_count"])
    assert "next_cursor" not in first.payload


def test_a_search_by_address_finds_the_same(ask):
    url = "https://www.linkedin.com/search/results/people/?keywords=planning"
    found = at(ask, "/linkedin/search", {"url": url})["data"]
    assert found == at(ask, "/linkedin/search/people", {"keywords": "planning"})["data"] != []


@pytest.mark.parametrize(
    "body",
    [
        {"company": ["9000001"]},
        {"api": "classic"},
        {"followers_of": [EAGER]},
        {"current_company": ["Planmaster"]},
        {"network_distance": [4]},
    ],
)
def test_filters_of_the_first_version_are_refused(ask, body):
    got = at(ask, "/linkedin/search/people", body)
    assert (got.status, got["object"], got["type"]) == (400, "Error", "api/invalid_parameters")


def test_followers_are_found_by_one_person(ask, world):
    hub = next(number for number in range(100, 900) if world.network.followers(number, 2, 0, 1))
    found = at(ask, "/linkedin/search/people", {"followers_of": f"ACoAAASBX{hub:030d}"})
    assert found["total_count"] > 0


def test_a_post_is_known_by_its_opaque_id(ask):
    post = at(ask, f"/users/{EAGER}/posts")["data"][0]
    assert at(ask, f"/posts/{post['id']}").payload == post
    number = post["share_url"].rpartition("-")[2]
    assert at(ask, f"/posts/urn:li:activity:{number}").payload == post


@pytest.mark.parametrize(
    ("account", "status", "kind"),
    [
        ("t5XY4yQz", 400, "api/invalid_parameters"),
        ("acc_unknown", 404, "api/resource_not_found"),
        ("acc_disconnected", 401, "provider/invalid_authorization"),
        ("acc_restricted", 403, "api/account_restricted"),
        ("acc_checkpoint", 401, "provider/invalid_authorization"),
    ],
)
def test_an_account_in_a_bad_state_is_refused(ask, account, status, kind):
    got = at(ask, "/users/eager-buyer-sbx", account=account)
    assert (got.status, got["type"]) == (status, kind)


@pytest.mark.parametrize(
    ("path", "query", "status", "kind"),
    [
        ("/users/nobody-sbx", {}, 404, "provider/resource_not_found"),
        ("/users/private-profile-sbx", {}, 404, "provider/resource_not_found"),
        ("/users/eager-buyer-sbx/posts", {}, 400, "provider/invalid_parameters"),
        (f"/users/{EAGER}/posts", {"limit": "0"}, 400, "api/invalid_parameters"),
        (f"/users/{EAGER}/posts", {"offset": "x"}, 400, "api/invalid_parameters"),
        (f"/users/{EAGER}/posts", {"cursor": "x"}, 400, "api/invalid_parameters"),
        (f"/users/{EAGER}/comments", {}, 404, "provider/resource_not_found"),
        ("/posts/7", {}, 404, "provider/resource_not_found"),
    ],
)
def test_what_cannot_be_had_is_refused_in_the_words_of_the_second_version(ask, path, query, status, kind):
    got = at(ask, path, **query)
    assert (got.status, got["object"], got["type"]) == (status, "Error", kind)


def test_both_versions_are_one_provider_in_the_log(app, ask):
    at(ask, "/users/eager-buyer-sbx")
    ask.linkedin("/users/eager-buyer-sbx")
    assert app.calls.by_endpoint == {"unipile profile": 2}
    assert app.calls.units == {"unipile profiles": 2}


def test_a_list_that_is_throttled_is_empty_with_a_cursor(ask):
    got = ask(f"/v2/acc_1/users/{EAGER}/posts", headers={"x-sandbox-fault": "throttled"})
    assert (got["data"], bool(got["next_cursor"])) == ([], True)
