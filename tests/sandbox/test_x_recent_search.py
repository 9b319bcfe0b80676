from datetime import UTC, datetime, timedelta

from tests.sandbox.x_questions import search


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
