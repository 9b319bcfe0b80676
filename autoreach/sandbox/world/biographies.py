"""What a person is called, where they worked, and what their profiles say: made from their number when asked for."""

from autoreach.sandbox.world.dice import Dice, ascii_of, base36, compact, hyphenated
from autoreach.sandbox.world.person import ON_LINKEDIN, ON_X, Name, Person, Position

LOOKS, CAREER = 22, 23
# A number below zero is a change that is still to come; World.days brings it about.
STARTED = ((5, 3, 30), (8, 30, 90), (27, 90, 700), (60, 700, 3600))


class Biographies:
    def __init__(self, people):
        self.people, self.companies, self.roles = people, people.companies, people.roles

    def person(self, number):
        person = self._bare(number)
        dice = Dice(self.people.seed, LOOKS, number)
        self._give_names(person, dice)
        self._give_career(person, Dice(self.people.seed, CAREER, number))
        self._give_texts(person, dice)
        return person

    def _bare(self, number):
        """What the columns of the population say; names on the platforms, career and texts are empty."""
        people, columns = self.people, self.people.columns
        title = people.titles[columns.title[number]]
        case = people.cases[number] if number < len(people.cases) else None
        given, family = self._called(number, case)
        return Person(
            number=number,
            persona=people.personas[columns.persona[number]],
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
            city=people.cities[columns.city[number]],
            category=people.category_of(number),
            headline="",
            bio="",
            about="",
            positions=[],
            skills=[],
            on_x=bool(columns.platforms[number] & ON_X),
            on_linkedin=bool(columns.platforms[number] & ON_LINKEDIN),
            case=case,
        )

    def _called(self, number, case):
        if case:
            first, _, last = case.name.partition(" ")
            return Name(first), Name(last)
        columns = self.people.columns
        given, family = self.people.cultures[columns.culture[number]]
        return given[columns.given[number]], family[columns.family[number]]

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
        nicknames = self.people.nicknames.get(person.given.latin)
        chance = dice.share()
        if chance < 0.2 and nicknames:
            return f"{dice.pick(nicknames)} {person.family.latin}"
        if chance < 0.32 and person.given.native:
            return self._native_name(person)
        if chance < 0.40:
            return f"{person.given.latin} {person.family.latin[:1]}."
        if chance < 0.48:
            return ascii_of(person.name)
        if chance < 0.58:
            return self._decorated(person.name, dice)
        return person.given.latin.lower() if chance < 0.62 else person.name

    def _native_name(self, person):
        given, family = person.given.native, person.family.native
        return f"{given} {family}" if not _family_first(given) else family + given

    def _decorated(self, name, dice):
        return dice.pick(self.roles["bios"]["decorations"]).format(name=name)

    def _give_career(self, person, dice):
        """Ages are days before the world's today: the newest position comes first."""
        moved, person.moved_age = self._move(person, dice)
        function = person.function if person.function in self.roles["functions"] else "operations"
        age, position_end = person.moved_age + self.people.days, None
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
        stale = person.moved_age + self.people.days < 60 and (case is not None or dice.chance(0.5))
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


def _family_first(text):
    return text >= "\u3040"
