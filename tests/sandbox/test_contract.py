"""The sandbox's answers against the OpenAPI documents of the services, where these are at hand."""

import pytest

from tests.providers.contracts import document
from tests.providers.unipile_v2_document import UNIPILE_V2

EAGER = "1500000000000000019"
EAGER_ON_LINKEDIN = "ACoAAASBX000000000000000000000000000019"
ALL_OF_A_USER = (
    "created_at,description,entities,id,location,most_recent_tweet_id,name,profile_image_url,protected,public_metrics,"
    "receives_your_dm,url,username,verified,verified_type"
)
ALL_OF_A_POST = (
    "author_id,conversation_id,created_at,edit_history_tweet_ids,entities,id,in_reply_to_user_id,lang,note_tweet,"
    "possibly_sensitive,public_metrics,referenced_tweets,reply_settings,source,text"
)
POSTS = {
    "tweet.fields": ALL_OF_A_POST,
    "user.fields": ALL_OF_A_USER,
    "expansions": "author_id,in_reply_to_user_id,referenced_tweets.id",
}
X_CALLS = [
    ("/2/users/by/username/eager_sbx", {"user.fields": ALL_OF_A_USER, "expansions": "most_recent_tweet_id"}),
    ("/2/users/by/username/nobody_sbx", {}),
    ("/2/users/by", {"usernames": "eager_sbx,suspended_sbx,deleted_sbx,nobody_sbx", "user.fields": ALL_OF_A_USER}),
    ("/2/users", {"ids": f"{EAGER},1,1400000000000000003", "user.fields": ALL_OF_A_USER}),
    (f"/2/users/{EAGER}", {"user.fields": ALL_OF_A_USER}),
    (f"/2/users/{EAGER}/tweets", {"max_results": "5", **POSTS}),
    ("/2/users/1500000000000000000/tweets", POSTS),
    ("/2/users/1500000000000000003/tweets", POSTS),
    ("/2/users/1400000000000000001/mentions", POSTS),
    (f"/2/users/{EAGER}/followers", {"max_results": "3", "user.fields": ALL_OF_A_USER}),
    ("/2/users/1500000000000000300/following", {}),
    ("/2/tweets/search/recent", {"query": "(crm OR planning) -is:retweet", "max_results": "20", **POSTS}),
    ("/2/tweets/search/recent", {"query": "words-nobody-writes", **POSTS}),
    ("/2/tweets/search/all", {"query": "planning OR crm", "max_results": "50", **POSTS}),
    ("/2/tweets/counts/recent", {"query": "planning", "granularity": "day"}),
    ("/2/usage/tweets", {"days": "7"}),
]
SECTIONS = "*"
LINKEDIN_CALLS = [
    ("/users/me", {}),
    ("/users/eager-buyer-sbx", {}),
    ("/users/eager-buyer-sbx", {"linkedin_sections": SECTIONS}),
    ("/users/throttled-sbx", {"linkedin_sections": SECTIONS}),
    ("/users/two-jobs-sbx", {"linkedin_sections": SECTIONS}),
    (f"/users/{EAGER_ON_LINKEDIN}/posts", {"limit": "5"}),
    ("/users/9000001/posts", {"is_company": "true"}),
    (f"/users/{EAGER_ON_LINKEDIN}/comments", {}),
    (f"/users/{EAGER_ON_LINKEDIN}/reactions", {}),
    ("/users/followers", {"user_id": EAGER_ON_LINKEDIN}),
    ("/users/relations", {}),
    ("/users/invite/sent", {}),
    ("/linkedin/company/planmaster-sbx0", {}),
    ("/linkedin/search/parameters", {"type": "LOCATION", "keywords": "munich"}),
]
SEARCHES = [
    {"category": "people", "keywords": "planning", "network_distance": [2, 3]},
    {"category": "people", "advanced_keywords": {"title": "head of OR director"}},
    {"category": "companies", "keywords": "software"},
    {"category": "posts", "keywords": "recommend", "date_posted": "past_month"},
    {"category": "jobs", "keywords": "manager"},
]


@pytest.mark.parametrize(("path", "query"), X_CALLS)
def test_an_answer_of_x_keeps_the_contract(ask, path, query):
    got = ask(path, **query)
    assert (got.status, document("x_openapi*.json").answer_faults("GET", path, got.payload)) == (200, [])


@pytest.mark.parametrize("list_of", ["quote_tweets", "retweeted_by"])
def test_what_others_did_with_a_post_keeps_the_contract(ask, world, list_of):
    relation = {"quote_tweets": "quoted", "retweeted_by": "retweeted"}[list_of]
    post = next(post for post in world.posts.younger_than(60 * 1440, 1) if world.posts.answers_to(post, relation))
    path = f"/2/tweets/{world.posts.id_of(post)}/{list_of}"
    got = ask(path, **(POSTS if list_of == "quote_tweets" else {"user.fields": ALL_OF_A_USER}))
    assert document("x_openapi*.json").answer_faults("GET", path, got.payload) == []
    assert got["meta"]["result_count"] > 0


@pytest.mark.parametrize(("path", "query"), LINKEDIN_CALLS)
def test_an_answer_of_unipile_keeps_the_contract(ask, path, query):
    got = ask.linkedin(path, **query)
    faults = document("unipile*.json").answer_faults("GET", f"/api/v1{path}", got.payload)
    assert (got.status, faults) == (200, [])


@pytest.mark.parametrize("body", SEARCHES)
def test_a_search_of_unipile_keeps_the_contract(ask, body):
    got = ask.linkedin("/linkedin/search", {"api": "classic", **body}, limit=25)
    faults = document("unipile*.json").answer_faults("POST", "/api/v1/linkedin/search", got.payload)
    assert (got.status, faults, len(got["items"]) > 0) == (200, [], True)


# The document has no usable shape for the comments of a post; those of a person have the same.
@pytest.mark.parametrize(("part", "shape_of"), [("comments", "/users/someone/comments"), ("reactions", ""), ("", "")])
def test_a_post_on_linkedin_keeps_the_contract(ask, world, part, shape_of):
    relation = {"reactions": "reacted"}.get(part, "replied_to")
    posts = world.posts.younger_than(60 * 1440, 2, answers=False)
    post = next(post for post in posts if world.posts.answers_to(post, relation))
    path = f"/posts/urn:li:activity:{world.posts.id_of(post)}" + f"/{part}" * bool(part)
    got = ask.linkedin(path)
    faults = document("unipile*.json").answer_faults("GET", f"/api/v1{shape_of or path}", got.payload)
    assert (got.status, faults) == (200, [])


LINKEDIN_V2_CALLS = [
    ("/users/me", {}),
    ("/users/eager-buyer-sbx", {}),
    ("/users/eager-buyer-sbx", {"with_sections": "linkedin_*"}),
    ("/users/throttled-sbx", {"with_sections": "linkedin_experience"}),
    ("/users/two-jobs-sbx", {"with_sections": "linkedin_*"}),
    (f"/users/{EAGER_ON_LINKEDIN}/posts", {"limit": "5"}),
    ("/users/9000001/posts", {}),
    (f"/users/{EAGER_ON_LINKEDIN}/followers", {"limit": "5"}),
    ("/linkedin/company/planmaster-sbx0", {}),
    ("/linkedin/search/parameters", {"type": "LOCATION", "keywords": "munich"}),
]
V2_SEARCHES = {
    "people": {"keywords": "planning", "network_distance": [2, 3], "advanced_keywords": {"title": "head of"}},
    "companies": {"keywords": "software"},
    "posts": {"keywords": "recommend", "date_posted": "PAST_MONTH", "sort_by": "DATE"},
    "jobs": {"keywords": "manager", "date_posted": "PAST_MONTH"},
}


@pytest.mark.parametrize(("path", "query"), LINKEDIN_V2_CALLS)
def test_an_answer_of_unipile_s_second_version_keeps_the_contract(ask, path, query):
    path = f"/v2/acc_1{path}"
    got = ask(path, **query)
    assert (got.status, UNIPILE_V2.answer_faults("GET", path, got.payload)) == (200, [])


@pytest.mark.parametrize("category", V2_SEARCHES)
def test_a_search_of_the_second_version_keeps_the_contract(ask, category):
    path = f"/v2/acc_1/linkedin/search/{category}"
    got = ask(path, V2_SEARCHES[category], limit=25)
    assert (got.status, UNIPILE_V2.answer_faults("POST", path, got.payload), got["data"] != []) == (200, [], True)


@pytest.mark.parametrize(("part", "relation"), [("comments", "replied_to"), ("reactions", "reacted"), ("", "reacted")])
def test_a_post_of_the_second_version_keeps_the_contract(ask, world, part, relation):
    posts = world.posts.younger_than(60 * 1440, 2, answers=False)
    post = next(post for post in posts if world.posts.answers_to(post, relation))
    path = f"/v2/acc_1/posts/urn:li:activity:{world.posts.id_of(post)}" + f"/{part}" * bool(part)
    got = ask(path)
    assert (got.status, UNIPILE_V2.answer_faults("GET", path, got.payload)) == (200, [])
    assert got.payload.get("data") != []


@pytest.mark.parametrize(
    "kind", ["unauthorized", "forbidden", "not_found", "out_of_credits", "rate_limited", "server_error", "unavailable"]
)
def test_a_refusal_of_the_second_version_is_a_problem(ask, kind):
    got = ask("/v2/acc_1/users/eager-buyer-sbx", headers={"x-sandbox-fault": kind})
    assert UNIPILE_V2.faults(got.payload, {"$ref": "#/components/schemas/Error"}) == []
    assert got["status"] == got.status


@pytest.mark.parametrize(
    "kind", ["unauthorized", "forbidden", "not_found", "out_of_credits", "rate_limited", "server_error", "unavailable"]
)
def test_a_refusal_of_x_is_a_problem(ask, kind):
    contract = document("x_openapi*.json")
    got = ask("/2/users/by/username/eager_sbx", headers={"x-sandbox-fault": kind})
    assert contract.faults(got.payload, {"$ref": "#/components/schemas/Problem"}) == []
    assert got["status"] == got.status
