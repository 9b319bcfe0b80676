from datetime import UTC, datetime, timedelta

import pytest

EAGER = "1500000000000000019"


def problems(got):
    return [(entry["title"], entry["type"].rpartition("/")[2]) for entry in got["errors"]]


@pytest.mark.parametrize(
    ("path", "query", "complaint"),
    [
        ("/2/tweets/search/recent", {}, "The `query` query parameter can not be empty"),
        (
            "/2/tweets/search/recent",
            {"query": "a", "max_results": 5},
            "The `max_results` query parameter value [5] is not between 10 and 100",
        ),
        (
            "/2/tweets/search/recent",
            {"query": "a" * 513},
            "The length of the query [513] is above the maximum of [512]",
        ),
        (
            "/2/tweets/search/recent",
            {"query": "crm min_faves:10"},
            "There were errors processing your request: Reference to invalid operator 'min_faves'. "
            "Operator is not available (at position 5)",
        ),
        (
            "/2/tweets/search/recent",
            {"query": "is:reply"},
            "There were errors processing your request: Rules must contain at least one positive, non-stopword clause "
            "(at position 1)",
        ),
        (
            "/2/users/by",
            {"usernames": ",".join(["a"] * 101)},
            "The number of values in the `usernames` query parameter list [101] is not between 1 and 100",
        ),
        (
            f"/2/users/{EAGER}/tweets",
            {"max_results": 4},
            "The `max_results` query parameter value [4] is not between 5 and 100",
        ),
        (
            f"/2/users/{EAGER}/followers",
            {"pagination_token": "made-up-token-000000"},
            "The `pagination_token` query parameter value [made-up-token-000000] is not valid",
        ),
    ],
)
def test_a_bad_parameter_is_refused_in_words(ask, path, query, complaint):
    got = ask(path, **query)
    assert (got.status, got["title"], got["errors"][0]["message"]) == (400, "Invalid Request", complaint)


def test_a_request_without_a_token_is_refused(ask):
    got = ask("/2/users/by/username/eager_sbx", headers={"authorization": None})
    assert (got.status, got["title"]) == (401, "Unauthorized")


def test_only_the_fields_asked_for_are_given(ask):
    assert set(ask("/2/users/by/username/eager_sbx")["data"]) == {"id", "name", "username"}
    assert set(ask("/2/users/by/username/eager_sbx", **{"user.fields": "verified,no_such_field"})["data"]) == {
        "id", "name", "username", "verified",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("handle", "problem"),
    [
        ("nobody_sbx", ("Not Found Error", "resource-not-found")),
        ("deleted_sbx", ("Not Found Error", "resource-not-found")),
        ("suspended_sbx", ("Forbidden", "resource-not-found")),
    ],
)
def test_an_account_that_is_not_there_is_an_error_inside_200(ask, handle, problem):
    got = ask(f"/2/users/by/username/{handle}")
    assert (got.status, problems(got), "data" in got.payload) == (200, [problem], False)


def test_posts_of_a_protected_account_are_not_shown(ask):
    account = ask("/2/users/by/username/protected_sbx", **{"user.fields": "protected"})["data"]
    assert account["protected"] is True
    got = ask(f"/2/users/{account['id']}/tweets")
    assert (got.status, problems(got)) == (200, [("Authorization Error", "not-authorized-for-resource")])


def test_a_list_gives_what_it_has_and_names_the_rest(ask):
    got = ask("/2/users/by", usernames="eager_sbx,suspended_sbx,quiet_sbx,eager_sbx")
    assert [user["username"] for user in got["data"]] == ["eager_sbx", "quiet_sbx"]
    assert [entry["value"] for entry in got["errors"]] == ["suspended_sbx"]
    assert got.reply.units == {"users": 2}


def test_an_account_without_posts_answers_without_data(ask):
    assert ask("/2/users/1500000000000000003/tweets").payload == {"meta": {"result_count": 0}}


def test_pages_hold_every_follower_once(ask, world):
    seen, token = [], {}
    while True:
        got = ask("/2/users/1400000000000000000/followers", max_results=40, **token)
        seen += [user["id"] for user in got["data"]]
        if "next_token" not in got["meta"]:
            break
        token = {"pagination_token": got["meta"]["next_token"]}
    assert len(seen) == len(set(seen)) == world.network.follower_count(world.people.count, 1)


def test_pages_of_a_search_hold_every_post_once_and_newest_first(ask):
    everything = ask("/2/tweets/search/recent", query="recommend", max_results=100)
    seen, token = [], {}
    while True:
        got = ask("/2/tweets/search/recent", query="recommend", max_results=10, **token)
        seen += [post["id"] for post in got["data"]]
        if "next_token" not in got["meta"]:
            break
        token = {"next_token": got["meta"]["next_token"]}
    assert seen[:100] == [post["id"] for post in everything["data"]]
    assert seen == sorted(set(seen), reverse=True)


def search(ask, query, **more):
    fields = {"tweet.fields": "created_at,lang,referenced_tweets,author_id,conversation_id"}
    return ask("/2/tweets/search/recent", query=query, max_results=100, **fields, **more).payload.get("data", [])


def test_words_phrases_alternatives_and_negations_decide(ask):
    texts = [post["text"] for post in search(ask, '("can anyone recommend" OR switching) -phone lang:en')]
    assert texts
    assert [
        text
        for text in texts
        if not ("can anyone recommend" in text.lower() or "switching" in text.lower()) or "phone" in text.lower()
    ] == []


def test_search_sees_seven_days_and_no_plain_retweets(ask):
    posts = search(ask, "the")
    oldest = (datetime.now(UTC) - timedelta(days=8)).strftime("%Y-%m-%d")
    assert [post for post in posts if post["created_at"] < oldest] == []
    assert [post for post in posts if {"retweeted"} & {ref["type"] for ref in post.get("referenced_tweets", ())}] == []


def test_a_thread_is_found_by_its_conversation(ask, world):
    week = world.posts.younger_than(6 * 1440, 1)
    post = next(post for post in week if len(world.posts.answers_to(post, "replied_to")) > 1)
    number = world.posts.id_of(post)
    replies = search(ask, f"conversation_id:{number}")
    assert [reply["id"] for reply in replies] == [
        world.posts.id_of(one) for one in world.posts.answers_to(post, "replied_to")
    ]
    assert {reply["conversation_id"] for reply in replies} == {number}


def test_the_other_vocabulary_is_answered_in_kind(ask):
    got = ask(f"/2/users/{EAGER}/tweets", **{"post.fields": "public_metrics", "max_results": 5})
    assert "edit_history_post_ids" in got["data"][0]
    assert "repost_count" in got["data"][0]["public_metrics"]


def test_searching_people_needs_the_token_of_a_user(ask):
    assert ask("/2/users/search", query="Erik Eager").status == 403
    got = ask("/2/users/search", query="Erik Eager", headers={"authorization": "Bearer user-1"})
    assert [user["username"] for user in got["data"]] == ["eager_sbx"]


def test_awkward_characters_and_years_arrive(ask):
    odd = ask("/2/users/by/username/odd_chars_sbx", **{"user.fields": "description"})
    assert odd["data"]["name"] == "Odd\0a Characters"
    assert "\ud83d" in odd["data"]["description"]
    assert b"\\ud83d" in odd.reply.body()
    late = ask("/2/users/1500000000000000008/tweets", **{"tweet.fields": "created_at"})
    assert late["data"][0]["created_at"][:4] == "2106"
