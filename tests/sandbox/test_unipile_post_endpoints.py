import pytest

from tests.sandbox.unipile_questions import every, member


def test_the_posts_of_a_member_and_of_a_company_come_in_pages(ask, world):
    for path, account, more in (
        (f"/users/{member(500)}/posts", 500, {}),
        ("/users/9000000/posts", 6000, {"is_company": "true"}),
    ):
        items = every(ask, path, limit=2, **more)
        assert [item["id"] for item in items] == [world.posts.id_of(post) for post in world.posts.of(account, 2)]


@pytest.mark.parametrize("identifier", ["{}", "urn:li:activity:{}", "urn:li:ugcPost:{}", "urn:li:share:{}"])
def test_a_post_is_read_by_number_and_by_urn(ask, world, identifier):
    number = world.posts.id_of(world.posts.get(19, 2, 0))
    got = ask.linkedin(f"/posts/{identifier.format(number)}")
    assert (got["id"], got.reply.units) == (number, {"posts": 1})


def test_another_urn_is_no_post(ask):
    got = ask.linkedin("/posts/urn:li:article:7390000000000000001")
    assert (got.status, got["type"]) == (422, "errors/invalid_post")


def test_comments_stand_below_the_post_and_at_their_author(ask, world):
    posts = world.posts
    post = max(posts.younger_than(30 * 1440, 2), key=lambda each: len(posts.answers_to(each, "replied_to")))
    comments = posts.answers_to(post, "replied_to")
    got = ask.linkedin(f"/posts/{posts.id_of(post)}/comments", limit=100)
    assert [item["id"] for item in got["items"]] == list(map(posts.id_of, comments))
    assert (got["total_items"], got["paging"]) == (
        len(comments),
        {"page_count": len(comments), "start": 0, "total_count": len(comments)},
    )
    first = got["items"][0]
    author = world.people.get(comments[0].account)
    assert (first["post_id"], first["author"], first["author_details"]["id"], first["text"]) == (
        posts.id_of(post),
        author.linkedin_name,
        member(author.number),
        comments[0].text,
    )
    own = every(ask, f"/users/{member(author.number)}/comments")
    assert first in own
    assert ask.linkedin(f"/posts/{posts.id_of(post)}/comments", comment_id=first["id"])["items"] == []


def test_a_reaction_stands_at_the_post_and_at_the_person(ask, world):
    number = next(number for number in range(100, 900) if world.posts.answers_by(number, 2, reactions=True))
    person = f"ACoAAASBX{number:030d}"
    reaction = ask.linkedin(f"/users/{person}/reactions")["items"][0]
    pages = ask.linkedin(f"/posts/urn:li:activity:{reaction['post_id']}/reactions", limit=100)
    assert person in [item["author"]["id"] for item in pages["items"]]
    assert "cursor" in pages["paging"]
    assert "cursor" not in pages.payload
