import pytest

USER_ID = 1_500_000_000_000_000_000


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


def test_an_account_without_posts_answers_without_data(ask):
    assert ask("/2/users/1500000000000000003/tweets").payload == {"meta": {"result_count": 0}}


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
