import pytest

from autoreach.sandbox.unipile_search import distance_of
from tests.sandbox.unipile_questions import EAGER


def test_a_profile_has_the_sections_asked_for(ask):
    bare = ask.linkedin("/users/eager-buyer-sbx")
    assert {"work_experience", "education", "skills", "summary"} & set(bare.payload) == set()
    full = ask.linkedin("/users/eager-buyer-sbx", linkedin_sections="experience")
    assert full["work_experience"][0]["end"] is None
    assert full["work_experience_total_count"] == len(full["work_experience"])
    assert ask.linkedin(f"/users/{EAGER}")["public_identifier"] == "eager-buyer-sbx"


def test_throttling_leaves_sections_empty_without_a_word(ask):
    for path, headers in (("/users/throttled-sbx", {}), ("/users/eager-buyer-sbx", {"x-sandbox-fault": "throttled"})):
        got = ask(f"/api/v1{path}", account_id="a", linkedin_sections="experience", headers=headers)
        assert (got.status, got["work_experience"], got["throttled_sections"]) == (200, [], ["experience"])
        assert got["work_experience_total_count"] > 0


def test_throttling_leaves_lists_empty_with_a_cursor(ask):
    headers = {"x-sandbox-fault": "throttled"}
    got = ask(f"/api/v1/users/{EAGER}/posts", account_id="a", headers=headers)
    assert (got.status, got["items"], bool(got["cursor"])) == (200, [], True)


def test_a_search_goes_on_by_cursor_in_the_body(ask):
    body = {"api": "classic", "category": "people", "keywords": "planning OR sales"}
    first = ask.linkedin("/linkedin/search", body, limit=20)
    second = ask.linkedin("/linkedin/search", {"cursor": first["cursor"]})
    both = ask.linkedin("/linkedin/search", body, limit=40)
    assert [item["id"] for item in first["items"] + second["items"]] == [item["id"] for item in both["items"]]


def test_a_reaction_stands_at_the_post_and_at_the_person(ask, world):
    number = next(number for number in range(100, 900) if world.posts.answers_by(number, 2, reactions=True))
    person = f"ACoAAASBX{number:030d}"
    reaction = ask.linkedin(f"/users/{person}/reactions")["items"][0]
    pages = ask.linkedin(f"/posts/urn:li:activity:{reaction['post_id']}/reactions", limit=100)
    assert person in [item["author"]["id"] for item in pages["items"]]
    assert "cursor" in pages["paging"]
    assert "cursor" not in pages.payload


def test_an_invitation_is_sent_once_listed_and_withdrawn(ask):
    body = {"provider_id": EAGER, "account_id": "acc_1", "message": "Hello"}
    sent = ask("/api/v1/users/invite", body)
    assert ask("/api/v1/users/invite", body)["type"] == "errors/already_invited_recently"
    assert [item["id"] for item in ask.linkedin("/users/invite/sent")["items"]] == [sent["invitation_id"]]
    assert ask.linkedin(f"/users/invite/sent/{sent['invitation_id']}", method="DELETE").status == 200
    assert ask.linkedin("/users/invite/sent")["items"] == []
    too_long = ask("/api/v1/users/invite", body | {"message": "x" * 301})
    assert (too_long.status, too_long["type"]) == (400, "errors/too_many_characters")


def member(number):
    return f"ACoAAASBX{number:030d}"


def every(ask, path, **query):
    """All items of a list, page by page."""
    items, cursor = [], {}
    while True:
        got = ask.linkedin(path, **query, **cursor)
        items += got["items"]
        if not got["cursor"]:
            return items
        cursor = {"cursor": got["cursor"]}


def test_the_owner_of_the_account_is_a_member_of_the_world(ask, world):
    got = ask.linkedin("/users/me")
    owner = world.people.get(world.people.on(2)[-1])
    assert (got["object"], got["provider_id"], got["public_identifier"]) == (
        "AccountOwnerProfile",
        member(owner.number),
        owner.slug,
    )
    assert (got["email"], got["premium"], got["recruiter"]) == (f"owner@{owner.company.domain}", True, None)


def test_sections_may_be_joined_previewed_or_all(ask):
    lists = {"work_experience", "education", "skills", "languages", "certifications", "projects"}
    asked = {
        "skills,education": {"skills", "education"},
        "skills_preview": {"skills"},
        "*": lists,
        "*_preview": lists,
        "about": set(),
    }
    for sections, names in asked.items():
        got = ask.linkedin("/users/eager-buyer-sbx", linkedin_sections=sections).payload
        assert (sections, names & set(got)) == (sections, names)
        assert ("summary" in got) == (sections in ("*", "*_preview", "about"))


def test_throttling_names_every_section_that_was_asked_for(ask):
    got = ask.linkedin("/users/throttled-sbx", linkedin_sections="skills,about,recruiting_activity")
    assert got["throttled_sections"] == ["about", "recruiting_activity", "skills"]
    assert ("summary" in got.payload, got["skills"], got["skills_total_count"] > 0) == (False, [], True)


@pytest.mark.parametrize("identifier", ["x_only_sbx", "x-only-sbx", member(21), "ACoAAASBX19", member(6000)])
def test_who_is_not_on_linkedin_has_no_profile(ask, identifier):
    got = ask.linkedin(f"/users/{identifier}")
    assert (got.status, got["type"], "public_identifier" in got.payload) == (404, "errors/resource_not_found", False)


def test_the_posts_of_a_member_and_of_a_company_come_in_pages(ask, world):
    for path, account, more in (
        (f"/users/{member(500)}/posts", 500, {}),
        ("/users/9000000/posts", 6000, {"is_company": "true"}),
    ):
        items = every(ask, path, limit=2, **more)
        assert [item["id"] for item in items] == [world.posts.id_of(post) for post in world.posts.of(account, 2)]


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


def test_followers_are_those_of_a_member_a_company_or_the_owner(ask, world):
    owner = world.people.on(2)[-1]
    for query, account in (({"user_id": EAGER}, 19), ({"user_id": "9000000"}, 6000), ({}, owner)):
        items = every(ask, "/users/followers", limit=100, **query)
        numbers = world.network.followers(account, 2, 0, 10_000)
        assert [item["id"] for item in items] == list(map(member, numbers))
    assert ask.linkedin("/users/followers", user_id=EAGER).reply.units == {"followers": 10}
    assert ask.linkedin("/users/followers", user_id=member(21)).status == 404


def test_relations_are_the_members_at_the_first_distance(ask, world):
    got = ask.linkedin("/users/relations", limit=1000)
    numbers = [number for number in world.people.on(2) if distance_of(number) == 1]
    assert [item["member_id"] for item in got["items"]] == list(map(member, numbers))
    profile = ask.linkedin(f"/users/{member(numbers[0])}")
    assert (profile["is_relationship"], profile["network_distance"], len(profile["contact_info"]["emails"])) == (
        True,
        "FIRST_DEGREE",
        1,
    )


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ({"account_id": "a"}, "/provider_id Required property"),
        ({"provider_id": EAGER}, "/account_id Required property"),
    ],
)
def test_an_invitation_needs_both_ids(ask, body, detail):
    got = ask("/api/v1/users/invite", body)
    assert (got.status, got["detail"]) == (400, detail)


def test_an_invitation_that_was_never_sent_cannot_be_withdrawn(ask):
    assert ask.linkedin("/users/invite/sent/7391000000000000009", method="DELETE").status == 404
    sent = ask("/api/v1/users/invite", {"provider_id": EAGER, "account_id": "a"})
    (listed,) = ask.linkedin("/users/invite/sent")["items"]
    assert (sent["invitation_id"], listed["invited_user_public_id"], listed["invited_user_id"]) == (
        "7391000000000000000",
        "eager-buyer-sbx",
        EAGER,
    )


def test_a_search_tells_where_it_stands_and_what_it_looked_for(ask):
    body = {"api": "classic", "category": "people", "keywords": "planning"}
    first = ask.linkedin("/linkedin/search", body, limit=20)
    total = first["paging"]["total_count"]
    assert (first["paging"], first["config"], first.reply.units) == (
        {"start": 0, "page_count": 20, "total_count": total},
        {"params": body},
        {"results": 20},
    )
    second = ask.linkedin("/linkedin/search", {"cursor": first["cursor"]})
    assert (second["paging"], second["config"]) == (
        {"start": 20, "page_count": 20, "total_count": total},
        {"params": body},
    )


def test_a_classic_search_shows_no_more_than_fifty_and_the_navigator_a_hundred(ask):
    classic = {"api": "classic", "category": "people", "keywords": "manager"}
    assert len(ask.linkedin("/linkedin/search", classic, limit=100)["items"]) == 50
    navigator = classic | {"api": "sales_navigator"}
    assert len(ask.linkedin("/linkedin/search", navigator, limit=100)["items"]) == 100
    assert ask.linkedin("/linkedin/search", navigator, limit=101).status == 400
    everyone = [{"api": body["api"], "category": "people"} for body in (classic, navigator)]
    totals = [ask.linkedin("/linkedin/search", body)["paging"]["total_count"] for body in everyone]
    assert totals == [1000, 2500]
    assert ask.linkedin("/linkedin/search", classic, limit=0)["items"] == []


def test_a_throttled_search_is_empty_and_pretends_to_go_on(ask):
    body = {"api": "classic", "category": "people", "keywords": "planning"}
    headers = {"x-sandbox-fault": "empty_page"}
    got = ask("/api/v1/linkedin/search", body, account_id="a", headers=headers)
    assert (got["items"], got["paging"]["page_count"], got["paging"]["total_count"] > 0) == ([], 0, True)
    again = ask.linkedin("/linkedin/search", {"cursor": got["cursor"]})
    assert again["items"] == ask.linkedin("/linkedin/search", body)["items"]


def test_an_address_copied_from_linkedin_is_searched(ask):
    url = "https://www.linkedin.com/search/results/people/?keywords=production%20planning"
    body = {"api": "classic", "category": "people", "keywords": "production planning"}
    assert ask.linkedin("/linkedin/search", {"url": url})["items"] == ask.linkedin("/linkedin/search", body)["items"]


def test_a_search_after_the_clock_was_moved_knows_the_new_world(ask):
    body = {"api": "classic", "category": "posts", "keywords": "recommend", "date_posted": "past_day"}
    before = ask.linkedin("/linkedin/search", body)["items"]
    ask("/sandbox/clock", {"days": 3})
    after = ask.linkedin("/linkedin/search", body)["items"]
    assert {item["id"] for item in before} & {item["id"] for item in after} == set()
