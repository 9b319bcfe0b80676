from tests.providers.linkedin_recorded import ID, PROFILE


def test_one_client_asks_for_profiles_posts_searches_and_followers(wire, linkedin):
    wire.will(PROFILE, {"items": []})
    linkedin.profile(ID, sections=[])
    linkedin.posts(ID)
    linkedin.search_people()
    linkedin.followers(ID, cursor="c")
    assert [asked.path.removeprefix("/api/v1/") for asked in wire.asked] == [
        f"users/{ID}",
        f"users/{ID}/posts",
        "linkedin/search",
        "users/followers",
    ]
