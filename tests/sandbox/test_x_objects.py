from tests.sandbox.x_questions import EAGER


def test_only_the_fields_asked_for_are_given(ask):
    assert set(ask("/2/users/by/username/eager_sbx")["data"]) == {"id", "name", "username"}
    assert set(ask("/2/users/by/username/eager_sbx", **{"user.fields": "verified,no_such_field"})["data"]) == {
        "id", "name", "username", "verified",
    }  # fmt: skip


def test_the_other_vocabulary_is_answered_in_kind(ask):
    got = ask(f"/2/users/{EAGER}/tweets", **{"post.fields": "public_metrics", "max_results": 5})
    assert "edit_history_post_ids" in got["data"][0]
    assert "repost_count" in got["data"][0]["public_metrics"]


def test_awkward_characters_and_years_arrive(ask):
    odd = ask("/2/users/by/username/odd_chars_sbx", **{"user.fields": "description"})
    assert odd["data"]["name"] == "Odd\0a Characters"
    assert "\ud83d" in odd["data"]["description"]
    assert b"\\ud83d" in odd.reply.body()
    late = ask("/2/users/1500000000000000008/tweets", **{"tweet.fields": "created_at"})
    assert late["data"][0]["created_at"][:4] == "2106"
