"""Posts of people and companies. A post is known by its author's account number and its index there.

Ages are minutes before the world's today; an age below zero has not been written yet.
Indexes from ANSWERS on are the author's answers and reactions to posts of others.
"""

from dataclasses import dataclass
from functools import cached_property, lru_cache

from autoreach.sandbox.world.dice import Dice, Weighted, hashed
from autoreach.sandbox.world.person import ON_LINKEDIN, ON_X

POST, RHYTHM, ANSWER, METRICS = 31, 32, 33, 34
DAY = 1440
ANSWERS, REACTIONS = 50, 70
REFERENCE = 100
FIRST_ID = {ON_X: 1_990_000_000_000_000_000, ON_LINKEDIN: 7_390_000_000_000_000_000}
OLDEST, PLACES = 2_000_000, 10_000_000
GAPS_IN_DAYS = {"bot": (1, 3), "influencer": (1, 4), "company": (8, 40), "recruiter": (3, 14), "consumer": (5, 60)}
USUAL_GAP = 8, 70
X_ANSWERS = Weighted({"replied_to": 70, "quoted": 15, "retweeted": 15})
REACTION_VALUES = ("LIKE", "LIKE", "LIKE", "PRAISE", "INTEREST", "EMPATHY", "APPRECIATION", "ENTERTAINMENT")


@dataclass(frozen=True, slots=True)
class Post:
    account: int
    index: int
    platform: int
    age: int
    kind: str
    lang: str
    text: str
    relation: str = ""
    target: int = 0
    year: int | None = None

    @property
    def reference(self):
        return self.account * REFERENCE + self.index


class Posts:
    def __init__(self, *, world, data, replies):
        self.world, self.people, self.companies = world, world.people, world.companies
        self.kinds = data["kinds"]
        self.replies = replies
        self._mixes = {name: Weighted(mix) for name, mix in data["mix"].items()}
        self._by_language = {
            kind: [_language_and_text(text) for text in row["texts"]] for kind, row in self.kinds.items()
        }
        self.get = lru_cache(maxsize=30_000)(self._make)

    def count(self, account, platform):
        """How many posts of their own an account has, those still to come included."""
        return 14 if account >= self.people.count else self._counts[platform][account]

    @cached_property
    def _counts(self):
        return {
            side: bytearray(self._count(account, side) for account in range(self.people.count))
            for side in (ON_X, ON_LINKEDIN)
        }

    def _count(self, account, platform):
        case = self.people.cases[account] if account < len(self.people.cases) else None
        if case and case.posts is not None:
            return case.posts
        chance = hashed(self.world.seed, RHYTHM, account, platform)
        return 12 + chance % 9 if self._persona(account) in ("influencer", "bot") else 2 + chance % 11

    def age(self, account, platform, index):
        """Minutes before the world's today."""
        return self._planned_age(account, platform, index) + self.world.days * DAY

    def _planned_age(self, account, platform, index):
        if index >= ANSWERS:
            target, delay = self._target_and_delay(account, platform, index)
            return self._planned_age(target // REFERENCE, platform, target % REFERENCE) - delay
        if index == 0 and account < len(self.people.cases):
            return DAY + account * 7
        chance = hashed(self.world.seed, RHYTHM, account, platform, 1)
        low, high = GAPS_IN_DAYS.get(self._persona(account), USUAL_GAP)
        gap = (low + chance % (high - low + 1)) * DAY
        start = (chance >> 20) % (2 * gap) - gap
        return start + index * gap + hashed(account, platform, index) % (gap // 2)

    def _persona(self, account):
        if account >= self.people.count:
            return "company"
        return self.people.personas[self.people.columns.persona[account]]

    def _make(self, account, platform, index):
        if index >= REACTIONS:
            return self._reaction(account, platform, index)
        return self._answer(account, platform, index) if index >= ANSWERS else self._own(account, platform, index)

    def of(self, account, platform):
        """An account's own posts that exist by now, newest first."""
        return [
            self.get(account, platform, index)
            for index in range(self.count(account, platform))
            if self.age(account, platform, index) >= 0
        ]

    def timeline(self, account, platform):
        """What an account shows: its own posts and its answers, newest first."""
        answers = self.answers_by(account, platform)
        return sorted([*self.of(account, platform), *answers], key=newest_first)

    def _own(self, account, platform, index):
        # Some people post the same on both platforms.
        side = 0 if hashed(account, index) % 4 == 0 else platform
        dice = Dice(self.world.seed, POST, side, account, index)
        case = self.people.cases[account] if account < len(self.people.cases) else None
        age, year = self.age(account, platform, index), None
        if case and index == 0 and (case.post or case.post_year):
            kind, language, text, year = "ask", "en", case.post or "Greetings from the future.", case.post_year
        else:
            kind = self._mixes[self._mix_of(account)].pick(dice)
            language, text = dice.pick(self._by_language[kind])
            text = self._filled(text, account, dice)
        return Post(account, index, platform, age, kind, language, text, year=year)

    def _mix_of(self, account):
        company = self.world.company_of_account(account)
        if company:
            return "vendor" if company.is_vendor else "company"
        persona = self._persona(account)
        if persona == "professional" and self.companies.get(self.people.columns.company[account]).is_vendor:
            return "vendor"
        return persona

    def _filled(self, text, account, dice):
        if "{" not in text:
            return text
        return text.format_map(self._slots(account, dice))

    def _slots(self, account, dice):
        if account >= self.people.count:
            company = self.companies.get(account - self.people.count)
            category, city = company.category, company.city
        else:
            company = self.companies.get(self.people.columns.company[account])
            category = self.people.category_of(account)
            city = self.people.cities[self.people.columns.city[account]]
        tool = company.name if company.is_vendor else self.companies.tool(company, category)
        pain = dice.pick(category.pains)
        names = self.people.cultures[dice.below(len(self.people.cultures))][0]
        title = self.people.titles[dice.below(len(self.people.titles) - 30)]
        return {
            "tool": tool, "other": next(other for other in category.tools if other != tool), "category": category.name,
            "pain": pain, "pain_start": pain[:1].upper() + pain[1:], "company": company.name, "city": city.name,
            "role": title.text, "skill": dice.pick(("reporting", "planning", "negotiation", "hiring", "automation")),
            "number": dice.between(3, 60), "name": dice.pick(names).latin, "year": self._year,
        }  # fmt: skip

    @cached_property
    def _year(self):
        return self.world.today.year

    def _speaks_up(self, account):
        quiet = account < len(self.people.cases) and self.people.cases[account].posts == 0
        return not quiet and self._persona(account) not in ("bot", "student")

    def _target_and_delay(self, account, platform, index):
        """(reference of the answered post, minutes from it to the answer)."""
        chance = hashed(self.world.seed, ANSWER, platform, account, index)
        if chance & 1:
            others = self.world.network.hubs(self.people.category_of(account).code, platform)
        else:
            others = self.people.on(platform)
        other = others[(chance >> 1) % len(others)]
        count = max(1, min(6, self.count(other, platform)))
        return other * REFERENCE + (chance >> 20) % count, 10 + (chance >> 30) % (3 * DAY)

    def _answer(self, account, platform, index):
        target, _ = self._target_and_delay(account, platform, index)
        dice = Dice(self.world.seed, ANSWER, platform, account, index, 1)
        relation = X_ANSWERS.pick(dice) if platform == ON_X else "replied_to"
        parent = self.get(target // REFERENCE, platform, target % REFERENCE)
        age = self.age(account, platform, index)
        if relation == "retweeted":
            text = f"RT @{self.world.account_name(parent.account)}: {parent.text}"
            return Post(account, index, platform, age, "retweet", parent.lang, text, relation, target)
        tone = self._tone(account, parent.kind, dice)
        text = self._filled(dice.pick(self.replies[tone]), account, dice)
        if platform == ON_X and relation == "replied_to":
            text = f"@{self.world.account_name(parent.account)} {text}"
        return Post(account, index, platform, age, f"reply_{tone}", "en", text, relation, target)

    def _tone(self, account, kind, dice):
        if not self.kinds.get(kind, {}).get("intent"):
            return "chat"
        if self.companies.get(self.people.columns.company[account]).is_vendor:
            return "vendor"
        return dice.pick(("same", "same", "advice", "chat"))

    def _reaction(self, account, platform, index):
        target, _ = self._target_and_delay(account, platform, index)
        value = REACTION_VALUES[hashed(account, index) % len(REACTION_VALUES)]
        return Post(account, index, platform, self.age(account, platform, index), value, "", "", "reacted", target)

    @cached_property
    def answers(self):
        """References of answers by the reference of the answered post, for each platform."""
        found = {ON_X: {}, ON_LINKEDIN: {}}
        for platform, by_target in found.items():
            for account in self.people.on(platform):
                for index in self._answer_indexes(account, platform):
                    target, _ = self._target_and_delay(account, platform, index)
                    by_target.setdefault(target, []).append(account * REFERENCE + index)
        return found

    def _answer_indexes(self, account, platform):
        if account >= self.people.count or not self.people.columns.platforms[account] & platform:
            return ()
        if not self._speaks_up(account):
            return ()
        chance = hashed(account, platform)
        indexes = range(ANSWERS, ANSWERS + chance % 4)
        if platform == ON_LINKEDIN:
            return [*indexes, *range(REACTIONS, REACTIONS + chance // 4 % 3)]
        return indexes

    def answers_by(self, account, platform, *, reactions=False):
        """What an account wrote below other posts, or its reactions to them, newest first."""
        indexes = [index for index in self._answer_indexes(account, platform) if (index >= REACTIONS) == reactions]
        posts = [self.get(account, platform, index) for index in indexes if self.age(account, platform, index) >= 0]
        return sorted(posts, key=newest_first)

    def answers_to(self, post, relation):
        """Replies, quotes, retweets or reactions of one post, newest first."""
        references = self.answers[post.platform].get(post.reference, ())
        posts = (self.by_reference(reference, post.platform) for reference in references)
        return sorted((found for found in posts if found and found.relation == relation), key=newest_first)

    def by_reference(self, reference, platform):
        """The post, or None where there is none (yet)."""
        account, index = divmod(reference, REFERENCE)
        if not self.world.has_account(account, platform):
            return None
        answers = index >= ANSWERS
        known = index in self._answer_indexes(account, platform) if answers else index < self.count(account, platform)
        if not known or self.age(account, platform, index) < 0:
            return None
        return self.get(account, platform, index)

    def id_of(self, post):
        """Ids put posts in the order of time, and stay the same while the world grows older."""
        planned = post.age - self.world.days * DAY
        return str(FIRST_ID[post.platform] + (OLDEST - planned) * PLACES + post.reference)

    def by_id(self, text, platform):
        if not (text.isascii() and text.isdecimal()) or int(text) < FIRST_ID[platform]:
            return None
        post = self.by_reference(int(text) % PLACES, platform)
        return post if post and self.id_of(post) == text else None

    def younger_than(self, minutes, platform, *, answers=True):
        """Every post of at most this age, newest first."""
        found = [
            self.get(account, platform, index)
            for account in self.world.accounts(platform)
            for index in self._indexes_younger_than(minutes, account, platform, answers)
        ]
        return sorted(found, key=newest_first)

    def _indexes_younger_than(self, minutes, account, platform, answers):
        for index in range(self.count(account, platform)):
            age = self.age(account, platform, index)
            if age > minutes:
                break
            if age >= 0:
                yield index
        for index in self._answer_indexes(account, platform) if answers else ():
            if index < REACTIONS and 0 <= self.age(account, platform, index) <= minutes:
                yield index

    def likes(self, post):
        return hashed(METRICS, post.account, post.index) % (400 if post.account >= self.people.count else 60)


def newest_first(post):
    return post.age, -post.reference


def _language_and_text(text):
    if text[2:3] == ":" and text[:2].isalpha():
        return text[:2], text[3:]
    return "en", text
