from datetime import UTC, datetime, timedelta

from autoreach.sandbox.x_objects import Objects
from autoreach.sandbox.x_search import KEPT, PostSearch
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


def test_a_search_confined_to_an_author_finds_their_posts_of_the_week(ask, world):
    found = search(ask, "from:eager_sbx")
    week = [post for post in world.posts.timeline(19, 1) if post.age <= 7 * 1440]
    assert [post["id"] for post in found] == [world.posts.id_of(post) for post in week]
    assert search(ask, "from:nobody_sbx") == []


def test_an_author_with_an_impossible_name_is_refused(ask):
    got = ask("/2/tweets/search/recent", query="from:not-a-name")
    assert (got.status, got["errors"][0]["parameters"]) == (400, {"username": ["not-a-name"]})


def test_posts_of_who_is_protected_suspended_or_gone_are_not_found(ask, world):
    hidden = {str(1_500_000_000_000_000_000 + number) for number in range(3)}
    assert {post["author_id"] for post in search(ask, "a OR the OR we OR i")} & hidden == set()
    assert search(ask, "from:protected_sbx") == []


def test_the_next_page_of_a_question_is_of_the_same_answer(app):
    recent = PostSearch(app, Objects(app))
    assert recent.posts("recommend") is recent.posts("recommend")
    assert recent.posts("recommend") is not recent.posts("recommend OR switching")


def test_after_the_clock_was_moved_other_posts_are_found(app):
    recent = PostSearch(app, Objects(app))
    today = recent.posts("recommend")
    app.advance(3)
    later = recent.posts("recommend")
    assert later != today
    assert [post.age for post in later if not 0 <= post.age <= 7 * 1440] == []


def test_only_the_last_questions_are_kept(app):
    recent = PostSearch(app, Objects(app))
    first = recent.posts("from:eager_sbx zero")
    for number in range(KEPT):
        recent.posts(f"from:eager_sbx a{number}")
    assert recent.posts("from:eager_sbx zero") is not first


def test_the_replies_to_several_posts_are_found_at_once(ask, world):
    week = world.posts.younger_than(6 * 1440, 1)
    answered = [post for post in week if world.posts.answers_to(post, "replied_to")][:3]
    threads = [search(ask, f"conversation_id:{world.posts.id_of(post)}") for post in answered]
    together = search(ask, " OR ".join(f"conversation_id:{world.posts.id_of(post)}" for post in answered))
    assert sorted(post["id"] for post in together) == sorted(post["id"] for thread in threads for post in thread)
