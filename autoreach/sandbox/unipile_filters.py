"""What the filters of LinkedIn's searches may be set to, and what their ids stand for."""

from functools import cached_property

from autoreach.sandbox.unipile_ids import AREA, CITY, COMPANY, COUNTRY, TITLE, provider_id
from autoreach.sandbox.world import ON_LINKEDIN
from autoreach.sandbox.world.dice import words_of


class Filters:
    def __init__(self, world):
        self.world, self.people, self.companies = world, world.people, world.companies

    def parameters(self, kind, keywords, limit):
        """(id, title) of what a filter may be set to."""
        wanted = words_of(keywords).strip()
        rows = self._rows(kind)
        if kind in ("PEOPLE", "CONNECTIONS"):
            rows = [(provider_id(person.number), person.linkedin_name) for person in self.people_named(wanted, limit)]
        if kind in ("INDUSTRY", "SALES_INDUSTRY"):
            return self._industries(wanted)[:limit]
        found = [row for row in rows if wanted in words_of(row[1])]
        return sorted(found, key=lambda row: not words_of(row[1]).strip().startswith(wanted))[:limit]

    def _rows(self, kind):
        match kind:
            case "LOCATION" | "REGION":
                return self._places
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

    def _industries(self, wanted):
        """By either of their names, "&" as "and"; first those whose name of the first list begins with the words."""
        wanted = f" {wanted} ".replace(" and ", " ").strip()
        found = []
        for number, names in enumerate(self.companies.industry_names.items(), 1):
            first, second = (words_of(name).replace(" and ", " ") for name in names)
            if f" {wanted}" in first or f" {wanted}" in second:
                found.append((not first.startswith(f" {wanted}"), (str(number), names[0])))
        return [row for _, row in sorted(found, key=lambda each: each[0])]

    @cached_property
    def _places(self):
        cities = self.people.cities
        countries = dict.fromkeys(city.country for city in cities)
        return [
            *((str(COUNTRY + number), name) for number, name in enumerate(countries)),
            *((str(CITY + city.number), city.full) for city in cities),
            *((str(AREA + city.number), city.area) for city in cities if city.area),
        ]

    def people_named(self, words, limit):
        *_, last = words.split() or [""]
        numbers = self.people.by_family.get(last, ())
        people = (self.people.get(number) for number in numbers if self.people.columns.platforms[number] & ON_LINKEDIN)
        return [person for person, _ in zip(people, range(limit), strict=False)]

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
        names = [*self.companies.industry_names]
        return {names[int(number) - 1] for number in ids if 0 < int(number) <= len(names)}

    def _company_numbers(self, ids):
        by_name = {words_of(company.name): company.number for company in self.companies}
        return {int(text) - COMPANY if text.isdecimal() else by_name.get(words_of(text)) for text in ids}
