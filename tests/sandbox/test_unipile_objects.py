import pytest

from autoreach.sandbox.unipile_objects import Objects, relative
from tests.sandbox.unipile_questions import EAGER


def test_a_huge_profile_is_huge(ask):
    got = ask.linkedin("/users/huge-profile-sbx", linkedin_sections="*")
    assert 1_800_000 < len(got.reply.body()) < 3_000_000


def test_members_out_of_the_network_have_no_name(ask):
    body = {"api": "classic", "category": "people", "keywords": "manager"}
    items = ask.linkedin("/linkedin/search", body, limit=50)["items"]
    strangers = [item for item in items if item["network_distance"] == "OUT_OF_NETWORK"]
    assert {item["name"] for item in strangers} == {None}
    assert strangers


def test_the_basics_of_a_profile_are_what_the_world_knows(ask, world):
    got = ask.linkedin("/users/eager-buyer-sbx")
    assert (got.reply.units, got.payload) == (
        {"profiles": 1},
        {
            "object": "UserProfile",
            "provider": "LINKEDIN",
            "provider_id": EAGER,
            "public_identifier": "eager-buyer-sbx",
            "member_urn": "100000019",
            "first_name": "Erik",
            "last_name": "Eager",
            "headline": "Head of Production Planning at Redfern Machinery",
            "location": "Greater Munich Metropolitan Area",
            "primary_locale": {"country": "DE", "language": "en"},
            "websites": [],
            "contact_info": {
                "emails": [],
                "phones": [],
                "adresses": [],
                "socials": [{"type": "TWITTER", "name": "eager_sbx"}],
            },
            "profile_picture_url": "https://media.example/photos/19.jpg",
            "is_open_profile": True,
            "is_premium": True,
            "is_influencer": False,
            "is_creator": False,
            "is_hiring": False,
            "is_open_to_work": False,
            "is_relationship": False,
            "is_self": False,
            "network_distance": "THIRD_DEGREE",
            "follower_count": world.network.follower_count(19, 2),
            "connections_count": 102,
            "shared_connections_count": 0,
            "public_profile_url": "https://www.linkedin.com/in/eager-buyer-sbx",
        },
    )


def test_the_sections_of_a_profile_tell_the_career(ask, world):
    got = ask.linkedin("/users/eager-buyer-sbx", linkedin_sections="*")
    positions = world.people.get(19).positions
    started = world.date(positions[0].start)
    assert got["work_experience"][0] == {
        "position": "Head of Production Planning",
        "company": "Redfern Machinery",
        "company_id": "9000331",
        "location": "Berlin, Berlin, Germany",
        "description": (
            "Head of Production Planning at Redfern Machinery, special machinery and contract manufacturing."
        ),
        "skills": ["Lean Manufacturing", "Production Planning"],
        "start": f"{started.month}/1/{started.year}",
        "end": None,
        "current": True,
    }
    ended = world.date(positions[1].end)
    assert (got["work_experience"][1]["end"], "current" in got["work_experience"][1]) == (
        f"{ended.month}/1/{ended.year}",
        False,
    )
    assert [skill["name"] for skill in got["skills"]] == world.people.get(19).skills
    (school,) = got["education"]
    assert int(school["end"][-4:]) - int(school["start"][-4:]) == 4
    assert (len(got["languages"]), got["languages"][0]["name"]) == (2, "English")
    assert got["certifications"] == [{"name": "Certified in Lean Manufacturing", "organization": "Sandbox Academy"}]
    assert got["summary"].startswith("I lead Six Sigma at Redfern Machinery")
    assert {name: got[name] for name in got.payload if name.endswith("_total_count")} == {
        "work_experience_total_count": 3,
        "education_total_count": 1,
        "skills_total_count": 6,
        "languages_total_count": 2,
        "certifications_total_count": 1,
        "volunteering_experience_total_count": 0,
        "projects_total_count": 0,
    }


def test_two_jobs_that_name_only_a_year_begin_in_january(ask):
    first, second = ask.linkedin("/users/two-jobs-sbx", linkedin_sections="experience")["work_experience"][:2]
    assert {job["start"].split("/")[0] for job in (first, second)} == {"1"}
    assert (first["end"], second["end"], first["current"], second["current"]) == (None, None, True, True)


def test_a_post_is_written_as_unipile_writes_it(ask, world):
    post = world.posts.get(19, 2, 0)
    number = world.posts.id_of(post)
    got = ask.linkedin(f"/posts/{number}").payload
    assert {key: got[key] for key in got if not key.endswith("_counter")} == {
        "object": "Post",
        "provider": "LINKEDIN",
        "id": number,
        "social_id": f"urn:li:activity:{number}",
        "share_url": f"https://www.linkedin.com/posts/eager-buyer-sbx_sandbox-activity-{number}",
        "text": post.text,
        "date": "1d",
        "parsed_datetime": f"{world.moment(post):%Y-%m-%dT%H:%M:%S.000Z}",
        "author": {
            "public_identifier": "eager-buyer-sbx",
            "id": EAGER,
            "name": "Erik Eager",
            "is_company": False,
            "headline": "Head of Production Planning at Redfern Machinery",
        },
        "permissions": {"can_react": True, "can_share": True, "can_post_comments": True},
        "is_repost": False,
        "attachments": [],
    }


def test_a_post_counts_its_comments_and_reactions(app, world):
    posts = world.posts
    post = max(posts.younger_than(30 * 1440, 2), key=lambda each: len(posts.answers_to(each, "replied_to")))
    got = Objects(app).post(post)
    answers = posts.answers[2][post.reference]
    comments = [each for each in answers if each % 100 < 70]
    assert got["comment_counter"] == len(comments) > 1
    assert got["reaction_counter"] == len(answers) - len(comments) + posts.likes(post)


def test_one_post_in_fourteen_shares_one_of_a_hub(app, world):
    objects = Objects(app)
    posts = [post for number in range(100, 700) for post in world.posts.of(number, 2)]
    shared = [post for post in posts if objects.repost(post)]
    assert 0.05 < len(shared) / len(posts) < 0.09
    content = objects.repost(shared[0])["repost_content"]
    hub = world.network.hubs(world.category_of(shared[0].account).code, 2)[0]
    assert (content["author"], content["text"]) == (objects.author(hub), world.posts.of(hub, 2)[0].text)
    assert objects.repost(world.posts.of(6000, 2)[0]) == {}


def test_a_company_writes_under_its_number(app):
    assert Objects(app).author(6000) == {
        "public_identifier": "planmaster-sbx0",
        "id": "9000000",
        "name": "PlanMaster",
        "is_company": True,
        "headline": "production planning software",
    }


def test_a_member_in_the_network_is_shown_with_name_and_jobs(ask, world):
    body = {"api": "classic", "category": "people", "keywords": "Erik Eager"}
    (got,) = ask.linkedin("/linkedin/search", body)["items"]
    started = world.date(world.people.get(19).positions[0].start)
    assert {key: got[key] for key in ("id", "name", "network_distance", "location", "industry", "profile_url")} == {
        "id": EAGER,
        "name": "Erik Eager",
        "network_distance": "DISTANCE_3",
        "location": "Greater Munich Metropolitan Area",
        "industry": "Machinery",
        "profile_url": "https://www.linkedin.com/in/eager-buyer-sbx?miniProfileUrn=sandbox",
    }
    (job,) = got["current_positions"]
    assert (job["role"], job["company_id"], job["start"]) == (
        "Head of Production Planning",
        "9000331",
        {"year": started.year, "month": started.month},
    )


@pytest.mark.parametrize(
    ("minutes", "written"),
    [
        (0, "1h"),
        (59, "1h"),
        (125, "2h"),
        (1439, "23h"),
        (1440, "1d"),
        (6 * 1440, "6d"),
        (7 * 1440, "1w"),
        (29 * 1440, "4w"),
        (30 * 1440, "1mo"),
        (364 * 1440, "12mo"),
        (365 * 1440, "1yr"),
        (800 * 1440, "2yr"),
    ],
)
def test_an_age_is_written_as_linkedin_writes_it(minutes, written):
    assert relative(minutes) == written
