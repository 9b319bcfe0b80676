from tests.sandbox.x_questions import problems


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
