from array import array
from dataclasses import dataclass
from functools import cached_property, lru_cache

from autoreach.sandbox.world.dice import Dice, Weighted, ascii_of, base36, compact, hyphenated

SKETCH, LOOKS, CAREER = 21, 22, 23
PLATFORMS = Weighted({3: 50, 2: 30, 1: 20})
ON_X, ON_LINKEDIN = 1, 2
INDUSTRIAL = {
    "Machinery",
    "Industrial Automation",
    "Food Production",
    "Plastics",
    "Packaging & Containers",
    "Automotive",
}
INDUSTRIES_OF_PERSONA = {
    "recruiter": "Staffing & Recruiting",
    "student": "Higher Education",
    "consultant": "Management Consulting",
}
VENDOR_FUNCTIONS = ("sales", "marketing", "engineering", "customer_success", "product")
# A number below zero is a change that is still to come; World.days brings it about.
STARTED = ((5, 3, 30), (8, 30, 90), (27, 90, 700), (60, 700, 3600))


@dataclass(frozen=True, slots=True)
class Name:
    latin: str
    native: str = ""

    @classmethod
    def parse(cls, text):
        latin, _, native = text.replace("_", " ").partition("~")
        return cls(latin, native)


@dataclass(frozen=True, slots=True)
class Position:
    title: str
    company: object
    start: int
    end: int | None
    description: str = ""


@dataclass(slots=True)
class Person:
    number: int
    persona: str
    given: Name
    family: Name
    name: str
    x_name: str
    linkedin_name: str
    handle: str
    slug: str
    title: str
    function: str
    level: int
    company: object
    city: object
    category: object
    headline: str
    bio: str
    about: str
    positions: list
    skills: list
    on_x: bool
    on_linkedin: bool
    moved_age: int | None = None
    case: object = None

    @property
    def is_hub(self):
        return self.persona == "influencer"


@dataclass(slots=True)
class Columns:
    """The few facts about everybody that searches filter by, a few bytes a person."""

    culture: bytearray
    given: bytearray
    family: bytearray
    persona: bytearray
    title: array
    city: bytearray
    company: array
    platforms: bytearray


@dataclass(frozen=True, slots=True)
class Title:
    text: str
    function: str
    level: int


class People:
    def __init__(self, *, names, roles, cities, companies, cases, seed, count, days):
        self.cities, self.companies, self.cases = cities, companies, cases
        self.seed, self.count, self.days = seed, count, days
        self.roles = roles
        self.nicknames = {name: text.split() for name, text in names["nicknames"].items()}
        self.cultures = [
            ([Name.parse(text) for text in row["given"].split()], [Name.parse(text) for text in row["family"].split()])
            for culture, row in names.items()
            if culture != "nicknames"
        ]
        rows = [row for culture, row in names.items() if culture != "nicknames"]
        self._culture_weights = Weighted({number: row["weight"] for number, row in enumerate(rows)})
        self._countries = [row["countries"] for row in rows]
        self.get = lru_cache(maxsize=6000)(self._make)
        self._read_titles()
        self._case_of_handle = {case.handle: number for number, case in enumerate(cases) if case.handle}
        self._case_of_slug = {case.slug: number for number, case in enumerate(cases) if case.slug}

    def _read_titles(self):
        roles = self.roles
        self.personas = list(roles["personas"])
        self._persona_weights = Weighted({name: row["share"] for name, row in roles["personas"].items()})
        self._function_weights = Weighted({name: row["share"] for name, row in roles["functions"].items()})
        self._levels = Weighted(dict(enumerate(roles["level_shares"])))
        self.titles, self._titles_of = [], {}
        for function, row in roles["functions"].items():
            for level, name in enumerate(roles["levels"]):
                self._add_titles((function, level), row[name], function, level)
        for persona, row in roles["personas"].items():
            if "titles" in row:
                self._add_titles(persona, row["titles"], persona, 5)
        self._title_number = {title.text: number for number, title in reversed(list(enumerate(self.titles)))}

    def _add_titles(self, key, text, function, level):
        first = len(self.titles)
        self.titles += [Title(title, function, level) for title in text.split("|")]
        self._titles_of[key] = range(first, len(self.titles))

    @cached_property
    def columns(self):
        size = self.count
        columns = Columns(
            *(bytearray(size) for _ in range(4)), array("H", bytes(2 * size)), bytearray(size),
            array("H", bytes(2 * size)), bytearray(size),
        )  # fmt: skip
        for number in range(size):
            self._sketch(number, columns)
        for number, case in enumerate(self.cases):
            self._apply_case(number, case, columns)
        return columns

    @cached_property
    def _companies_of_country(self):
        found = {}
        for company in self.companies:
            found.setdefault(company.city.code, []).append(company.number)
        return found

    @cached_property
    def _companies_of_industry(self):
        found = {}
        for company in self.companies:
            found.setdefault(company.industry, []).append(company.number)
        return found

    @cached_property
    def _cities_of_country(self):
        found = {}
        for city in self.cities:
            found.setdefault(city.code, []).append(city.number)
        return found

    def _sketch(self, number, columns):
        dice = Dice(self.seed, SKETCH, number)
        culture = self._culture_weights.pick(dice)
        given, family = self.cultures[culture]
        persona = self._persona_weights.pick(dice)
        country = dice.pick(self._countries[culture])
        company = self.companies.get(self._employer(dice, persona, country))
        columns.culture[number] = culture
        columns.given[number] = dice.below(len(given))
        columns.family[number] = dice.below(len(family))
        columns.persona[number] = self.personas.index(persona)
        columns.company[number] = company.number
        columns.title[number] = dice.pick(self._titles_of[self._function_and_level(dice, persona, company)])
        columns.platforms[number] = ON_X if persona == "bot" else PLATFORMS.pick(dice)
        cities = self._cities_of_country[country]
        columns.city[number] = company.city.number if dice.chance(0.75) else dice.pick(cities)

    def _employer(self, dice, persona, country):
        """A few companies have many of the people, so that colleagues are found."""
        industry = INDUSTRIES_OF_PERSONA.get(persona)
        pool = self._companies_of_industry[industry] if industry else self._companies_of_country.get(country, [0])
        return pool[int(len(pool) * dice.share() ** 2)]

    def _function_and_level(self, dice, persona, company):
        if persona != "professional":
            return persona
        function = self._function_weights.pick(dice)
        if company.is_vendor:
            function = dice.pick(VENDOR_FUNCTIONS)
        elif company.industry in INDUSTRIAL and dice.chance(0.35):
            function = dice.pick(("operations", "operations", "supply_chain"))
        return function, self._levels.pick(dice)

    def _apply_case(self, number, case, columns):
        columns.persona[number] = 0
        columns.platforms[number] = (ON_X if case.handle else 0) | (ON_LINKEDIN if case.slug else 0)
        if case.city:
            columns.city[number] = next(city.number for city in self.cities if city.name == case.city)
        if case.title:
            if case.title not in self._title_number:
                raise ValueError(f"cases.toml: no title {case.title!r} in roles.toml")
            columns.title[number] = self._title_number[case.title]
        if self.titles[columns.title[number]].function in self.personas:
            columns.title[number] = 0 if not case.title else columns.title[number]
        if case.industry:
            country = self.cities[columns.city[number]].code
            known = self._companies_of_industry[case.industry]
            near = (one for one in known if self.companies.get(one).city.code == country)
            columns.company[number] = next(near, known[0])

    def _make(self, number):
        columns = self.columns
        title = self.titles[columns.title[number]]
        given, family = (
            names[index]
            for names, index in zip(
                self.cultures[columns.culture[number]], (columns.given[number], columns.family[number]), strict=True
            )
        )
        case = self.cases[number] if number < len(self.cases) else None
        if case:
            first, _, last = case.name.partition(" ")
            given, family = Name(first), Name(last)
        person = Person(
            number=number,
            persona=self.personas[columns.persona[number]],
            given=given,
            family=family,
            name=case.name if case else f"{given.latin} {family.latin}",
            x_name="",
            linkedin_name="",
            handle="",
            slug="",
            title=title.text,
            function=title.function,
            level=title.level,
            company=self.companies.get(columns.company[number]),
            city=self.cities[columns.city[number]],
            category=self.category_of(number),
            headline="",
            bio="",
            about="",
            positions=[],
            skills=[],
            on_x=bool(columns.platforms[number] & ON_X),
            on_linkedin=bool(columns.platforms[number] & ON_LINKEDIN),
            case=case,
        )
        dice = Dice(self.seed, LOOKS, number)
        self._give_names(person, dice)
        self._give_career(person, Dice(self.seed, CAREER, number))
        self._give_texts(person, dice)
        return person

    def category_of(self, number):
        """The kind of software somebody would buy, sell or write about."""
        company = self.companies.get(self.columns.company[number])
        if company.is_hub:
            return company.category
        fitting = self._categories_of_title[self.columns.title[number]]
        return fitting[number % len(fitting)]

    @cached_property
    def _categories_of_title(self):
        categories = list(self.companies.categories.values())
        return [
            [category for category in categories if title.function in category.functions] or categories
            for title in self.titles
        ]

    def _give_names(self, person, dice):
        case, first, last = person.case, ascii_of(person.given.latin), person.family.latin
        person.linkedin_name = self._decorated(person.name, dice) if dice.chance(0.1) and not case else person.name
        person.x_name = self._x_name(person, dice)
        mark = base36(person.number)
        person.slug = (case and case.slug) or f"{hyphenated(f'{first} {last}')}-sbx{mark}"
        stems = (first[:1] + compact(last), compact(first) + compact(last), compact(last) + first[:1], compact(first))
        stem = compact(dice.pick(stems))
        person.handle = (case and case.handle) or f"{stem[:8] or 'x'}_sbx{mark}"
        if case:
            person.x_name = case.x_name or person.name

    def _x_name(self, person, dice):
        nicknames = self.nicknames.get(person.given.latin)
        chance = dice.share()
        if chance < 0.2 and nicknames:
            return f"{dice.pick(nicknames)} {person.family.latin}"
        if chance < 0.32 and person.given.native:
            return self.native_name(person)
        if chance < 0.40:
            return f"{person.given.latin} {person.family.latin[:1]}."
        if chance < 0.48:
            return ascii_of(person.name)
        if chance < 0.58:
            return self._decorated(person.name, dice)
        return person.given.latin.lower() if chance < 0.62 else person.name

    def native_name(self, person):
        given, family = person.given.native, person.family.native
        return f"{given} {family}" if not _family_first(given) else family + given

    def _decorated(self, name, dice):
        return dice.pick(self.roles["bios"]["decorations"]).format(name=name)

    def _give_career(self, person, dice):
        """Ages are days before the world's today: the newest position comes first."""
        moved, person.moved_age = self._move(person, dice)
        function = person.function if person.function in self.roles["functions"] else "operations"
        age, position_end = person.moved_age + self.days, None
        titles = [person.title, *self._earlier_titles(function, dice)]
        companies = [person.company, *(self.companies.get(self._elsewhere(dice)) for _ in titles[1:])]
        if moved is not None:
            titles.insert(0, person.title)
            companies.insert(0, self.companies.get(moved))
        for title, company in zip(titles, companies, strict=True):
            if age >= 0:
                person.positions.append(Position(title, company, age, position_end))
                position_end = age + dice.between(0, 45)
            age = max(age, 0) + dice.between(200, 1600)
        person.company = person.positions[0].company
        if person.case and person.case.linkedin == "two_jobs":
            second = Position("Advisor", self.companies.get(self._elsewhere(dice)), 400, None)
            person.positions.insert(1, second)

    def _move(self, person, dice):
        """(company a person is going to work for, age in days of the newest change of job)."""
        if person.case and person.case.moved is not None:
            planned = person.case.moved
        elif dice.chance(0.02):
            planned = -dice.between(1, 90)
        else:
            return None, self._time_in_job(dice)
        return (self._elsewhere(dice), planned) if planned < 0 else (None, planned)

    def _elsewhere(self, dice):
        vendors = len(self.companies.vendors) + len(self.companies.publications)
        return dice.between(vendors, self.companies.count - 1)

    def _time_in_job(self, dice):
        chance = dice.below(100)
        for share, low, high in STARTED:
            chance -= share
            if chance < 0:
                return dice.between(low, high)
        return 1000

    def _earlier_titles(self, function, dice):
        row = self.roles["functions"][function]
        return [
            dice.pick(row[level].split("|")) for level in ("manager", "staff", "staff")[: dice.pick((1, 1, 2, 2, 3))]
        ]

    def _give_texts(self, person, dice):
        roles, case = self.roles, person.case
        row = roles["functions"].get(person.function) or roles["personas"][person.function]
        person.skills = row["skills"].split("|")
        previous = person.positions[1].company.name if len(person.positions) > 1 else person.company.name
        slots = {
            "title": person.title, "company": person.company.name, "city": person.city.name,
            "country": person.city.country, "category": person.category.name, "skill": dice.pick(person.skills),
            "skill2": dice.pick(person.skills), "previous": previous, "number": dice.between(2, 30),
            "pain": dice.pick(person.category.pains), "industry": person.company.industry,
        }  # fmt: skip
        stale = person.moved_age + self.days < 60 and (case is not None or dice.chance(0.5))
        texts = roles["personas"][person.persona].get("bios") or roles["bios"]["texts"]
        person.bio = dice.pick(texts).format_map(slots | ({"company": previous} if stale else {}))
        if case and case.moved is not None:
            person.bio = f"{person.title} at {previous if stale else person.company.name}"
        person.about = dice.pick(roles["bios"]["about"]).format_map(slots)
        person.headline = dice.pick(
            (f"{person.title} at {person.company.name}", f"{person.title} | {slots['skill']}", person.title)
        )
        if case:
            person.bio = case.bio or person.bio
            person.headline = case.headline or f"{person.title} at {person.company.name}"

    def by_handle(self, handle):
        """The person on X with this handle, in any case of letters."""
        return self._found(handle, self._case_of_handle, "_sbx", "handle", ON_X)

    def by_slug(self, slug):
        return self._found(slug, self._case_of_slug, "-sbx", "slug", ON_LINKEDIN)

    def _found(self, text, cases, separator, attribute, platform):
        text = text.lower()
        if text in cases:
            return self.get(cases[text])
        _, found, mark = text.rpartition(separator)
        if not found or not mark.isalnum() or not mark.isascii() or int(mark, 36) >= self.count:
            return None
        person = self.get(int(mark, 36))
        is_there = self.columns.platforms[person.number] & platform
        return person if is_there and getattr(person, attribute) == text else None

    def on(self, platform):
        """Numbers of everybody on a platform, in order."""
        return self._on_x if platform == ON_X else self._on_linkedin

    @cached_property
    def _on_x(self):
        return array("H", (number for number, value in enumerate(self.columns.platforms) if value & ON_X))

    @cached_property
    def _on_linkedin(self):
        return array("H", (number for number, value in enumerate(self.columns.platforms) if value & ON_LINKEDIN))

    @cached_property
    def by_company(self):
        found = {}
        for number, company in enumerate(self.columns.company):
            found.setdefault(company, array("H")).append(number)
        return found

    @cached_property
    def by_family(self):
        """Numbers of people by every word of their family name, without accents."""
        found = {}
        words = [[hyphenated(name.latin).split("-") for name in family] for _, family in self.cultures]
        native = [[name.native for name in family] for _, family in self.cultures]
        columns = self.columns
        for number in range(self.count):
            culture, family = columns.culture[number], columns.family[number]
            if number < len(self.cases):
                keys = hyphenated(self.cases[number].family).split("-")
            else:
                keys = [*words[culture][family], native[culture][family]]
            for key in keys:
                if key:
                    found.setdefault(key, array("H")).append(number)
        return found


def _family_first(text):
    return text >= "\u3040"
