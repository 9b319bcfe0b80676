import pytest

from tests.sandbox.x_questions import EAGER


def test_a_user_is_read_by_id_and_by_name_alike(ask):
    by_name = ask("/2/users/by/username/EAGER_sbx")
    assert by_name.payload == {"data": {"id": EAGER, "name": "Erik Eager", "username": "eager_sbx"}}
    assert ask(f"/2/users/{EAGER}").payload == by_name.payload
    assert (by_name.reply.units, by_name.reply.objects) == ({"users": 1}, {"users": [EAGER]})


def test_a_list_gives_what_it_has_and_names_the_rest(ask):
    got = ask("/2/users/by", usernames="eager_sbx,suspended_sbx,quiet_sbx,eager_sbx")
    assert [user["username"] for user in got["data"]] == ["eager_sbx", "quiet_sbx"]
    assert [entry["value"] for entry in got["errors"]] == ["suspended_sbx"]
    assert got.reply.units == {"users": 2}


def test_the_newest_post_comes_along_on_request(ask, world):
    got = ask("/2/users/by", usernames="eager_sbx,quiet_sbx", expansions="most_recent_tweet_id")
    (newest,) = got["includes"]["tweets"]
    assert newest["id"] == world.posts.id_of(world.posts.timeline(19, 1)[0])


def test_searching_people_needs_the_token_of_a_user(ask):
    assert ask("/2/users/search", query="Erik Eager").status == 403
    got = ask("/2/users/search", query="Erik Eager", headers={"authorization": "Bearer user-1"})
    assert [user["username"] for user in got["data"]] == ["eager_sbx"]
    assert "data" not in ask("/2/users/search", query="Lino Only", headers={"authorization": "Bearer user-1"}).payload


@pytest.mark.parametrize("query", ["", "Erik (Eager)", "a" * 51])
def test_a_search_for_people_takes_short_words_only(ask, query):
    got = ask("/2/users/search", query=query, headers={"authorization": "Bearer user-1"})
    assert (got.status, got["errors"][0]["parameters"]) == (400, {"query": [query]})


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
