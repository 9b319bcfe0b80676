"""The people of the example with which an installation starts. The sandbox knows their LinkedIn profiles."""

import random
import re
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache, cached_property

from autoreach.sandbox.world.person import ON_LINKEDIN, Name, Position

LEADS, PROFILES = 320, 260
# before a workspace's number, the name and the person's own number
SLUG = "example-"
SLUG_FORM = re.compile(rf"{SLUG}\d{{1,18}}-([a-z]+-[a-z]+)-(\d{{1,4}})")
DAYS_IN_ROLE = [40, 75, 150, 400, 900, 2000, 3500]

FIRST_NAMES = """Ada Amara Anouk Arjun Astrid Bilal Björn Camila Chidi Clara Daan Deniz Eero Elif Emil Esther Farah
Felix Freya Giulia Hana Hugo Ines Ingrid Ivo Jana Jonas Kamal Katarzyna Kenji Lars Leila Lina Luca Maja Malik Marek
Mateo Mei Milan Nadia Nils Noor Oskar Paula Priya Rafael Rosa Sami Selma Sven Tariq Tomasz Vera Wout Yara Zofia
""".split()
LAST_NAMES = """Aalto Adeyemi Albrecht Almeida Bakker Baran Berg Bianchi Brandt Castro Claes Dahl Demir Devries Dubois
Eriksen Faber Ferrari Gruber Haas Hofmann Ibrahim Jansen Kaya Keller Kowalska Kumar Larsen Lehner Lindqvist Maier
Marchetti Mertens Moreau Nakamura Nowak Okafor Olsen Peeters Petrov Rao Richter Rossi Salo Schmid Silva Sommer
Steiner Tanaka Vogel Wagner Weiss Winkler Yilmaz Zeman
""".split()
FACTORIES = [
    ("Nordhof Maschinenbau", "Machinery", "201-500", "CNC machines, special machinery, contract manufacturing"),
    ("Kessler Antriebe", "Industrial Automation", "51-200", "drives, gear units, motion control"),
    ("Bergquell Lebensmittel", "Food Production", "501-1000", "bakery products, frozen food, private label"),
    ("Van Houten Verpakkingen", "Packaging and Containers", "201-500", "folding cartons, corrugated board"),
    ("Alpina Metallwerk", "Mechanical or Industrial Engineering", "51-200", "sheet metal, laser cutting, welding"),
    ("Donau Kunststofftechnik", "Plastics", "201-500", "injection moulding, technical plastics"),
    ("Waterland Zuivel", "Dairy", "501-1000", "cheese, milk powder, organic dairy"),
    ("Fjordline Pumps", "Machinery", "51-200", "pumps, valves, water treatment"),
]
OTHERS = [
    ("Silberpfad Consulting", "Management Consulting", "11-50", "strategy, change management"),
    ("Talentbrücke", "Staffing and Recruiting", "11-50", "recruiting, interim managers"),
    ("Lumen Studio", "Design", "2-10", "branding, web design"),
    ("Hafenkontor Bank", "Banking", "1001-5000", "corporate banking, export finance"),
    ("Kiezmarkt", "Retail", "201-500", "supermarkets, online groceries"),
    ("Orbital Analytics", "Computer Software", "51-200", "dashboards, data warehouse"),
    ("St. Anna Clinic", "Hospital & Health Care", "1001-5000", "clinic, emergency care"),
]
PLANNERS = [
    "Head of Production Planning", "Plant Manager", "VP Operations", "Production Manager", "Director of Operations",
    "COO", "Factory Manager", "Supply Chain Director", "Operations Manager", "Managing Director", "Production Planner",
]  # fmt: skip
COLLEAGUES = ["Sales Manager", "HR Business Partner", "Accountant", "Marketing Manager", "Quality Engineer", "CFO"]
OUTSIDERS = [
    "Management Consultant", "Recruiter", "Art Director", "Relationship Manager", "Store Manager", "Data Engineer",
    "Nurse", "Student", "Founder",
]  # fmt: skip
PLACES = [
    "Munich, Bavaria, Germany", "Stuttgart, Germany", "Bielefeld, Germany", "Vienna, Austria", "Linz, Austria",
    "Eindhoven, Netherlands", "Rotterdam, Netherlands",
]  # fmt: skip
FAR_PLACES = ["Austin, Texas, United States", "Pune, India", "São Paulo, Brazil", "Osaka, Japan"]
ASKS = [
    "Can anyone recommend a production scheduling tool that copes with changeovers? Our spreadsheets have given up.",
    "We are looking for an alternative to PlanMaster. Every replan takes half a day and no one trusts the dates.",
    "Frustrated with our planning software again: three machines idle because the schedule was two days old.",
    "Evaluating production planning systems for two plants. Which vendors should be on our list?",
]
NEWS = [
    "We are hiring two production planners for our second line. Come and see the plant!",
    "Proud of the team: our new line in Linz went live this week.",
    "We are opening a second plant next spring.",
]
MOTTOS = ["Lean thinker.", "People first.", "Numbers, then opinions.", "Curious about machines."]
SMALL_TALK = [
    "Great weather for the company run today. Thanks to everybody who joined!",
    "Reading week: three books on leadership that I keep coming back to.",
    "Happy work anniversary to our wonderful apprentices.",
]


@dataclass(frozen=True, slots=True)
class Example:
    """`industry`, `size` and `keywords` are the company's. `post` is a text and how many days ago it was written."""

    number: int
    first: str
    last: str
    kind: str
    title: str
    company: str
    industry: str
    size: str
    keywords: str
    place: str
    days_in_role: int
    motto: str
    post: tuple[str, int] | None

    @property
    def name(self):
        return f"{self.first} {self.last}"

    @property
    def slug(self):
        """Behind the workspace's number."""
        return f"{_letters(self.first)}-{_letters(self.last)}-{self.number}"

    def bio(self, started):
        return f"{self.title} at {self.company} since {started:%Y}. {self.motto}"


@cache
def examples():
    choose = random.Random(20)
    return [_example(choose, number) for number in range(LEADS + PROFILES)]


def _example(choose, number):
    first, last = choose.choice(FIRST_NAMES), choose.choice(LAST_NAMES)
    kind = choose.choices(["planner", "colleague", "outsider"], [4, 3, 3])[0]
    company = choose.choice(OTHERS if kind == "outsider" else FACTORIES)
    title = choose.choice({"planner": PLANNERS, "colleague": COLLEAGUES, "outsider": OUTSIDERS}[kind])
    days = choose.choice(DAYS_IN_ROLE)
    place = choose.choice(PLACES if choose.random() < 0.8 else FAR_PLACES)
    motto = choose.choice(MOTTOS)
    post = _post(choose, kind) if choose.random() < (0.7 if kind == "planner" else 0.3) else None
    return Example(number, first, last, kind, title, *company, place, days, motto, post)


def _post(choose, kind):
    texts = choose.choices([ASKS, NEWS, SMALL_TALK], [5, 3, 3] if kind == "planner" else [0, 1, 5])[0]
    return choose.choice(texts), choose.randrange(1, 70)


def _letters(name):
    plain = name.lower().translate(str.maketrans({"ö": "o", "ü": "u", "ä": "a", "ß": "s"}))
    return "".join(letter for letter in plain if letter.isalpha())


class ExamplesOnLinkedIn:
    """Each has the posts, the skills and the network of a person of the world, of the same trade where it plans."""

    def __init__(self, world):
        self.world = world

    def by_slug(self, slug):
        found = SLUG_FORM.fullmatch(slug.lower())
        if not found or int(found[2]) >= len(examples()):
            return None
        example = examples()[int(found[2])]
        return self._person(example, slug.lower()) if example.slug == f"{found[1]}-{found[2]}" else None

    def _person(self, example, slug):
        others = self._planners if example.kind == "planner" else self._colleagues
        person = self.world.people.get(others[example.number % len(others)])
        company = replace(person.company, name=example.company, industry=example.industry, size=example.size)
        return replace(
            person,
            given=Name(example.first),
            family=Name(example.last),
            name=example.name,
            linkedin_name=example.name,
            slug=slug,
            title=example.title,
            company=company,
            city=self._city(example.place, person.city),
            headline=f"{example.title} at {example.company}",
            about=example.bio(self.world.today - timedelta(days=example.days_in_role)),
            positions=[Position(example.title, company, example.days_in_role, None)],
        )

    def _city(self, place, like):
        name, *region, country = place.split(", ")
        code = next((city.code for city in self.world.cities if city.country == country), like.code)
        return replace(like, name=name, region="".join(region), country=country, code=code, area="")

    @cached_property
    def _planners(self):
        return self._professionals(lambda function: function == "operations")

    @cached_property
    def _colleagues(self):
        return self._professionals(lambda function: function != "operations")

    def _professionals(self, suits):
        people, columns = self.world.people, self.world.people.columns
        professional = people.personas.index("professional")
        return [
            number
            for number in people.on(ON_LINKEDIN)[len(people.cases) :]
            if columns.persona[number] == professional and suits(people.titles[columns.title[number]].function)
        ]
