from dataclasses import dataclass
from functools import lru_cache

from autoreach.sandbox.world.dice import Dice, Weighted, base36, compact, hashed, hyphenated

COMPANY, NEWS, JOBS = 11, 12, 13
KINDS_OF_NEWS = Weighted(
    {"funding": 20, "launch": 20, "hire": 15, "acquisition": 10, "expansion": 15, "cost_cutting": 8, "award": 12}
)
SIZES = Weighted({0: 12, 1: 24, 2: 26, 3: 16, 4: 9, 5: 9, 6: 4})


@dataclass(frozen=True, slots=True)
class Category:
    code: str
    name: str
    tools: tuple
    functions: tuple
    pains: tuple


@dataclass(frozen=True, slots=True)
class Company:
    number: int
    name: str
    slug: str
    domain: str
    handle: str
    industry: str
    about: str
    city: object
    size: str
    employees: int
    founded: int
    category: Category
    is_vendor: bool
    is_publication: bool
    on_x: bool

    @property
    def website(self):
        return f"https://{self.domain}"

    @property
    def is_hub(self):
        return self.is_vendor or self.is_publication


@dataclass(frozen=True, slots=True)
class Job:
    number: int
    company: Company
    title: str
    function: str
    age: int
    competitor_tool: str

    @property
    def description(self):
        wanted = f" You know {self.competitor_tool} well." if self.competitor_tool else ""
        return f"{self.company.name} in {self.company.city.name} is looking for a {self.title}.{wanted} Apply today."


class Companies:
    def __init__(self, *, data, cities, roles, seed, count):
        self.cities, self.roles, self.seed, self.count = cities, roles, seed, count
        self.categories = {
            code: Category(
                code,
                row["name"],
                tuple(tool.replace("_", " ") for tool in row["tools"].split()),
                tuple(row["functions"].split()),
                tuple(row["pains"]),
            )
            for code, row in data["categories"].items()
        }
        self.vendors = [(tool, category) for category in self.categories.values() for tool in category.tools]
        self.publications = [name.replace("_", " ") for name in data["publications"]["names"].split()]
        self.stems = data["stems"].split()
        self.sizes = data["sizes"]
        self.industries = data["industries"]
        # {first name: second name or ""}, those of the world's companies first.
        self.industry_names = dict.fromkeys([*self.industries, "Publishing"], "") | data["linkedin"]
        self.by_weight = Weighted({industry: row["share"] for industry, row in self.industries.items()})
        self._words_of_industry = {name: row["words"].split() for name, row in self.industries.items()}
        self.vendor_numbers = {tool: number for number, (tool, _) in enumerate(self.vendors)}
        self.get = lru_cache(maxsize=None)(self._make)

    def _make(self, number):
        dice = Dice(self.seed, COMPANY, number)
        category = dice.pick(tuple(self.categories.values()))
        publication = vendor = False
        if number < len(self.vendors):
            name, category = self.vendors[number]
            industry, about, vendor = "Computer Software", category.name, True
        elif number < len(self.vendors) + len(self.publications):
            name = self.publications[number - len(self.vendors)]
            industry, about, publication = "Publishing", f"news about {category.name}", True
        else:
            industry = self.by_weight.pick(dice)
            about = self.industries[industry]["about"]
            name = f"{dice.pick(self.stems)} {dice.pick(self._words_of_industry[industry])}"
        size = SIZES.pick(dice)
        low, high = (int(part) for part in self.sizes[size].split("-"))
        mark = base36(number)
        return Company(
            number=number,
            name=name,
            slug=f"{hyphenated(name)}-sbx{mark}",
            domain=f"{hyphenated(name)}-{mark}.example",
            handle=f"{compact(name)[:7]}_sbco{mark}",
            industry=industry,
            about=about,
            city=dice.pick(self.cities),
            size=self.sizes[size],
            employees=dice.between(low, high),
            founded=dice.between(1921, 2023),
            category=category,
            is_vendor=vendor,
            is_publication=publication,
            on_x=vendor or publication or dice.chance(0.3),
        )

    def __iter__(self):
        return (self.get(number) for number in range(self.count))

    def by_mark(self, text, *, separator, attribute):
        """The company whose slug or handle this is: both end in its number."""
        _, found, mark = text.lower().rpartition(separator)
        if not found or not mark.isalnum() or not mark.isascii() or int(mark, 36) >= self.count:
            return None
        company = self.get(int(mark, 36))
        return company if getattr(company, attribute) == text.lower() else None

    def tool(self, company, category):
        """What a company uses in a category of software."""
        return category.tools[hashed(self.seed, company.number, len(category.code)) % len(category.tools)]

    def jobs(self, company):
        dice = Dice(self.seed, JOBS, company.number)
        return [self._job(company, index, dice) for index in range(dice.pick((0, 0, 0, 1, 1, 2, 3)))]

    def _job(self, company, index, dice):
        function = dice.pick(tuple(self.roles))
        title = dice.pick(self.roles[function][dice.pick((2, 3, 4, 4, 5, 5))])
        wanted = [category for category in self.categories.values() if function in category.functions]
        tool = self.tool(company, dice.pick(wanted)) if wanted and dice.chance(0.35) else ""
        return Job(company.number * 10 + index, company, title, function, dice.between(1, 75), tool)
