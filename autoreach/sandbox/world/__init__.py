"""An invented world: every fact follows from the seed, every time is so many days before today."""

import tomllib
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path

from autoreach.sandbox.world.cases import load_cases
from autoreach.sandbox.world.companies import Companies
from autoreach.sandbox.world.example import ExamplesOnLinkedIn
from autoreach.sandbox.world.network import Network
from autoreach.sandbox.world.pages import Pages
from autoreach.sandbox.world.person import ON_LINKEDIN, ON_X
from autoreach.sandbox.world.places import load_cities
from autoreach.sandbox.world.population import People
from autoreach.sandbox.world.posts import Posts

__all__ = ["ON_LINKEDIN", "ON_X", "PEOPLE", "World"]

PEOPLE, COMPANIES, SEED = 24_000, 2_400, 20
DATA = Path(__file__).parent


def _read(name):
    return tomllib.loads((DATA / f"{name}.toml").read_text(encoding="utf-8"))


class World:
    """`days` is how far the world's clock stands ahead of the seed's: people have moved and posted since."""

    def __init__(self, *, people=PEOPLE, companies=COMPANIES, seed=SEED, days=0, today=None):
        self.seed, self.days, self._today = seed, days, today
        self._roles, self._posts = _read("roles"), _read("posts")
        self.cities = load_cities(_read("cities")["cities"])
        self.companies = Companies(
            data=_read("companies") | {"linkedin": _read("industries")},
            cities=self.cities,
            roles=self._titles(),
            seed=seed,
            count=companies,
        )
        self.people = People(
            names=_read("names"), roles=self._roles, cities=self.cities, companies=self.companies,
            cases=load_cases(_read("cases")["case"]), seed=seed, count=people, days=days,
        )  # fmt: skip
        self.examples = ExamplesOnLinkedIn(self)
        self.network = Network(self)
        self.posts = Posts(world=self, data=self._posts, replies=self._posts["replies"])
        self.pages = Pages(self, _read("pages"))

    def _titles(self):
        return {
            function: [row[level].split("|") for level in self._roles["levels"]]
            for function, row in self._roles["functions"].items()
        }

    def later(self, days):
        """The same world, with its clock so many days after the seed's."""
        return World(
            people=self.people.count, companies=self.companies.count, seed=self.seed, days=days, today=self._today
        )

    @property
    def today(self):
        """The last midnight (UTC): what happened "3 days ago" is as long ago tomorrow."""
        if self._today:
            return self._today
        return datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)

    def moment(self, post):
        moment = self.today - timedelta(minutes=post.age)
        return moment.replace(year=post.year, day=min(moment.day, 28)) if post.year else moment

    def date(self, age_in_days):
        return self.today - timedelta(days=age_in_days)

    def company_of_account(self, account):
        return self.companies.get(account - self.people.count) if account >= self.people.count else None

    def has_account(self, account, platform):
        if account < self.people.count:
            return bool(self.people.columns.platforms[account] & platform)
        if account >= self.people.count + self.companies.count:
            return False
        return platform == ON_LINKEDIN or self.company_of_account(account).on_x

    def accounts(self, platform):
        return [*self.people.on(platform), *self._company_accounts[platform]]

    @cached_property
    def _company_accounts(self):
        numbers = range(self.people.count, self.people.count + self.companies.count)
        return {side: [number for number in numbers if self.has_account(number, side)] for side in (ON_X, ON_LINKEDIN)}

    def is_hub(self, account):
        """Whether people of one trade gather around this account."""
        if account >= self.people.count:
            return self.company_of_account(account).is_hub
        return self.people.personas[self.people.columns.persona[account]] == "influencer"

    def category_of(self, account):
        company = self.company_of_account(account)
        return company.category if company else self.people.category_of(account)

    def account_name(self, account):
        """The handle on X."""
        company = self.company_of_account(account)
        return company.handle if company else self.people.get(account).handle
