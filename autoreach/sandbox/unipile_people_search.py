"""LinkedIn's search of people: filters are ids, words are matched in what a search result shows."""

from functools import cached_property

from autoreach.sandbox.unipile_filters import Filters
from autoreach.sandbox.unipile_ids import COMPANY, TITLE, distance_of, number_of
from autoreach.sandbox.unipile_words import Words
from autoreach.sandbox.world import ON_LINKEDIN
from autoreach.sandbox.world.dice import words_of

DEEPEST, DEEPEST_OF_NAVIGATOR = 1000, 2500


class PeopleSearch(Filters):
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
