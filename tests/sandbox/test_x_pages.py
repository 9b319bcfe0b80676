import pytest

from tests.sandbox.x_questions import problems

USER_ID, COMPANY_ID = 1_500_000_000_000_000_000, 1_400_000_000_000_000_000


@pytest.mark.parametrize(
    "number", [str(USER_ID + 6000), str(USER_ID + 14), str(COMPANY_ID + 100), str(COMPANY_ID + 1200), "0", "15"]
)
def test_an_id_that_is_not_on_x_is_not_found(ask, number):
    got = ask(f"/2/users/{number}")
    assert (got.status, got["errors"][0]["type"].rpartition("/")[2], got.reply.units) == (
        200,
        "resource-not-found",
        {"users": 0},
    )


def test_posts_of_a_protected_account_are_not_shown(ask):
    account = ask("/2/users/by/username/protected_sbx", **{"user.fields": "protected"})["data"]
    assert account["protected"] is True
    got = ask(f"/2/users/{account['id']}/tweets")
    assert (got.status, problems(got)) == (200, [("Authorization Error", "not-authorized-for-resource")])


def test_pages_hold_every_follower_once(ask, world):
    seen, token = [], {}
    while True:
        got = ask("/2/users/1400000000000000000/followers", max_results=40, **token)
        seen += [user["id"] for user in got["data"]]
        if "next_token" not in got["meta"]:
            break
        token = {"pagination_token": got["meta"]["next_token"]}
    assert len(seen) == len(set(seen)) == world.network.follower_count(world.people.count, 1)


def test_every_page_but_the_first_is_one_short(ask):
    sizes, token = [], {}
    while True:
        got = ask("/2/users/1400000000000000000/tweets", max_results=5, **token)
        sizes.append(len(got["data"]))
        if "next_token" not in got["meta"]:
            break
        token = {"pagination_token": got["meta"]["next_token"]}
    assert sizes[:-1] == [5] + [4] * (len(sizes) - 2)
    assert sum(sizes) == len(ask("/2/users/1400000000000000000/tweets", max_results=100)["data"])


def test_a_token_of_another_list_is_refused(ask):
    token = ask("/2/users/1400000000000000000/tweets", max_results=5)["meta"]["next_token"]
    got = ask("/2/users/1400000000000000001/tweets", pagination_token=token)
    complaint = f"The `pagination_token` query parameter value [{token}] is not valid"
    assert (got.status, got["errors"][0]["message"], "data" in got.payload) == (400, complaint, False)


def test_a_span_of_time_or_ids_narrows_a_timeline(ask, world):
    posts = world.posts.timeline(6000, 1)
    first, middle, last = posts[0], posts[2], posts[4]
    path = "/2/users/1400000000000000000/tweets"

    def found(**span):
        return [post["id"] for post in ask(path, max_results=100, **span).payload.get("data", [])]

    ids = list(map(world.posts.id_of, posts))
    moment = f"{world.moment(middle):%Y-%m-%dT%H:%M:%SZ}"
    assert found(start_time=moment) == ids[:3]
    assert found(end_time=moment) == ids[3:]
    assert found(since_id=world.posts.id_of(middle)) == ids[:2]
    assert found(until_id=world.posts.id_of(middle)) == ids[3:]
    assert found(since_id=world.posts.id_of(last), until_id=world.posts.id_of(first)) == ids[1:4]
    assert found(start_time="2105-01-01T00:00:00Z") == []


def test_a_reply_brings_the_post_it_answers_and_both_people(ask, world):
    posts = world.posts
    reply = next(
        each for number in range(100, 900) for each in posts.answers_by(number, 1) if each.relation == "replied_to"
    )
    target = posts.by_reference(reply.target, 1)
    number = posts.id_of(reply)
    got = ask(f"/2/tweets/{number}", expansions="author_id,in_reply_to_user_id,referenced_tweets.id")
    assert {user["username"] for user in got["includes"]["users"]} == {
        world.account_name(reply.account),
        world.account_name(target.account),
    }
    assert [each["id"] for each in got["includes"]["tweets"]] == [posts.id_of(target)]
    alone = ask(f"/2/tweets/{number}")
    assert ("includes" in alone.payload, "author_id" in alone["data"]) == (False, False)
