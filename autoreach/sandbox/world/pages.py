"""The invented web: what a search finds about a person or a company."""

from dataclasses import dataclass
from functools import cached_property

from autoreach.sandbox.world.companies import KINDS_OF_NEWS
from autoreach.sandbox.world.dice import Dice, hyphenated, words_of

PAGES, NEWS = 51, 52
ENOUGH = 6


@dataclass(frozen=True, slots=True)
class Page:
    url: str
    title: str
    text: str
    age: int | None = None
    kind: str = ""
    sourced: bool = True


class Pages:
    def __init__(self, world, data):
        self.world, self.people, self.companies = world, world.people, world.companies
        self.news_texts, self.noise = data["news"], data["noise"]

    # People

    def people_named_in(self, text, limit=ENOUGH):
        """People whom a text may name, likeliest first: the family name and a part of the given name occur in it."""
        words = words_of(text)
        wanted = set(words.split())
        numbers = {number for word in wanted for number in self.people.by_family.get(word, ())}
        ranked = sorted((-self._likeness(number, words, wanted), number) for number in numbers)
        return [self.people.get(number) for likeness, number in ranked[:limit] if likeness <= -3]

    def _likeness(self, number, words, wanted):
        if not self._given_names(number) & wanted:
            return 0
        columns = self.people.columns
        company = self.companies.get(columns.company[number])
        city = self.people.cities[columns.city[number]]
        title = self.people.titles[columns.title[number]].text
        return (
            3
            + 3 * (words_of(company.name) in words)
            + 2 * (words_of(city.name) in words)
            + (words_of(city.country) in words)
            + 2 * (words_of(title) in words)
        )

    def _given_names(self, number):
        if number < len(self.people.cases):
            given = self.people.cases[number].name.partition(" ")[0]
            native = ""
        else:
            columns = self.people.columns
            name = self.people.cultures[columns.culture[number]][0][columns.given[number]]
            given, native = name.latin, name.native
        forms = [given, native, *self.people.nicknames.get(given, ())]
        return {word for form in forms for word in words_of(form).split()}

    def about_person(self, person):
        pages = []
        if person.on_linkedin:
            pages.append(
                Page(
                    f"https://www.linkedin.com/in/{person.slug}",
                    f"{person.linkedin_name} – {person.headline} | LinkedIn",
                    f"{person.linkedin_name}, {person.title} at {person.company.name}, {person.city.full}.",
                    kind="linkedin",
                )
            )
        if person.on_x:
            pages.append(
                Page(
                    f"https://x.com/{person.handle}",
                    f"{person.x_name} (@{person.handle}) / X",
                    f"{person.x_name} (@{person.handle}): {person.bio}",
                    kind="x",
                )
            )
        return pages + self._mentions_of(person)

    def _mentions_of(self, person):
        """Independent pages: the company's team, a conference."""
        dice = Dice(self.world.seed, PAGES, person.number)
        links = [f"x.com/{person.handle}"] * person.on_x + [f"linkedin.com/in/{person.slug}"] * person.on_linkedin
        shown = ", ".join(links) if dice.chance(0.6) else ""
        company = person.company
        pages = []
        if dice.chance(0.5):
            text = f"{person.name}, {person.title} at {company.name}. {shown}".strip()
            pages.append(Page(f"{company.website}/team", f"Team – {company.name}", text, kind="team"))
        if dice.chance(0.25):
            text = f"Speaker: {person.name} ({company.name}), {person.title}. {shown}".strip()
            url = f"https://summit.example/speakers/{hyphenated(person.name)}"
            pages.append(Page(url, f"Speakers: {person.name}", text, kind="event"))
        return pages

    # Companies

    def companies_named_in(self, text, limit=3):
        words = words_of(text)
        lower = text.lower()
        found = [
            (-len(name), number)
            for number, (name, domain, slug) in enumerate(self._names_of_companies)
            if name in words or domain in lower or slug in lower
        ]
        return [self.companies.get(number) for _, number in sorted(found)[:limit]]

    @cached_property
    def _names_of_companies(self):
        return [(words_of(company.name), company.domain, company.slug) for company in self.companies]

    def about_company(self, company):
        dice = Dice(self.world.seed, PAGES, company.number, 1)
        technologies = self.noise["technologies"].split("|")
        used = [dice.pick(technologies), self.companies.tool(company, company.category)]
        revenue = max(1, company.employees * dice.between(80, 240) // 1000)
        site = company.website
        facts = [
            Page(f"{site}/about", f"About {company.name}", self._size(company), kind="company_size"),
            Page(f"{site}/about", f"About {company.name}", self._industry(company), kind="industry"),
            Page(
                f"https://register.example/{company.slug}",
                f"{company.name} – company register",
                f"{company.name} reported revenue of {revenue} million EUR.",
                dice.between(60, 400),
                "revenue",
            ),
            Page(
                f"https://stackdir.example/{company.slug}",
                f"What {company.name} runs on",
                f"{company.name} uses {used[0]} and {used[1]}.",
                dice.between(10, 200),
                "technologies",
            ),
            Page(
                f"{site}/contact",
                f"Contact – {company.name}",
                f"Write to {company.name} at hello@{company.domain}.",
                kind="contact",
            ),
        ]
        return [*facts, *self.news(company), *self._noise(company, dice)]

    def _size(self, company):
        return f"{company.name} has about {company.employees} employees ({company.size})."

    def _industry(self, company):
        return f"{company.name} from {company.city.full} works in {company.industry}: {company.about}."

    def news(self, company):
        """Dated news, newest first; some of it older than half a year."""
        dice = Dice(self.world.seed, NEWS, company.number)
        items = [self._news_item(company, dice) for _ in range(dice.pick((0, 1, 1, 2, 3)))]
        return sorted((item for item in items if item.age >= 0), key=lambda item: item.age)

    def _news_item(self, company, dice):
        kind = KINDS_OF_NEWS.pick(dice)
        slots = {
            "company": company.name, "amount": dice.between(2, 60), "currency": dice.pick(("EUR", "USD")),
            "round": dice.pick(self.noise["rounds"].split("|")), "about": company.about,
            "investor": dice.pick(self.noise["investors"].split("|")), "city": company.city.name,
            "role": dice.pick(("Chief Operating Officer", "VP Sales", "Head of Data", "Chief Financial Officer")),
            "name": self.people.get(dice.below(self.people.count)).name, "number": dice.between(12, 300),
            "target": self.companies.get(dice.below(self.companies.count)).name,
        }  # fmt: skip
        age = dice.between(-20, 420) + self.world.days
        paper = dice.pick(self.noise["publications"].split()).lower()
        text = self.news_texts[kind]["text"].format_map(slots)
        title = self.news_texts[kind]["title"].format_map(slots)
        return Page(f"https://{paper}.example/{kind}/{company.slug}-{dice.below(1000)}", title, text, age, kind)

    def _noise(self, company, dice):
        slots = {"company": company.name, "number": dice.between(2, 40), "tool": dice.pick(company.category.tools)}
        noise = [Page("", "", dice.pick(self.noise["unsourced"]).format_map(slots), kind="rumour", sourced=False)]
        if dice.chance(0.3):
            text = dice.pick(self.noise["injections"]).format_map(slots)
            noise.append(Page(f"https://forum.example/{company.slug}", f"{company.name} forum", text, kind="injection"))
        return noise
