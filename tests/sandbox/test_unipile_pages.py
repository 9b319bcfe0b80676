from tests.sandbox.unipile_questions import EAGER


def test_throttling_leaves_lists_empty_with_a_cursor(ask):
    headers = {"x-sandbox-fault": "throttled"}
    got = ask(f"/api/v1/users/{EAGER}/posts", account_id="a", headers=headers)
    assert (got.status, got["items"], bool(got["cursor"])) == (200, [], True)


def test_a_page_counts_what_it_holds(ask):
    got = ask.linkedin("/users/9000000/posts", is_company="true", limit=3)
    assert (got["object"], got["paging"], len(got["items"]), got.reply.units) == (
        "PostList",
        {"page_count": 3},
        3,
        {"posts": 3},
    )


def test_a_cursor_keeps_the_limit_it_was_made_with(ask):
    first = ask.linkedin("/users/9000000/posts", is_company="true", limit=3)
    second = ask.linkedin("/users/9000000/posts", is_company="true", limit=50, cursor=first["cursor"])
    assert len(second["items"]) == 3
