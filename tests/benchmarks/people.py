"""Made-up professional profiles for benchmarks: a third with everything, a third without a company, a third bare."""

import random

from leads.taxonomy.functions import FUNCTIONS
from leads.taxonomy.industries import INDUSTRIES

RANKS = ("", "", "", "Senior ", "Junior ", "Head of ", "Director of ", "VP ", "Chief ", "Lead ")
PLACES = (
    "Leeds, England, United Kingdom|Austin, Texas, United States|Toronto, Ontario, Canada|Berlin, Germany|"
    "Lyon, France|Pune, Maharashtra, India|Singapore|São Paulo, Brazil|Sydney, New South Wales, Australia|"
    "Denver, Colorado, United States|Oslo, Norway|Nairobi, Kenya|Chicago, Illinois, United States|"
    "Miami, Florida, United States|Madrid, Spain|Osaka, Japan"
).split("|")
NAMES = (
    "Northwind Alder Quill Marrow Tern Bramble Cobalt Fenwick Harrow Juniper Larkspur Osprey Pinnace Saffron".split()
)


def profiles(count, seed=7):
    """Dicts of the pool's text columns."""
    chance = random.Random(seed)
    functions = list(FUNCTIONS.values())
    titles = [[title.split("(")[0].rstrip("? ") for title in function.titles] for function in functions]
    industries = list(INDUSTRIES.values())
    for number in range(count):
        which = chance.randrange(len(functions))
        function, industry, kind = functions[which], chance.choice(industries), number % 3
        yield {
            "linkedin_slug": f"person-{number}",
            "full_name": f"Person {number}",
            "role": f"{chance.choice(RANKS)}{chance.choice(titles[which]).title()}",
            "company": f"{chance.choice(NAMES)} {number % 997}",
            "industry": industry.code if kind == 0 else "",
            "location": chance.choice(PLACES) if kind < 2 else "",
            "bio": f"I {chance.choice(function.does)} and {chance.choice(function.does)}." if kind == 1 else "",
            "skills": ", ".join(chance.sample(function.does, min(2, len(function.does)))) if kind == 1 else "",
            "keywords": ", ".join(chance.sample(industry.words, min(3, len(industry.words)))) if kind == 0 else "",
        }
