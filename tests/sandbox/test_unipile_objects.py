def test_a_huge_profile_is_huge(ask):
    got = ask.linkedin("/users/huge-profile-sbx", linkedin_sections="*")
    assert 1_800_000 < len(got.reply.body()) < 3_000_000


def test_members_out_of_the_network_have_no_name(ask):
    body = {"api": "classic", "category": "people", "keywords": "manager"}
    items = ask.linkedin("/linkedin/search", body, limit=50)["items"]
    strangers = [item for item in items if item["network_distance"] == "OUT_OF_NETWORK"]
    assert {item["name"] for item in strangers} == {None}
    assert strangers
