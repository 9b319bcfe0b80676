def test_an_empty_key_is_refused(ask):
    got = ask("/v1/models", headers={"authorization": "Bearer "})
    assert (got.status, got["error"]["code"]) == (401, "invalid_api_key")


def test_the_wait_after_a_limit_is_told_in_a_header(ask):
    names = ("rate_limited", "rate_limited;reset=7", "rate_limited_bare")
    waits = [ask("/v1/models", headers={"x-sandbox-fault": name}).headers.get("retry-after") for name in names]
    assert waits == [1, 7.0, None]


def test_a_gateway_answers_in_html(ask):
    got = ask("/v1/models", headers={"x-sandbox-fault": "gateway"})
    assert (got.status, got.reply.content_type, got.payload) == (502, "text/html", None)
