"""Followers. Those of an account are a walk with a fixed stride over a list of people, so both directions are cheap."""

from functools import cached_property
from math import gcd

from autoreach.sandbox.world.dice import hashed
from autoreach.sandbox.world.person import ON_LINKEDIN, ON_X

FOLLOWERS, STRIDE = 41, 42


class Network:
    def __init__(self, world):
        self.world, self.people, self.companies = world, world.people, world.companies

    @cached_property
    def _by_category(self):
        """For each platform, the people who care for a category, and the accounts they gather around."""
        readers = {(code, side): [] for code in self.companies.categories for side in (ON_X, ON_LINKEDIN)}
        hubs = {key: [] for key in readers}
        influencer = self.people.personas.index("influencer")
        for side in (ON_X, ON_LINKEDIN):
            for number in self.people.on(side):
                key = self.people.category_of(number).code, side
                readers[key].append(number)
                if self.people.columns.persona[number] == influencer:
                    hubs[key].append(number)
            for number in range(len(self.companies.vendors) + len(self.companies.publications)):
                hubs[self.companies.get(number).category.code, side].append(self.people.count + number)
        return readers, hubs

    def hubs(self, category, platform):
        return self._by_category[1][category, platform]

    def _pool(self, account, platform):
        if not self.world.is_hub(account):
            return self.people.on(platform)
        return self._by_category[0][self.world.category_of(account).code, platform] or self.people.on(platform)

    def follower_count(self, account, platform):
        size = len(self._pool(account, platform))
        chance = hashed(self.world.seed, FOLLOWERS, account, platform)
        if self.world.is_hub(account):
            return size // 5 + chance % (size // 2 + 1)
        return 5 + chance % 60 * (chance // 64 % 8)

    def followers(self, account, platform, start, stop):
        """Numbers of the followers from `start` to `stop`, newest first."""
        pool, count = self._pool(account, platform), self.follower_count(account, platform)
        offset, stride = self._walk(account, len(pool))
        return [pool[(offset + step * stride) % len(pool)] for step in range(start, min(stop, count))]

    def _walk(self, account, size):
        chance = hashed(self.world.seed, STRIDE, account)
        stride = chance % size | 1
        while gcd(stride, size) != 1:
            stride += 2
        return chance // size % size, stride

    def following(self, number, platform):
        """The hubs a person follows; the world knows no other accounts they follow."""
        category = self.people.category_of(number)
        readers = self._by_category[0][category.code, platform]
        place = readers.index(number) if number in readers else None
        return (
            []
            if place is None
            else [
                hub
                for hub in self.hubs(category.code, platform)
                if hub != number and self._follows(place, hub, platform)
            ]
        )

    def _follows(self, place, hub, platform):
        size = len(self._pool(hub, platform))
        offset, stride = self._walk(hub, size)
        return (place - offset) * pow(stride, -1, size) % size < self.follower_count(hub, platform)
