from datetime import UTC, datetime, timedelta

from autoreach.providers.linkedin.member_objects import Member
from autoreach.providers.linkedin.post_objects import (
    Comment,
    Reaction,
    SharedPost,
    read_comment,
    read_post,
    read_reaction,
)
from tests.providers.linkedin_recorded import AUTHOR, ID, ILSE, POST, listed


def test_a_shared_post_keeps_its_two_authors_apart(wire, linkedin):
    other = {
        **AUTHOR,
        "id": "ACoAAADEMO0000000000000000000000000011",
        "public_identifier": "jun",
        "name": "Jun Invented",
    }
    jun = Member(other["id"], "jun", "Jun Invented", "Plant manager")
    inner = {
        "id": "7380000000000000001",
        "date": "1w",
        "parsed_datetime": "2026-11-10T08:00:00.000Z",
        "author": other,
        "text": "The original.",
    }
    wire.will(
        listed(
            "PostList",
            {**POST, "is_repost": True, "author": other, "reposted_by": AUTHOR, "repost_id": "1"},
            {**POST, "is_repost": True, "text": "Look at this", "repost_content": inner},
        )
    )
    passed_on, quoted = linkedin.posts(ID).value.items
    assert (passed_on.author, passed_on.shared_by, passed_on.shared) == (jun, ILSE, None)
    assert (quoted.author, quoted.shared_by) == (ILSE, None)
    assert quoted.shared == SharedPost(
        "7380000000000000001", "The original.", jun, datetime(2026, 11, 10, 8, tzinfo=UTC)
    )


def test_comments_are_read_although_their_author_is_a_bare_name(wire, linkedin):
    comment = {
        "object": "Comment",
        "id": "7390000000000000555",
        "post_id": "7390000000000000009",
        "post_urn": "urn:li:activity:7390000000000000009",
        "author": "Ilse Invented",
        "author_details": {
            "id": None,
            "headline": "Plant manager",
            "profile_url": "https://www.linkedin.com/in/ilse-invented",
            "network_distance": "THIRD_DEGREE",
        },
        "date": "3d",
        "text": "We left Sample ERP last year.",
        "reaction_counter": 2,
        "reply_counter": 1,
    }
    wire.will(listed("CommentList", comment, {**comment, "date": "il y a 3 j"}, total_items=9))
    for page in (linkedin.comments("urn:li:activity:1", replies_to="5").value, linkedin.comments_by(ID).value):
        first, second = page.items
        author = Member(
            "",
            "ilse-invented",
            "Ilse Invented",
            "Plant manager",
            "https://www.linkedin.com/in/ilse-invented",
            distance=3,
        )
        assert datetime.now(UTC) - first.posted_at - timedelta(days=3) < timedelta(minutes=1)
        assert second == Comment(
            "7390000000000000555", "7390000000000000009", "We left Sample ERP last year.", author, None, 2, 1
        )
        assert page.total == 9
    assert [asked.path for asked in wire.asked] == [
        "/api/v1/posts/urn%3Ali%3Aactivity%3A1/comments",
        f"/api/v1/users/{ID}/comments",
    ]
    assert wire.asked[0]["comment_id"] == "5"


def test_reactions_carry_their_cursor_in_either_place(wire, linkedin):
    reaction = {
        "object": "PostReaction",
        "value": "A_NEW_KIND",
        "post_id": "7390000000000000009",
        "author": {
            "id": "9000009",
            "type": "COMPANY",
            "name": "Invented Mills",
            "headline": None,
            "profile_url": "https://www.linkedin.com/company/invented-mills/",
        },
    }
    paging = {"cursor": "deep", "start": 0, "page_count": 1, "total_count": 64}
    wire.will(
        {"object": "PostReactionList", "items": [reaction], "paging": paging},
        listed("PostReactionList", reaction, cursor="top"),
    )
    page = linkedin.reactions("urn:li:activity:1").value
    mills = Member(
        "9000009",
        "invented-mills",
        "Invented Mills",
        profile_url="https://www.linkedin.com/company/invented-mills/",
        is_company=True,
    )
    assert page.items == (Reaction("A_NEW_KIND", "7390000000000000009", mills),)
    assert (page.cursor, page.total, linkedin.reactions(ID).value.cursor) == ("deep", 64, "top")


def test_a_post_is_known_by_either_id():
    assert read_post({"social_id": "urn:li:ugcPost:7"}).id == "7"
    assert read_post({"id": "7"}).social_id == "7"
    assert read_post({"text": "a"}) is None


def test_a_post_counts_each_thing_by_itself():
    post = read_post({"id": "7", "reaction_counter": 1, "comment_counter": 2, "repost_counter": 3, "share_url": "u"})
    assert (post.reactions, post.comments, post.reposts, post.url) == (1, 2, 3, "u")
    assert (read_post({"id": "7"}).reactions, read_post({"id": "7"}).shared_by) == (0, None)


def test_a_time_is_exact_where_it_is_told_and_counted_back_where_not():
    exact = read_post({"id": "7", "parsed_datetime": "2026-11-18T08:00:00.000Z", "date": "9d"})
    assert exact.posted_at == datetime(2026, 11, 18, 8, tzinfo=UTC)
    counted = read_post({"id": "7", "date": "2w"}).posted_at
    assert timedelta(0) <= datetime.now(UTC) - timedelta(days=14) - counted < timedelta(minutes=1)
    assert read_post({"id": "7", "date": "last week"}).posted_at is None


def test_a_comment_names_its_post_by_number_or_urn():
    assert read_comment({"id": "1", "post_urn": "urn:li:activity:9"}).post_id == "9"
    assert read_comment({"id": "1", "post_id": "8", "post_urn": "urn:li:activity:9"}).post_id == "8"
    assert read_comment({"text": "a"}) is None


def test_a_reaction_of_whom_nothing_is_shown_is_left_out():
    assert read_reaction({"value": "LIKE", "author": {}}) is None
    assert [read_reaction({"author": {name: "a"}}).author.name for name in ("name", "id")] == ["a", ""]


def test_a_companys_post_names_the_person_who_wrote_it():
    mills = {**AUTHOR, "id": "9000009", "name": "Invented Mills", "is_company": True}
    by_ilse = {**POST, "author": mills, "written_by": AUTHOR}
    assert read_post(by_ilse).written_by == ILSE
    assert read_post(POST).written_by is None


def test_a_reaction_names_the_comment_that_it_is_on(wire, linkedin):
    reaction = {"value": "LIKE", "post_id": "7", "comment_id": "5", "author": {"id": ID, "name": "Ilse Invented"}}
    wire.will(listed("PostReactionList", reaction))
    (read,) = linkedin.reactions("7", on_comment="5").value.items
    assert (read.comment_id, wire.asked[0]["comment_id"]) == ("5", "5")
    assert read_reaction(reaction | {"comment_id": None}).comment_id == ""
