from tests.sandbox.x_questions import EAGER


def test_the_usage_counts_the_posts_that_were_read(ask):
    ask(f"/2/users/{EAGER}/tweets", max_results=5)
    read = len(ask(f"/2/users/{EAGER}/tweets", max_results=5)["data"])
    assert ask("/2/usage/tweets").payload["data"] == {
        "project_id": "1",
        "project_usage": 2 * read,
        "project_cap": 3_000_000,
        "cap_reset_day": 9,
    }
