import pytest

from tests.sandbox.x_questions import EAGER, problems


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


def test_searching_people_needs_the_token_of_a_user(ask):
    assert ask("/2/users/search", query="Erik Eager").status == 403
    got = ask("/2/users/search", query="Erik Eager", headers={"authorization": "Bearer user-1"})
    assert [user["username"] for user in got["data"]] == ["eager_sbx"]


USER_ID, COMPANY_ID = 1_500_000_000_000_000_000, 1_400_000_000_000_000_000


def test_a_user_is_read_by_id_and_by_name_alike(ask):
    by_name = ask("/2/users/by/username/EAGER_sbx")
    assert by_name.payload == {"data": {"id": EAGER, "name": "Erik Eager", "username": "eager_sbx"}}
    assert ask(f"/2/users/{EAGER}").payload == by_name.payload
    assert (by_name.reply.units, by_name.reply.objects) == ({"users": 1}, {"users": [EAGER]})


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


def test_the_newest_post_comes_along_on_request(ask, world):
    got = ask("/2/users/by", usernames="eager_sbx,quiet_sbx", expansions="most_recent_tweet_id")
    (newest,) = got["includes"]["tweets"]
    assert newest["id"] == world.posts.id_of(world.posts.timeline(19, 1)[0])


def test_the_timeline_shows_posts_and_answers_newest_first(ask, world):
    number = next(
        number
        for number in range(100, 900)
        if {post.relation for post in world.posts.timeline(number, 1)} >= {"", "replied_to", "retweeted"}
    )
    path, timeline = f"/2/users/{USER_ID + number}/tweets", world.posts.timeline(number, 1)
    found = ask(path, max_results=100)
    assert [post["id"] for post in found["data"]] == list(map(world.posts.id_of, timeline))
    assert found["meta"] == {
        "result_count": len(timeline),
        "newest_id": found["data"][0]["id"],
        "oldest_id": found["data"][-1]["id"],
    }
    for excluded, gone in (("replies", {"replied_to"}), ("replies,retweets", {"replied_to", "retweeted"})):
        kept = [world.posts.id_of(post) for post in timeline if post.relation not in gone]
        assert [post["id"] for post in ask(path, max_results=100, exclude=excluded)["data"]] == kept


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


def test_mentions_are_the_replies_to_an_account(ask, world):
    replies = [reply for post in world.posts.of(6000, 1) for reply in world.posts.answers_to(post, "replied_to")]
    got = ask("/2/users/1400000000000000000/mentions", max_results=100)
    expected = sorted(map(world.posts.id_of, replies), reverse=True)
    assert [post["id"] for post in got["data"]] == expected[:100]
    assert len(expected) > 0


@pytest.mark.parametrize(("list_of", "relation"), [("quote_tweets", "quoted"), ("retweeted_by", "retweeted")])
def test_quotes_and_reposters_of_a_post_are_listed(ask, world, list_of, relation):
    posts = world.posts
    post = max(posts.younger_than(60 * 1440, 1), key=lambda each: len(posts.answers_to(each, relation)))
    answers = posts.answers_to(post, relation)
    got = ask(f"/2/tweets/{posts.id_of(post)}/{list_of}", **{"tweet.fields": "referenced_tweets"})
    if relation == "quoted":
        assert [each["id"] for each in got["data"]] == list(map(posts.id_of, answers))[:10]
        assert {each["referenced_tweets"][0]["id"] for each in got["data"]} == {posts.id_of(post)}
        assert set(got.reply.objects) == {"posts", "users"}
    else:
        assert [each["username"] for each in got["data"]] == [world.account_name(each.account) for each in answers]
        assert set(got.reply.objects) == {"follows"}


def test_a_post_without_an_author_has_no_quotes(ask):
    got = ask("/2/tweets/1990000000000000001/quote_tweets")
    assert (got.status, got["errors"][0]["resource_type"]) == (200, "tweet")


def test_a_post_of_a_hidden_account_is_not_shown(ask, world):
    post = next(post for post in world.posts.timeline(0, 1))
    got = ask("/2/tweets", ids=world.posts.id_of(post))
    assert ("data" in got.payload, got["errors"][0]["resource_type"], got.reply.objects) == (
        False,
        "tweet",
        {"posts": []},
    )


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


def test_followers_are_charged_as_follows_and_hidden_ones_left_out(ask, world):
    got = ask("/2/users/1400000000000000000/followers", max_results=1000)
    numbers = world.network.followers(6000, 1, 0, 1000)
    assert [user["username"] for user in got["data"]] == [
        world.account_name(number) for number in numbers if number not in (1, 2)
    ]
    assert set(got.reply.objects) == {"follows"}


def test_following_are_hubs_and_a_company_follows_no_one(ask, world):
    got = ask(f"/2/users/{EAGER}/following")
    names = [user["username"] for user in got.payload.get("data", [])]
    assert names == [world.account_name(hub) for hub in world.network.following(19, 1)]
    assert ask("/2/users/1400000000000000000/following").payload == {"meta": {"result_count": 0}}


def test_counts_are_a_row_for_each_day_and_add_up(ask, world):
    got = ask("/2/tweets/counts/recent", query="planning", granularity="day")
    found = ask("/2/tweets/search/recent", query="planning", max_results=100)
    assert [row["tweet_count"] for row in got["data"]] != [0] * 7
    assert got["meta"]["total_tweet_count"] == sum(row["tweet_count"] for row in got["data"]) == len(found["data"])
    assert (len(got["data"]), got["data"][-1]["end"]) == (7, f"{world.today:%Y-%m-%dT%H:%M:%S.000Z}")
    assert [row["start"] for row in got["data"][1:]] == [row["end"] for row in got["data"][:-1]]
    assert got.reply.units == {"counts": 1}
    assert len(ask("/2/tweets/counts/recent", query="planning")["data"]) == 168


def test_the_usage_counts_the_posts_that_were_read(ask):
    ask(f"/2/users/{EAGER}/tweets", max_results=5)
    read = len(ask(f"/2/users/{EAGER}/tweets", max_results=5)["data"])
    assert ask("/2/usage/tweets").payload["data"] == {
        "project_id": "1",
        "project_usage": 2 * read,
        "project_cap": 3_000_000,
        "cap_reset_day": 9,
    }


@pytest.mark.parametrize("query", ["", "Erik (Eager)", "a" * 51])
def test_a_search_for_people_takes_short_words_only(ask, query):
    got = ask("/2/users/search", query=query, headers={"authorization": "Bearer user-1"})
    assert (got.status, got["errors"][0]["parameters"]) == (400, {"query": [query]})
