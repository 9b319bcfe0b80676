import time

from autoreach.sandbox.call_log import CallLog
from autoreach.sandbox.http_messages import Reply, Request
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


def test_x_charges_each_count_and_no_user_that_does_not_exist(ask):
    ask("/2/users/by/username/nobody_at_all")
    assert charges(ask) == (0, 0)
    for _ in range(2):
        ask("/2/tweets/counts/recent", query="production")
    assert charges(ask) == (2, 1)


def record(log, *, provider="x", endpoint="users", status=200, units=None, objects=None, **more):
    known = {"request": Request("GET", "/2/users", "ids=1"), "key": "k", "fault": "", "billing": "objects", "day": 1}
    reply = Reply({}, status, units=units or {}, objects=objects or {})
    log.record(provider=provider, endpoint=endpoint, reply=reply, **known | more)


def test_a_call_is_logged_as_it_was_asked_and_answered():
    log, before = CallLog(), time.time()
    record(log, units={"users": 2}, fault="slow")
    record(log, request=Request("POST", "/v1/x"), provider="openai", endpoint="responses", billing="calls", status=429)
    first, second = log.listing()
    assert before <= first.pop("at") <= time.time()
    assert first == {
        "number": 1,
        "provider": "x",
        "endpoint": "users",
        "method": "GET",
        "path": "/2/users?ids=1",
        "key": "k",
        "status": 200,
        "fault": "slow",
        "units": {"users": 2},
    }
    assert (second["number"], second["path"], second["status"], second["fault"]) == (2, "/v1/x", 429, "")


def test_calls_are_counted_by_endpoint_status_fault_and_units():
    log = CallLog()
    record(log, units={"users": 2, "posts": 0})
    record(log, units={"users": 3}, fault="html")
    record(log, endpoint="tweets", status=503, fault="unavailable")
    summary = log.summary()
    assert (summary["total"], summary["by_endpoint"], summary["by_status"]) == (
        3,
        {"x users": 2, "x tweets": 1},
        {"x 200": 2, "x 503": 1},
    )
    assert (summary["by_fault"], summary["units"]) == ({"x html": 1, "x unavailable": 1}, {"x users": 5})


def test_the_list_is_narrowed_by_number_provider_endpoint_and_length():
    log = CallLog()
    for provider, endpoint in (("x", "users"), ("x", "user_tweets"), ("unipile", "profile"), ("x", "tweets")):
        record(log, provider=provider, endpoint=endpoint)
    numbers = lambda **by: [call["number"] for call in log.listing(**by)]  # noqa: E731
    assert (numbers(), numbers(since=2), numbers(provider="x"), numbers(endpoint="tweets")) == (
        [1, 2, 3, 4],
        [3, 4],
        [1, 2, 4],
        [2, 4],
    )
    assert (numbers(limit=2), numbers(since=1, provider="x", limit=1)) == ([1, 2], [2])


def test_an_object_is_charged_once_a_day_by_kind():
    log = CallLog()
    record(log, objects={"users": ["1", "2"], "posts": ["1"]}, day=1)
    record(log, objects={"users": ["2", "3"]}, day=1)
    record(log, objects={"users": ["1"]}, day=2)
    assert (log.summary()["charged"], log.summary()["charged_again"]) == (5, 1)


def test_a_flat_rate_charges_nothing_and_a_refusal_neither():
    log = CallLog()
    record(log, provider="unipile", billing="flat", units={"profiles": 1})
    record(log, provider="openai", billing="calls", status=500)
    assert (log.summary()["charged"], log.summary()["charged_by"]) == (0, {})


def test_a_question_to_a_model_is_charged_again_when_it_is_the_same():
    log = CallLog()
    for body in (b"a", b"a", b"b"):
        request = Request("POST", "/v1/responses", body=body)
        record(log, provider="openai", billing="calls", units={"input_tokens": 3}, request=request)
    assert (log.summary()["charged_by"], log.summary()["charged_again"]) == ({"openai": 3}, 1)


def test_a_cleared_log_has_forgotten_what_was_charged():
    log = CallLog()
    record(log, objects={"users": ["1"]})
    log.clear()
    assert (log.total, log.listing(), log.summary()["charged"]) == (0, [], 0)
    record(log, objects={"users": ["1"]})
    assert (log.summary()["charged"], log.listing()[0]["number"]) == (1, 1)
