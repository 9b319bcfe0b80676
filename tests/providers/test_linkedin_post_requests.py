import pytest

from autoreach.providers.errors import InvalidAnswer
from tests.providers.linkedin_recorded import ID, POST, POST_READ, listed


def test_posts_of_a_person_and_of_a_company_are_read(wire, linkedin):
    wire.will(listed("PostList", POST, cursor="eyJkZW1vIjoxfQ=="))
    page = linkedin.posts(ID, limit=500).value
    assert (page.items, page.cursor) == ((POST_READ,), "eyJkZW1vIjoxfQ==")
    linkedin.posts("9000009", is_company=True, cursor=page.cursor)
    assert wire.asked[0].query == [("account_id", "acc_1"), ("limit", "100")]
    assert wire.asked[1].query == [
        ("account_id", "acc_1"),
        ("is_company", "true"),
        ("limit", "20"),
        ("cursor", "eyJkZW1vIjoxfQ=="),
    ]


def test_one_post_is_read(wire, linkedin):
    wire.will(POST)
    assert linkedin.post("urn:li:activity:7390000000000000009").value == POST_READ
    assert wire.asked[0].path == "/api/v1/posts/urn%3Ali%3Aactivity%3A7390000000000000009"


def test_an_object_that_is_no_post_is_an_invalid_answer(wire, linkedin):
    wire.will({"object": "Post"})
    with pytest.raises(InvalidAnswer):
        linkedin.post("7390000000000000009")


@pytest.mark.parametrize(
    ("ask", "path", "query"),
    [
        (lambda li: li.comments("7"), "posts/7/comments", [("limit", "50")]),
        (
            lambda li: li.comments("7", limit=9, replies_to="8", cursor="c"),
            "posts/7/comments",
            [("comment_id", "8"), ("limit", "9"), ("cursor", "c")],
        ),
        (lambda li: li.reactions("7"), "posts/7/reactions", [("limit", "50")]),
        (
            lambda li: li.reactions("7", limit=9, on_comment="8", cursor="c"),
            "posts/7/reactions",
            [("comment_id", "8"), ("limit", "9"), ("cursor", "c")],
        ),
        (lambda li: li.comments_by("a="), "users/a%3D/comments", [("limit", "20")]),
        (lambda li: li.comments_by("a", limit=9, cursor="c"), "users/a/comments", [("limit", "9"), ("cursor", "c")]),
    ],
)
def test_what_stands_under_a_post_is_asked_for_page_by_page(wire, linkedin, ask, path, query):
    wire.will({"items": []})
    answer = ask(linkedin)
    (asked,) = wire.asked
    assert (asked.path, asked.query) == (f"/api/v1/{path}", [("account_id", "acc_1"), *query])
    assert answer.usage.operation == path.rpartition("/")[2]


def test_comments_and_reactions_name_who_made_them(wire, linkedin):
    author = {"name": "Ilse Invented", "author_details": {"id": ID}}
    wire.will(listed("CommentList", {"id": "1", "text": "Yes", "author": "Ilse Invented", **author}))
    assert [comment.text for comment in linkedin.comments("7").value.items] == ["Yes"]
    assert [comment.text for comment in linkedin.comments_by(ID).value.items] == ["Yes"]
