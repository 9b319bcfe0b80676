from tests.sandbox.provider_calls import call, charges


def test_the_log_tells_what_was_read(ask):
    for _ in range(3):
        call(ask, "unipile")
    call(ask, "unipile", **{"x-sandbox-fault": "server_error"})
    summary = ask("/sandbox/calls", list=1, provider="unipile", since=1, limit=2).payload
    assert summary["units"] == {"unipile profiles": 3}
    assert [entry["number"] for entry in summary["calls"]] == [2, 3]
    ask("/sandbox/calls", method="DELETE")
    assert ask("/sandbox/calls")["total"] == 0


def test_linkedin_costs_the_same_however_often_it_is_asked(ask):
    call(ask, "unipile")
    call(ask, "unipile")
    assert charges(ask) == (0, 0)


def test_a_model_charges_every_answer(ask):
    for text in ("Hello", "Hello", "Goodbye"):
        ask("/v1/responses", {"model": "gpt-6-luna", "input": text})
    ask("/v1/models")
    assert charges(ask) == (3, 1)


def test_x_charges_an_object_once_a_day_whatever_the_question(ask):
    user = call(ask, "x")["data"]["id"]
    ask("/2/users", ids=user)
    ask(f"/2/users/{user}", **{"user.fields": "description"})
    assert charges(ask) == (1, 0)
    posts = ask(f"/2/users/{user}/tweets", max_results=5)["data"]
    ask("/2/tweets", ids=",".join(post["id"] for post in posts))
    assert charges(ask) == (1 + len(posts), 0)
    ask("/sandbox/clock", {"days": 1})
    ask("/2/users", ids=user)
    assert charges(ask) == (2 + len(posts), 1)


def test_authors_that_come_with_posts_are_charged_as_users(ask):
    posts = ask("/2/tweets/search/recent", query="team", expansions="author_id")
    read = len(posts["data"]) + len(posts["includes"]["users"])
    assert (charges(ask), len(posts["includes"]["users"]) > 0) == ((read, 0), True)


def test_x_charges_each_count_and_nobody_that_does_not_exist(ask):
    ask("/2/users/by/username/nobody_at_all")
    assert charges(ask) == (0, 0)
    for _ in range(2):
        ask("/2/tweets/counts/recent", query="production")
    assert charges(ask) == (2, 1)
