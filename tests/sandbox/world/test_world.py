import subprocess
import sys
from datetime import UTC, datetime, timedelta

from autoreach.sandbox.world import ON_LINKEDIN, ON_X, World

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


TODAY = datetime(2026, 3, 30, tzinfo=UTC)


def test_the_clock_moves_what_is_and_leaves_what_was():
    world = World(people=300, companies=100, today=TODAY)
    later = world.later(11)
    assert (later.days, later.today, later.seed, later.people.count, later.companies.count) == (11, TODAY, 20, 300, 100)
    assert world.days == 0


def test_ages_are_told_before_the_world_s_midnight():
    world = World(people=300, companies=100, today=TODAY)
    post = world.posts.get(19, ON_X, 0)
    assert world.moment(post) == TODAY - timedelta(minutes=1440 + 19 * 7)
    assert world.date(31) == datetime(2026, 2, 27, tzinfo=UTC)
    assert world.moment(world.posts.get(8, ON_X, 0)) == datetime(2106, 3, 28, 23, 4, tzinfo=UTC)
    leap_day = World(people=300, companies=100, today=datetime(2028, 3, 2, tzinfo=UTC))
    assert leap_day.moment(leap_day.posts.get(8, ON_X, 0)) == datetime(2106, 2, 28, 23, 4, tzinfo=UTC)
    today = World(people=30, companies=70).today
    assert (today.tzinfo, today.hour, today.minute, datetime.now(UTC) - today < timedelta(days=1)) == (UTC, 0, 0, True)


def test_accounts_are_people_and_then_companies(world):
    company = world.company_of_account(6000)
    assert (company.number, world.company_of_account(5999)) == (0, None)
    assert (world.account_name(6000), world.account_name(19)) == ("planmas_sbco0", "eager_sbx")
    assert [world.has_account(each, ON_X) for each in (19, 14, 6000, 6100, 7200)] == [True, False, True, False, False]
    assert [world.has_account(each, ON_LINKEDIN) for each in (19, 15, 6000, 6100, 7200)] == [
        True,
        False,
        True,
        True,
        False,
    ]


def test_the_accounts_of_a_platform_are_those_it_has(world):
    for side in (ON_X, ON_LINKEDIN):
        assert world.accounts(side) == [number for number in range(7300) if world.has_account(number, side)]


def test_hubs_are_influencers_vendors_and_publications(world):
    assert [world.is_hub(account) for account in (19, 6000, 6056, 6065, 6066)] == [False, True, True, True, False]
    hubs = [number for number in range(6000) if world.is_hub(number)]
    assert {world.people.get(number).persona for number in hubs} == {"influencer"}
    assert world.category_of(6000).code == "production_planning"
