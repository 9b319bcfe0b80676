"""The edge of the house: what a broken answer becomes. Tried with the X client, whose reads may be repeated."""

import gzip
import json
import socket
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime
from decimal import Decimal

import pytest

from autoreach.providers.errors import (
    AuthFailed,
    InvalidAnswer,
    InvalidRequest,
    NotFound,
    NotSupported,
    OutOfCredits,
    RateLimited,
    Unavailable,
)
from autoreach.providers.http import backoff
from autoreach.providers.results import Usage
from autoreach.providers.x.client import X
from tests.providers.conftest import LIMITS, Canned

MIRA = {"id": "1500000000000000011", "name": "Mira Invented", "username": "mira_invented"}
USERS = {"data": [MIRA]}
HTML = Canned(b"<html><body>Bad gateway</body></html>", headers={"content-type": "text/html"})


def test_a_read_is_repeated_after_a_passing_failure(wire, x):
    wire.will(Canned({}, status=503), Canned(b"", status=502), USERS)
    answer = x.users(["1500000000000000011"])
    assert [user.username for user in answer.value] == ["mira_invented"]
    assert (answer.usage.calls, len(wire.asked)) == (3, 3)


@pytest.mark.parametrize(
    ("answer", "kind", "calls", "uncertain"),
    [
        (Canned({"title": "Service Unavailable"}, status=503), Unavailable, 3, False),
        (Canned(b"", status=500), Unavailable, 3, False),
        (Canned(b"", status=504), Unavailable, 3, True),
        (Canned(HTML.body, status=502), Unavailable, 3, False),
        (HTML, InvalidAnswer, 3, True),
        (Canned(b""), InvalidAnswer, 3, True),
        (Canned([1, 2]), InvalidAnswer, 3, True),
        (Canned({"unexpected": "object"}), InvalidAnswer, 1, False),
        (Canned(b'{"data": [{"id": "15'), InvalidAnswer, 3, True),
        (Canned(b"[" * 200_000), InvalidAnswer, 3, True),
        (Canned(b'{"data": ' + b"9" * 5000 + b"}"), InvalidAnswer, 3, True),
        (Canned(USERS, cut=True), Unavailable, 3, True),
        (Canned(drop=True), Unavailable, 3, True),
        (Canned(USERS, silent=True), Unavailable, 3, True),
        (Canned(USERS, drip=True), Unavailable, 1, True),
        (Canned(b"{" + b" " * (5 << 20) + b"}"), InvalidAnswer, 1, True),
        (Canned(b"", status=302, headers={"location": "http://elsewhere.example/"}), InvalidAnswer, 1, True),
        (Canned({}, status=400), InvalidRequest, 1, False),
        (Canned({}, status=401), AuthFailed, 1, False),
        (Canned(HTML.body, status=401), AuthFailed, 1, False),
        (Canned({}, status=402), OutOfCredits, 1, False),
        (Canned({}, status=404), NotFound, 1, False),
        (Canned(HTML.body, status=403), Unavailable, 1, False),
        (Canned(HTML.body, status=404), Unavailable, 1, False),
        (Canned({}, status=405), NotSupported, 1, False),
        (Canned({}, status=418), InvalidRequest, 1, False),
        (Canned({}, status=599), Unavailable, 1, False),
    ],
)
def test_a_failure_becomes_one_typed_error_that_tells_what_was_used(wire, answer, kind, calls, uncertain):
    wire.will(answer)
    with pytest.raises(kind) as caught:
        X(token="t", base_url=wire.url, limits=answer.limits).users(["1500000000000000011"])
    error = caught.value
    assert (type(error), wire.count(calls), error.usage.calls, error.uncertain) == (kind, calls, calls, uncertain)
    assert error.usage.cost_usd == (None if uncertain else Decimal(0))


def test_nothing_was_sent_where_no_server_listens():
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        url = f"http://127.0.0.1:{unused.getsockname()[1]}"
        with pytest.raises(Unavailable) as caught:
            X(token="t", base_url=url, limits=LIMITS).users(["15"])
    assert (caught.value.uncertain, caught.value.usage.calls) == (False, 3)


@pytest.mark.parametrize("url", ["https://", "http://127.0.0.1:99999"])
def test_nothing_was_sent_to_an_address_that_is_none(url):
    with pytest.raises(Unavailable) as caught:
        X(token="t", base_url=url, limits=LIMITS).users(["15"])
    assert (caught.value.uncertain, caught.value.usage.cost_usd) == (False, Decimal(0))


def test_neither_a_password_file_nor_a_cookie_changes_what_is_sent(wire, monkeypatch, tmp_path):
    (tmp_path / "netrc").write_text("machine 127.0.0.1 login somebody password else\n")
    monkeypatch.setenv("NETRC", str(tmp_path / "netrc"))
    x = X(token="the-key", base_url=wire.url, limits=LIMITS)
    wire.will(Canned(USERS, headers={"set-cookie": "guest=1; Path=/"}), USERS)
    x.users(["15"])
    x.users(["15"])
    assert [(sent.headers.get("authorization"), sent.headers.get("cookie")) for sent in wire.asked] == [
        ("Bearer the-key", None)
    ] * 2


@pytest.mark.parametrize("answer", [Canned({}, status=503), Canned(drop=True), Canned(USERS, cut=True)])
def test_a_write_like_search_is_not_repeated_once_it_was_sent(wire, linkedin, answer):
    wire.will(answer)
    with pytest.raises(Unavailable):
        linkedin.search_people(keywords="churn")
    assert len(wire.asked) == 1


def test_an_earlier_attempt_that_may_have_been_charged_keeps_the_outcome_uncertain(wire, x):
    wire.will(Canned(drop=True), Canned({}, status=401))
    with pytest.raises(AuthFailed) as caught:
        x.users(["1500000000000000011"])
    assert (caught.value.uncertain, caught.value.usage) == (True, Usage("x", "users", calls=2, cost_usd=None))


def test_repeating_ends_with_the_time_for_the_whole_call(wire):
    wire.will(Canned(USERS, silent=True))
    with pytest.raises(Unavailable) as caught:
        X(token="t", base_url=wire.url, limits=replace(LIMITS, read=0.05, total=1, attempts=99)).users(["15"])
    assert 1 < caught.value.usage.calls < 99


def test_a_compressed_answer_is_read_and_its_true_size_counts(wire, x):
    wire.will(Canned(gzip.compress(json.dumps(USERS).encode()), headers={"content-encoding": "gzip"}))
    assert x.user(id="1500000000000000011").value.name == "Mira Invented"
    wire.will(Canned(gzip.compress(b" " * (64 << 20)), headers={"content-encoding": "gzip"}))
    with pytest.raises(InvalidAnswer, match="larger than"):
        x.user(id="1500000000000000011")


def test_a_connection_is_used_again_also_after_an_error(wire, x):
    wire.will(USERS, Canned({}, status=404), USERS)
    x.users(["15"])
    with pytest.raises(NotFound):
        x.users(["15"])
    x.users(["15"])
    assert len(wire.connections) == 1


def test_many_threads_share_one_client(wire, x):
    wire.will(Canned(USERS, delay=0.05))
    with ThreadPoolExecutor(16) as pool:
        answers = list(pool.map(lambda number: x.users([str(number)]), range(1, 65)))
    assert {answer.value[0].username for answer in answers} == {"mira_invented"}
    assert sorted(int(asked["ids"]) for asked in wire.asked) == list(range(1, 65))
    assert len(wire.connections) <= 16


def test_every_request_asks_for_permission_first(wire):
    asked = []
    x = X(token="t", base_url=wire.url, limits=LIMITS, permit=asked.append)
    wire.will(Canned({}, status=503), USERS)
    x.users(["15"])
    assert asked == ["users", "users"]


def test_a_call_without_permission_is_not_made(wire):
    def refuse(operation):
        raise RateLimited("spent", resume_at=datetime.now(UTC), usage=Usage("x", operation))

    with pytest.raises(RateLimited):
        X(token="t", base_url=wire.url, limits=LIMITS, permit=refuse).users(["15"])
    assert wire.asked == []


def test_an_error_names_the_call_and_never_the_key(wire):
    wire.will(Canned({"detail": "Unauthorized"}, status=401))
    with pytest.raises(AuthFailed) as caught:
        X(token="very-secret", base_url=wire.url, limits=LIMITS).users(["15"])
    assert str(caught.value) == "x users: 401 Unauthorized"


def test_the_pause_before_a_repetition_doubles_up_to_eight_seconds():
    for attempt, longest in ((1, 0.5), (2, 1), (3, 2), (5, 8), (9, 8)):
        pauses = [backoff(0.5, attempt) for _ in range(200)]
        assert longest / 2 <= min(pauses) < max(pauses) <= longest
        assert max(pauses) > longest * 0.9


@pytest.mark.parametrize(
    ("headers", "request_id"),
    [
        ({"x-request-id": "r", "x-transaction-id": "t"}, "r"),
        ({"x-transaction-id": "t"}, "t"),
        ({}, ""),
    ],
)
def test_the_id_of_a_request_is_noted_for_the_ledger(wire, x, headers, request_id):
    wire.will(Canned(USERS, headers=headers))
    assert x.users(["1500000000000000011"]).usage.request_id == request_id
