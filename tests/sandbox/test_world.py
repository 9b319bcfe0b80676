import subprocess
import sys
from pathlib import Path

from autoreach.sandbox.faults import KINDS
from autoreach.sandbox.world import ON_LINKEDIN, ON_X, World
from autoreach.sandbox.world.person import Person

DIGEST = """
import hashlib
from autoreach.sandbox.world import ON_X, World
world = World(people=3000, companies=500)
facts = [repr(world.people.get(n)) for n in (50, 999, 2999)] + [post.text for post in world.posts.timeline(777, ON_X)]
print(hashlib.sha256(repr(facts).encode()).hexdigest())
"""


def test_two_processes_make_the_same_world():
    digests = {
        subprocess.run(
            [sys.executable, "-c", DIGEST], env={"PYTHONHASHSEED": salt}, capture_output=True, text=True, check=True
        ).stdout
        for salt in ("1", "2")
    }
    assert len(digests) == 1


def test_a_person_is_found_by_handle_and_slug_in_any_case(world):
    person = next(
        person for number in range(100, 200) if (person := world.people.get(number)).on_x and person.on_linkedin
    )
    assert world.people.by_handle(person.handle.upper()) is person
    assert world.people.by_slug(person.slug) is person


def test_a_number_with_another_name_is_nobody(world):
    person = next(person for number in range(100, 200) if (person := world.people.get(number)).on_linkedin)
    assert world.people.by_slug(f"x{person.slug}") is None


def test_every_id_says_that_it_is_made_up(world):
    people = [world.people.get(number) for number in range(world.people.count)]
    assert [person.slug for person in people if "-sbx" not in person.slug] == []
    assert [person.handle for person in people if "_sbx" not in person.handle or len(person.handle) > 15] == []


def test_half_of_the_people_are_on_both_platforms():
    platforms = World().people.columns.platforms
    shares = {kind: sum(value == kind for value in platforms) / len(platforms) for kind in (1, 2, 3)}
    assert {kind: round(share, 1) for kind, share in shares.items()} == {1: 0.2, 2: 0.3, 3: 0.5}
    assert len(platforms) >= 20_000


def test_followers_and_following_agree(world):
    vendor = world.people.count
    followers = world.network.followers(vendor, ON_X, 0, 10_000)
    assert len(followers) == len(set(followers)) == world.network.follower_count(vendor, ON_X)
    assert [number for number in followers if vendor not in world.network.following(number, ON_X)] == []


def test_an_answer_stands_below_the_post_it_answers(world):
    number = next(number for number in range(100, 500) if world.posts.answers_by(number, ON_LINKEDIN))
    answer = world.posts.answers_by(number, ON_LINKEDIN)[0]
    target = world.posts.by_reference(answer.target, ON_LINKEDIN)
    assert answer in world.posts.answers_to(target, "replied_to")
    assert answer.age < target.age


def test_ids_of_posts_rise_with_time_and_survive_the_clock(world):
    posts = world.posts.timeline(110, ON_X)
    ids = [int(world.posts.id_of(post)) for post in posts]
    assert ids == sorted(ids, reverse=True)
    later = world.later(40)
    same = later.posts.by_id(str(ids[-1]), ON_X)
    assert (same.text, same.age) == (posts[-1].text, posts[-1].age + 40 * 1440)


def test_the_clock_brings_changes_of_job(world):
    before = world.people.by_slug("moves-soon-sbx")
    after = world.later(11).people.by_slug("moves-soon-sbx")
    assert after.positions[1].company == before.positions[0].company
    assert (after.positions[0].start, after.positions[0].end) == (1, None)
    assert after.company != before.company


def test_a_mover_still_has_the_old_employer_in_the_bio(world):
    person: Person = world.people.by_handle("moved_sbx")
    assert person.bio == f"{person.title} at {person.positions[1].company.name}"


def test_intent_is_there_and_so_is_every_noise(world):
    kinds = {post.kind for post in world.posts.younger_than(30 * 1440, ON_X)}
    wanted = {"ask", "switching", "alternative", "complaint", "pain", "hiring"}
    noise = {
        "recruiter_ad",
        "student_question",
        "spam",
        "consumer_purchase",
        "sarcasm",
        "quoting",
        "self_promo",
        "past",
    }
    assert (wanted | noise) - kinds == set()


def test_namesakes_are_different_people(world):
    found = world.pages.people_named_in("Michael Smith, Chief Financial Officer, Boston")
    assert [(person.slug, person.city.name) for person in found[:1]] == [("michael-smith-one-sbx", "Boston")]
    assert {person.number for person in found} >= {13, 14, 15}


def test_the_guide_names_every_known_id_and_fault(world):
    guide = (Path(__file__).resolve().parents[2] / "docs" / "sandbox.md").read_text()
    ids = {word for case in world.people.cases for word in (case.handle, case.slug) if word}
    assert {word for word in ids | KINDS if f"`{word}`" not in guide} == set()
