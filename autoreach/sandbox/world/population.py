"""All people of the world: a few columns that searches filter by, and a person for each number."""

from array import array
from functools import cached_property, lru_cache

from autoreach.sandbox.world.biographies import Biographies
from autoreach.sandbox.world.dice import Dice, Weighted, hyphenated
from autoreach.sandbox.world.person import ON_LINKEDIN, ON_X, Columns, Name
from autoreach.sandbox.world.titles import Titles

SKETCH = 21
PLATFORMS = Weighted({3: 50, 2: 30, 1: 20})
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
        self._titles = Titles(roles)
        self.personas, self.titles = self._titles.personas, self._titles.all
        self.get = lru_cache(maxsize=6000)(Biographies(self).person)
        self._case_of_handle = {case.handle: number for number, case in enumerate(cases) if case.handle}
        self._case_of_slug = {case.slug: number for number, case in enumerate(cases) if case.slug}

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

    @cached_property
    def _city_numbers(self):
        return {city.name: city.number for city in reversed(self.cities)}

    def _sketch(self, number, columns):
        dice = Dice(self.seed, SKETCH, number)
        culture = self._culture_weights.pick(dice)
        given, family = self.cultures[culture]
        persona = self._titles.persona_weights.pick(dice)
        country = dice.pick(self._countries[culture])
        company = self.companies.get(self._employer(dice, persona, country))
        columns.culture[number] = culture
        columns.given[number] = dice.below(len(given))
        columns.family[number] = dice.below(len(family))
        columns.persona[number] = self.personas.index(persona)
        columns.company[number] = company.number
        columns.title[number] = dice.pick(self._titles.numbers(self._function_and_level(dice, persona, company)))
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
        function = self._titles.function_weights.pick(dice)
        if company.is_vendor:
            function = dice.pick(VENDOR_FUNCTIONS)
        elif company.industry in INDUSTRIAL and dice.chance(0.35):
            function = dice.pick(("operations", "operations", "supply_chain"))
        return function, self._titles.levels.pick(dice)

    def _apply_case(self, number, case, columns):
        columns.persona[number] = 0
        columns.platforms[number] = (ON_X if case.handle else 0) | (ON_LINKEDIN if case.slug else 0)
        if case.city:
            columns.city[number] = named(case.city, self._city_numbers, "city", "cities.toml")
        if case.title:
            columns.title[number] = named(case.title, self._titles.number_of, "title", "roles.toml")
        if self.titles[columns.title[number]].function in self.personas:
            columns.title[number] = 0 if not case.title else columns.title[number]
        if case.industry:
            country = self.cities[columns.city[number]].code
            known = named(case.industry, self._companies_of_industry, "industry", "companies.toml")
            near = (one for one in known if self.companies.get(one).city.code == country)
            columns.company[number] = next(near, known[0])

    def category_of(self, number):
        """The kind of software the person would buy, sell or write about."""
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
        """Numbers of all people on a platform, in order."""
        return self._on_x if platform == ON_X else self._on_linkedin

    @cached_property
    def _on_x(self):
        return array("H", (number for number, value in enumerate(self.columns.platforms) if value & ON_X))

    @cached_property
    def _on_linkedin(self):
        return array("H", (number for number, value in enumerate(self.columns.platforms) if value & ON_LINKEDIN))

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


def named(name, known, kind, file):
    """What a case of cases.toml refers to by name."""
    if name not in known:
        raise ValueError(f"cases.toml: no {kind} {name!r} in {file}")
    return known[name]
