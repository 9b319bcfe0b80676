from autoreach.sandbox.world import ON_LINKEDIN, ON_X


def test_followers_and_following_agree(world):
    vendor = world.people.count
    followers = world.network.followers(vendor, ON_X, 0, 10_000)
    assert len(followers) == len(set(followers)) == world.network.follower_count(vendor, ON_X)
    assert [number for number in followers if vendor not in world.network.following(number, ON_X)] == []


HUB = 6004  # a vendor of CRM


def test_a_page_of_followers_is_a_slice_of_the_whole_list(world):
    network = world.network
    everyone = network.followers(HUB, ON_X, 0, 10_000)
    assert network.followers(HUB, ON_X, 0, 10) + network.followers(HUB, ON_X, 10, 25) == everyone[:25]
    assert network.followers(HUB, ON_X, len(everyone), len(everyone) + 10) == []


def test_a_hub_is_followed_by_people_of_its_trade(world):
    category = world.category_of(HUB)
    assert category.code == "crm"
    followers = world.network.followers(HUB, ON_X, 0, 10_000)
    assert {world.people.category_of(number).code for number in followers} == {"crm"}
    readers = sum(world.people.category_of(number).code == "crm" for number in world.people.on(ON_X))
    assert readers // 5 <= len(followers) <= readers // 5 + readers // 2


def test_other_accounts_have_few_followers_of_any_trade(world):
    counts = {number: world.network.follower_count(number, ON_X) for number in world.people.on(ON_X)[100:600]}
    quiet = {number: count for number, count in counts.items() if not world.is_hub(number)}
    assert (min(quiet.values()), max(quiet.values()) <= 5 + 59 * 7) == (5, True)
    number = max(quiet, key=quiet.get)
    followers = world.network.followers(number, ON_X, 0, 10_000)
    assert len(followers) == len(set(followers)) == quiet[number]
    assert len({world.people.category_of(each).code for each in followers}) > 5


def test_hubs_of_a_trade_are_its_influencers_vendors_and_publications(world):
    for side in (ON_X, ON_LINKEDIN):
        hubs = world.network.hubs("crm", side)
        assert {world.category_of(hub).code for hub in hubs} == {"crm"}
        assert [hub for hub in hubs if not world.is_hub(hub) or not world.has_account(hub, side)] == []
        assert next(world.account_name(hub) for hub in hubs if hub >= 6000) == "pipelar_sbco4"


def test_a_person_follows_hubs_of_their_trade_but_not_themselves(world):
    influencers = [number for number in world.people.on(ON_X) if world.people.get(number).is_hub]
    following = {number: world.network.following(number, ON_X) for number in influencers}
    assert [number for number in influencers if number in following[number]] == []
    assert any(number in world.network.followers(number, ON_X, 0, 10_000) for number in influencers)
    for number, hubs in following.items():
        assert set(hubs) <= set(world.network.hubs(world.category_of(number).code, ON_X))


def test_whoever_is_not_on_the_platform_follows_nobody_there(world):
    number = next(number for number in range(100, 300) if not world.people.get(number).on_linkedin)
    assert world.network.following(number, ON_LINKEDIN) == []
