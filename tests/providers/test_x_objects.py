from autoreach.providers.x.client import X
from autoreach.providers.x.objects import XUser
from tests.providers.conftest import LIMITS
from tests.providers.x_recorded import REPLY, REPLY_READ, TORA


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
