import pytest

from autoreach.sandbox.http_messages import Refused, Reply, Request


def test_a_query_keeps_blank_and_repeated_values():
    request = Request("GET", "/p", "a=1&b=&a=2&c=%20x")
    assert request.query == {"a": ["1", "2"], "b": [""], "c": [" x"]}
    assert [request.first(name) for name in ("a", "b", "d")] == ["1", "", None]
    assert request.first("d", "7") == "7"
    assert Request("GET", "/p").query == {}


@pytest.mark.parametrize(
    ("header", "token"), [("Bearer a b", "a b"), ("bearer  a ", "a"), ("Basic a", ""), ("Bearer", ""), ("", "")]
)
def test_a_token_is_read_from_its_header(header, token):
    assert Request("GET", "/p", headers={"authorization": header}).bearer_token == token
    assert Request("GET", "/p").bearer_token == ""


@pytest.mark.parametrize(
    ("body", "read"), [(b'{"a": 1}', {"a": 1}), (b"[]", []), (b"", None), (b"{", None), (b"\xff", None)]
)
def test_a_body_is_json_or_none(body, read):
    assert Request("POST", "/p", body=body).json == read


def test_a_reply_is_written_as_compact_json_and_bytes_as_they_are():
    assert Reply({"a": [1, "ü\ud83d"], "b": None}).body() == b'{"a":[1,"\\u00fc\\ud83d"],"b":null}'
    assert Reply(b"<html>", content_type="text/html").body() == b"<html>"


def test_a_reply_is_charged_nothing_and_leaves_at_once_unless_it_says_so():
    reply = Reply({})
    assert (reply.status, reply.headers, reply.units, reply.objects) == (200, {}, {}, {})
    assert (reply.content_type, reply.delay, reply.cut, reply.hang_up) == ("application/json", 0, None, False)


def test_a_refusal_carries_its_reply():
    reply = Reply({"error": "no"}, 403)
    assert (Refused(reply).reply, str(Refused(reply))) == (reply, "403")
