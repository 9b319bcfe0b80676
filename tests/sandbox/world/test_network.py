from autoreach.sandbox.world import ON_X


def test_followers_and_following_agree(world):
    vendor = world.people.count
    followers = world.network.followers(vendor, ON_X, 0, 10_000)
    assert len(followers) == len(set(followers)) == world.network.follower_count(vendor, ON_X)
    assert [number for number in followers if vendor not in world.network.following(number, ON_X)] == []
