import pytest

from tests.sandbox.unipile_questions import EAGER, member


def test_the_owner_of_the_account_is_a_member_of_the_world(ask, world):
    got = ask.linkedin("/users/me")
    owner = world.people.get(world.people.on(2)[-1])
    assert (got["object"], got["provider_id"], got["public_identifier"]) == (
        "AccountOwnerProfile",
        member(owner.number),
        owner.slug,
    )
    assert (got["email"], got["premium"], got["recruiter"]) == (f"owner@{owner.company.domain}", True, None)


def test_a_profile_has_the_sections_asked_for(ask):
    bare = ask.linkedin("/users/eager-buyer-sbx")
    assert {"work_experience", "education", "skills", "summary"} & set(bare.payload) == set()
    full = ask.linkedin("/users/eager-buyer-sbx", linkedin_sections="experience")
    assert full["work_experience"][0]["end"] is None
    assert full["work_experience_total_count"] == len(full["work_experience"])
    assert ask.linkedin(f"/users/{EAGER}")["public_identifier"] == "eager-buyer-sbx"


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


def test_throttling_leaves_sections_empty_without_a_word(ask):
    for path, headers in (("/users/throttled-sbx", {}), ("/users/eager-buyer-sbx", {"x-sandbox-fault": "throttled"})):
        got = ask(f"/api/v1{path}", account_id="a", linkedin_sections="experience", headers=headers)
        assert (got.status, got["work_experience"], got["throttled_sections"]) == (200, [], ["experience"])
        assert got["work_experience_total_count"] > 0


def test_throttling_names_every_section_that_was_asked_for(ask):
    got = ask.linkedin("/users/throttled-sbx", linkedin_sections="skills,about,recruiting_activity")
    assert got["throttled_sections"] == ["about", "recruiting_activity", "skills"]
    assert ("summary" in got.payload, got["skills"], got["skills_total_count"] > 0) == (False, [], True)


@pytest.mark.parametrize("identifier", ["x_only_sbx", "x-only-sbx", member(21), "ACoAAASBX19", member(6000)])
def test_who_is_not_on_linkedin_has_no_profile(ask, identifier):
    got = ask.linkedin(f"/users/{identifier}")
    assert (got.status, got["type"], "public_identifier" in got.payload) == (404, "errors/resource_not_found", False)
