"""LinkedIn's searches: filters are ids, words are matched in what a search result shows."""

import re
from functools import cached_property

from autoreach.sandbox.world import ON_LINKEDIN
from autoreach.sandbox.world.dice import hashed, words_of

CITY, AREA, COUNTRY, COMPANY, TITLE = 101_000_000, 102_000_000, 103_000_000, 9_000_000, 5_000
DEEPEST, DEEPEST_OF_NAVIGATOR = 1000, 2500
DAY = 1440
HORIZONS = {"past_day": 1, "past_week": 7, "past_month": 30}
KEYWORD = re.compile(r'"([^"]+)"|(\S+)')


class Words:
    """LinkedIn's Boolean search: words and "phrases" all have to occur, OR separates alternatives, NOT excludes."""

    def __init__(self, text):
        self.alternatives = [
            self._parse(part) for part in re.split(r"\bOR\b", text.replace("(", " ").replace(")", " "))
        ]

    def _parse(self, text):
        wanted, unwanted, into = [], [], None
        for phrase, word in KEYWORD.findall(text):
            if word in ("NOT", "AND"):
                into = unwanted if word == "NOT" else None
                continue
            needle = words_of(phrase or word)
            if needle.strip():
                (wanted if into is None else into).append(needle)
            into = None
        return wanted, unwanted

    def match(self, words):
        return any(
            all(needle in words for needle in wanted) and not any(needle in words for needle in unwanted)
            for wanted, unwanted in self.alternatives
        )

    def select(self, numbers, with_needle):
        """The same for many, from the sets of those with each needle."""
        found = set()
        for wanted, unwanted in self.alternatives:
            chosen = set(numbers).intersection(*map(with_needle, wanted))
            found |= chosen.difference(*map(with_needle, unwanted))
        return found


class Search:
    def __init__(self, world):
        self.world, self.people, self.companies = world, world.people, world.companies

    # Ids of filters

    def parameters(self, kind, keywords, limit):
        """(id, title) of what a filter may be set to."""
        wanted = words_of(keywords).strip()
        rows = self._rows(kind)
        if kind in ("PEOPLE", "CONNECTIONS"):
            rows = [(provider_id(person.number), person.linkedin_name) for person in self.people_named(wanted, limit)]
        found = [row for row in rows if wanted in words_of(row[1])]
        return sorted(found, key=lambda row: not words_of(row[1]).strip().startswith(wanted))[:limit]

    def _rows(self, kind):
        match kind:
            case "LOCATION" | "REGION":
                return self._places
            case "INDUSTRY" | "SALES_INDUSTRY":
                return [(str(number), name) for number, name in enumerate(self.companies.industry_names, 1)]
            case "COMPANY":
                return [(str(COMPANY + company.number), company.name) for company in self.companies]
            case "JOB_TITLE":
                return [(str(TITLE + number), title.text) for number, title in enumerate(self.people.titles)]
            case "SCHOOL":
                schools = self.people.roles["bios"]["schools"].split("|")
                return [(str(700 + number), name) for number, name in enumerate(schools)]
            case "JOB_FUNCTION" | "DEPARTMENT":
                return [(str(30 + number), name) for number, name in enumerate(self.people.roles["functions"])]
        return []

    @cached_property
    def _places(self):
        cities = self.people.cities
        countries = dict.fromkeys(city.country for city in cities)
        return [
            *((str(COUNTRY + number), name) for number, name in enumerate(countries)),
            *((str(CITY + city.number), city.full) for city in cities),
            *((str(AREA + city.number), city.area) for city in cities if city.area),
        ]

    def cities_of(self, ids):
        countries = list(dict.fromkeys(city.country for city in self.people.cities))
        found = set()
        for number in map(int, ids):
            if COUNTRY <= number < COUNTRY + len(countries):
                name = countries[number - COUNTRY]
                found |= {city.number for city in self.people.cities if city.country == name}
            else:
                found.add(number - (AREA if number >= AREA else CITY))
        return found

    def industries_of(self, ids):
        names = self.companies.industry_names
        return {names[int(number) - 1] for number in ids if 0 < int(number) <= len(names)}

    # People

    def people_named(self, words, limit):
        *_, last = words.split() or [""]
        numbers = self.people.by_family.get(last, ())
        people = (self.people.get(number) for number in numbers if self.people.columns.platforms[number] & ON_LINKEDIN)
        return [person for person, _ in zip(people, range(limit), strict=False)]

    def find_people(self, body):
        """Numbers of the people a classic or Sales Navigator search finds, best known first."""
        columns = self.people.columns
        tests = [test for test in self._people_tests(body, columns) if test]
        numbers = self._followers_of(body) if body.get("followers_of") else self.people.on(ON_LINKEDIN)
        deepest = DEEPEST_OF_NAVIGATOR if body.get("api") == "sales_navigator" else DEEPEST
        found = []
        for number in numbers:
            if all(test(number) for test in tests):
                found.append(number)
                if len(found) == deepest:
                    break
        return found

    def _followers_of(self, body):
        accounts = [number_of(identifier) for identifier in body["followers_of"]]
        found = [
            follower
            for account in accounts
            if account is not None
            for follower in self.world.network.followers(account, ON_LINKEDIN, 0, DEEPEST)
        ]
        return list(dict.fromkeys(found))

    def _people_tests(self, body, columns):
        advanced = body.get("advanced_keywords") or {}
        yield self._member(columns.city, body.get("location"), self.cities_of)
        yield self._member(columns.company, body.get("industry"), self._companies_of_industries)
        yield self._member(columns.company, body.get("company"), self._company_numbers)
        yield self._member(columns.title, body.get("role"), self._title_numbers)
        yield self._distance(body.get("network_distance"))
        yield self._keywords(body.get("keywords"), self._everything)
        yield self._keywords(advanced.get("title"), self._titles)
        yield self._keywords(advanced.get("company"), self._company_names)
        yield self._keywords(advanced.get("first_name") or body.get("first_name"), self._given_names)
        yield self._keywords(advanced.get("last_name") or body.get("last_name"), self._family_names)
        if body.get("past_company"):
            past = {int(number) - COMPANY for number in body["past_company"]}
            yield lambda number: any(job.company.number in past for job in self.people.get(number).positions[1:])

    def _member(self, column, wanted, resolve):
        """Tests a column against ids: a list, or {include, exclude} as Sales Navigator has it."""
        if not wanted:
            return None
        if isinstance(wanted, dict):
            included, excluded = (resolve(wanted.get(side) or []) for side in ("include", "exclude"))
            return lambda number: (not included or column[number] in included) and column[number] not in excluded
        values = resolve(wanted)
        return lambda number: column[number] in values

    def _companies_of_industries(self, ids):
        industries = self.industries_of(ids)
        return {company.number for company in self.companies if company.industry in industries}

    def _company_numbers(self, ids):
        by_name = {words_of(company.name): company.number for company in self.companies}
        return {int(text) - COMPANY if text.isdecimal() else by_name.get(words_of(text)) for text in ids}

    def _title_numbers(self, wanted):
        found = {int(text) - TITLE for text in wanted if text.isdecimal()}
        words = [words_of(text) for text in wanted if not text.isdecimal()]
        return found | {
            number for number, title in enumerate(self._title_words) if any(needle in title for needle in words)
        }

    def _distance(self, wanted):
        if not wanted:
            return None
        return lambda number: min(distance_of(number), 3) in wanted

    def _keywords(self, text, columns_with):
        """A test that looks at small sets of ids instead of at every person's text."""
        if not text:
            return None
        numbers = self.people.on(ON_LINKEDIN)

        def with_needle(needle):
            columns = [(column, values) for column, values in columns_with(needle) if values]
            return {number for column, values in columns for number in numbers if column[number] in values}

        return Words(text).select(numbers, with_needle).__contains__

    @cached_property
    def _title_words(self):
        return [words_of(title.text) for title in self.people.titles]

    def _titles(self, needle):
        return [(self.people.columns.title, {n for n, words in enumerate(self._title_words) if needle in words})]

    def _company_names(self, needle):
        return [(self.people.columns.company, {n for n, words in enumerate(self._company_words) if needle in words})]

    @cached_property
    def _company_words(self):
        return [words_of(company.name) for company in self.companies]

    @cached_property
    def _company_abouts(self):
        return [words_of(f"{company.industry} {company.about}") for company in self.companies]

    def _given_names(self, needle):
        return [self._names(needle, 0, self.people.columns.given)]

    def _family_names(self, needle):
        return [self._names(needle, 1, self.people.columns.family)]

    def _names(self, needle, side, column):
        """(the name of each person, the names wanted); people with a known id have names of their own."""
        found = {
            (number, index)
            for number, names in enumerate(self.people.cultures)
            for index, name in enumerate(names[side])
            if needle in words_of(name.latin)
        }
        cases = [case.name.partition(" ")[2 * side] for case in self.people.cases]
        wanted = {number for number, name in enumerate(cases) if needle in words_of(name)}
        if not found | wanted:
            return (), set()
        pairs = list(zip(self.people.columns.culture, column, strict=True))
        pairs[: len(cases)] = range(len(cases))
        return pairs, found | wanted

    def _everything(self, needle):
        people, columns = self.people, self.people.columns
        abouts = {number for number, words in enumerate(self._company_abouts) if needle in words}
        cities = {city.number for city in people.cities if needle in words_of(f"{city.full} {city.area}")}
        functions = {title.function for title in people.titles}
        fitting = {function for function in functions if needle in words_of(self._skills_of(function))}
        skilled = {number for number, title in enumerate(people.titles) if title.function in fitting}
        return [
            *self._titles(needle),
            *self._company_names(needle),
            (columns.company, abouts),
            (columns.city, cities),
            (columns.title, skilled),
            *self._given_names(needle),
            *self._family_names(needle),
        ]

    def _skills_of(self, function):
        roles = self.people.roles
        row = roles["functions"].get(function) or roles["personas"][function]
        categories = (category for category in self.companies.categories.values() if function in category.functions)
        return " ".join([row["skills"].replace("|", " "), *(category.name for category in categories)])

    # Companies, jobs, posts

    def find_companies(self, body):
        tests = []
        if body.get("keywords"):
            words = Words(body["keywords"])
            tests.append(lambda c: words.match(words_of(f"{c.name} {c.industry} {c.about} {c.category.name}")))
        if body.get("industry"):
            industries = self.industries_of(_included(body["industry"]))
            tests.append(lambda c: c.industry in industries)
        if body.get("location"):
            cities = self.cities_of(_included(body["location"]))
            tests.append(lambda c: c.city.number in cities)
        if body.get("headcount"):
            ranges = [(row.get("min", 1), row.get("max", 10**9)) for row in body["headcount"]]
            tests.append(lambda c: any(low <= c.employees <= high for low, high in ranges))
        if body.get("has_job_offers"):
            tests.append(lambda c: bool(self.companies.jobs(c)))
        return [company for company in self.companies if all(test(company) for test in tests)][:DEEPEST]

    @cached_property
    def jobs(self):
        return sorted(
            (job for company in self.companies for job in self.companies.jobs(company)), key=lambda job: job.age
        )

    def find_jobs(self, body):
        tests = []
        if body.get("keywords"):
            words = Words(body["keywords"])
            tests.append(lambda job: words.match(words_of(f"{job.title} {job.description} {job.company.industry}")))
        if body.get("date_posted"):
            tests.append(lambda job: job.age <= body["date_posted"])
        if body.get("location"):
            cities = self.cities_of(body["location"])
            tests.append(lambda job: job.company.city.number in cities)
        if body.get("industry"):
            industries = self.industries_of(body["industry"])
            tests.append(lambda job: job.company.industry in industries)
        if body.get("company"):
            numbers = self._company_numbers(body["company"])
            tests.append(lambda job: job.company.number in numbers)
        return [job for job in self.jobs if all(test(job) for test in tests)][:DEEPEST]

    @cached_property
    def _month(self):
        posts = self.world.posts.younger_than(HORIZONS["past_month"] * DAY, ON_LINKEDIN, answers=False)
        return [(post, words_of(post.text)) for post in posts]

    def find_posts(self, body):
        words = Words(body.get("keywords") or "")
        oldest = HORIZONS.get(body.get("date_posted"), 30) * DAY
        posted_by, author = body.get("posted_by") or {}, body.get("author") or {}
        accounts = {number_of(identifier) for identifier in posted_by.get("member", ())}
        accounts |= {self.people.count + int(number) - COMPANY for number in posted_by.get("company", ())}
        industries = self.industries_of(author.get("industry", ()))
        companies = self._company_numbers(author.get("company", ()))
        titles = Words(author["keywords"]) if author.get("keywords") else None
        found = []
        for post, text in self._month:
            if post.age > oldest:
                break
            if words.match(text) and (not accounts or post.account in accounts):
                if (industries or companies) and not self._employer_fits(post.account, industries, companies):
                    continue
                if titles and not self._headline_fits(post.account, titles):
                    continue
                found.append(post)
        return found[:DEEPEST]

    def _employer_fits(self, account, industries, companies):
        person = account < self.people.count
        number = self.people.columns.company[account] if person else account - self.people.count
        return (not companies or number in companies) and (
            not industries or self.companies.get(number).industry in industries
        )

    def _headline_fits(self, account, words):
        return account < self.people.count and words.match(words_of(self.people.get(account).headline))


def _included(wanted):
    return wanted.get("include") or [] if isinstance(wanted, dict) else wanted


def provider_id(number):
    return f"ACoAAASBX{number:030d}"


def number_of(identifier):
    """The person's number, or None for what is no provider id of the world."""
    digits = identifier.removeprefix("ACoAAASBX")
    return int(digits) if len(identifier) == 39 and len(digits) == 30 and digits.isdecimal() else None


def distance_of(number):
    """1 to 3 as LinkedIn counts, 4 for out of the network."""
    share = hashed(number, 5) % 100
    return 1 if share < 3 else 2 if share < 35 else 3 if share < 92 else 4
