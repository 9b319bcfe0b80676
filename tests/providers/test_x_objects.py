import pytest

from autoreach.providers.results import Problem
from autoreach.providers.x.client import X
from autoreach.providers.x.objects import Mention, XUser, read_post, read_problem, read_user
from tests.providers.conftest import LIMITS
from tests.providers.x_recorded import BANNED, GONE, HIDDEN, REPLY, REPLY_READ, TORA, TORA_READ


def test_whether_somebody_takes_messages_is_known_to_a_users_token_only(wire, x):
    wire.will({"data": [TORA]})
    assert x.user(id=TORA["id"]).value.accepts_dm is None
    mine = X(token="t", base_url=wire.url, user_token=True, limits=LIMITS)
    assert mine.user(id=TORA["id"]).value.accepts_dm is True
    assert ["receives_your_dm" in asked["user.fields"] for asked in wire.asked] == [False, True]


def test_the_new_vocabulary_is_asked_for_and_read_like_the_old_one(wire):
    renamed = {
        "referenced_tweets": "referenced_posts",
        "note_tweet": "note_post",
        "edit_history_tweet_ids": "edit_history_post_ids",
    }
    post = {renamed.get(name, name): value for name, value in REPLY.items()}
    metrics = {"repost_count" if k == "retweet_count" else k: v for k, v in REPLY["public_metrics"].items()}
    user_metrics = {"post_count" if k == "tweet_count" else k: v for k, v in TORA["public_metrics"].items()}
    user = {**TORA, "public_metrics": user_metrics}
    wire.will({"data": [{**post, "public_metrics": metrics}], "includes": {"users": [user]}, "meta": {}})
    x = X(token="t", base_url=wire.url, vocabulary="post", limits=LIMITS)
    assert x.search("churn").value.items == (REPLY_READ,)
    asked = dict(wire.asked[0].query)
    assert "tweet.fields" not in asked
    assert "referenced_posts" in asked["post.fields"].split(",")
    assert "author_id" not in asked["post.fields"].split(",")


def test_a_post_from_the_year_2106_has_no_date_and_stays(wire, x):
    late = {**REPLY, "created_at": "2106-02-07T06:28:15.000Z"}
    wire.will({"data": [late, {**REPLY, "id": "1", "created_at": "not a date"}], "meta": {}})
    assert [post.posted_at for post in x.posts("15").value.items] == [None, None]


def test_fields_of_the_wrong_kind_are_empty(wire, x):
    odd = {
        "id": 15,
        "username": "odd_invented",
        "name": None,
        "description": ["a"],
        "entities": "none",
        "public_metrics": {"followers_count": "many", "following_count": -4, "tweet_count": 10**400},
        "protected": "yes",
        "verified_type": "a_type_nobody_knows_yet",
        "created_at": 7,
    }
    wire.will({"data": [odd, "a string", None], "meta": {}})
    assert x.followers("15").value.items == (
        XUser(
            id="15",
            username="odd_invented",
            verified_type="a_type_nobody_knows_yet",
            followers=None,
            following=0,
            posts=2**31 - 1,
        ),
    )


def test_a_user_needs_an_id_and_a_name():
    assert [read_user(source) for source in ({}, {"id": "1"}, {"username": "a"})] == [None] * 3
    assert read_user({"id": 1, "username": "a"}) == XUser("1", "a")
    assert XUser("1", "a").url == "https://x.com/a"


def test_a_website_that_was_not_expanded_is_the_short_link():
    short = {"id": "1", "username": "a", "url": "https://t.co/x"}
    unwound = {
        "urls": [{"url": "https://t.co/x", "expanded_url": "https://a.example", "unwound_url": "https://b.example"}]
    }
    assert read_user(short).website == "https://t.co/x"
    assert read_user(short | {"entities": {"url": unwound}}).website == "https://b.example"


def test_a_picture_is_taken_in_full_size():
    user = {"id": "1", "username": "a", "profile_image_url": "https://p.example/a_normal.png"}
    assert read_user(user).image == "https://p.example/a.png"


def test_messages_are_known_to_be_taken_only_where_that_is_seen():
    user = {"id": "1", "username": "a", "receives_your_dm": True}
    assert (read_user(user).accepts_dm, read_user(user, sees_dm=True).accepts_dm) == (None, True)


@pytest.mark.parametrize(
    ("kind", "field"),
    [
        ("replied_to", "reply_to_id"),
        ("quoted", "quoted_id"),
        ("retweeted", "reposted_id"),
        ("reposted", "reposted_id"),
    ],
)
def test_a_post_names_what_it_refers_to(kind, field):
    post = read_post({"id": "2", "author_id": "1", "referenced_posts": [{"type": kind, "id": "9"}]}, authors={})
    known = {name: getattr(post, name) for name in ("reply_to_id", "quoted_id", "reposted_id")}
    assert known == {"reply_to_id": "", "quoted_id": "", "reposted_id": ""} | {field: "9"}


def test_a_post_without_its_author_is_none_unless_the_author_is_known():
    assert (read_post({"id": "2"}, authors={}), read_post({"author_id": "1"}, authors={})) == (None, None)
    assert read_post({"id": "2"}, authors={}, author_id="1").author_id == "1"


def test_a_long_post_is_read_from_its_note_with_mentions_and_links_of_both():
    post = {
        "id": "2",
        "author_id": "1",
        "text": "short &amp; cut…",
        "entities": {"mentions": [{"username": "a", "id": "7"}], "urls": [{"url": "https://t.co/1"}]},
        "note_tweet": {
            "text": "long &amp; whole",
            "entities": {
                "mentions": [{"username": "a", "id": "7"}, {"username": "b"}],
                "urls": [{"url": "https://t.co/2"}],
            },
        },
    }
    read = read_post(post, authors={"1": TORA_READ})
    assert (read.text, read.mentions) == ("long & whole", (Mention("a", "7"), Mention("b")))
    assert (read.links, read.url) == (("https://t.co/1", "https://t.co/2"), "https://x.com/tora_invented/status/2")


def test_a_post_of_an_author_who_did_not_come_has_an_address_all_the_same():
    assert read_post({"id": "2", "author_id": "1"}, authors={}).url == "https://x.com/i/status/2"


@pytest.mark.parametrize(
    ("source", "problem"),
    [
        (GONE, Problem("not_found", "gone_x", "Could not find user with usernames: [gone_x].")),
        (BANNED, Problem("suspended", "banned_x", "User has been suspended: [banned_x].")),
        (HIDDEN, Problem("protected", "15", "Sorry, you may not see [15].")),
        ({"type": "about:blank", "title": "Odd", "value": "3"}, Problem("other", "3", "Odd")),
        ({"message": "m"}, Problem("other", "", "m")),
        ({"detail": "User is SUSPENDED", "type": "about:blank"}, Problem("suspended", "", "User is SUSPENDED")),
    ],
)
def test_a_problem_says_what_did_not_come_and_why(source, problem):
    assert read_problem(source) == problem
