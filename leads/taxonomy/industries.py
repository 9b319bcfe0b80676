"""The industries of LinkedIn's first list and how near they are to each other."""

import re
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

from leads.taxonomy.words import longest_terms, tokens

_SAME_GROUP = 0.2
_LONGEST_TERM = 5


@dataclass(frozen=True)
class Industry:
    code: str
    group: str
    number: int
    words: tuple[str, ...]
    near: dict[str, float]


def _neighbours(entry):
    pairs = re.findall(r"\s*(.+?) (\.\d+)(?:,|$)", entry.get("near", ""))
    return {other.strip(): float(weight) for other, weight in pairs}


def _read():
    entries = tomllib.loads((Path(__file__).parent / "data" / "industries.toml").read_text(encoding="utf-8"))
    return {
        code: Industry(
            code=code,
            group=entry["group"],
            number=number,
            words=tuple(word.strip() for word in entry["words"].split(";")),
            near=_neighbours(entry),
        )
        for number, (code, entry) in enumerate(entries.items(), start=1)
    }


INDUSTRIES = _read()


@cache
def _terms():
    """Phrase -> industry codes, in the order of the list."""
    index = {}
    for industry in INDUSTRIES.values():
        for phrase in (industry.code, *industry.words):
            codes = index.setdefault(" ".join(tokens(phrase)), [])
            if industry.code not in codes:
                codes.append(industry.code)
    index.pop("", None)
    return {term: tuple(codes) for term, codes in index.items()}


def is_industry_term(text):
    return " ".join(tokens(text)) in _terms()


def industry_spans(words):
    """Longest industry phrases in a list of tokens, as (start, end, codes)."""
    return longest_terms(words, _terms(), _LONGEST_TERM)


@lru_cache(50_000)
def canonical_industries(text):
    """Codes of the industries a text names: an official name gives one, free text perhaps several."""
    text = (text or "").strip()
    whole = _terms().get(" ".join(tokens(text)))
    if whole:
        return whole
    return tuple(dict.fromkeys(code for _, _, codes in industry_spans(tokens(text[:300])) for code in codes))


@cache
def industry_affinity(a, b):
    """0 to 1: how far a company of industry b is what a seeker of industry a had in mind."""
    if a == b:
        return 1.0
    first, second = INDUSTRIES[a], INDUSTRIES[b]
    named = max(first.near.get(b, 0), second.near.get(a, 0))
    return named or (_SAME_GROUP if first.group == second.group else 0.0)


_COMPANY_WORDS = {
    "staffing & recruiting": "recruit recruitment recruiting staffing talent headhunter headhunting search careers",
    "venture capital & private equity": "ventures venture vc equity angels",
    "investment management": "investments asset wealth funds fund holdings",
    "financial services": "financial finance lending credit payments",
    "banking": "bank banco bancorp banque sparkasse citi hsbc jpmorgan barclays citibank",
    "insurance": "insurance assurance mutual allstate geico axa",
    "higher education": "university college universidad universidade universität université institute",
    "primary/secondary education": "school schools academy elementary isd unified montessori",
    "hospital & health care": "hospital health healthcare clinic hospice medical nhs kaiser",
    "pharmaceuticals": "pharma pharmaceuticals pfizer novartis therapeutics",
    "biotechnology": "biotech bio genomics biosciences",
    "law practice": "llp law attorneys solicitors legal",
    "real estate": "realty properties property realtors homes housing remax sotheby",
    "construction": "construction builders contractors building homebuilders",
    "restaurants": "restaurant restaurants grill pizza cafe bistro kitchen bakery starbucks mcdonald",
    "hospitality": "hotel hotels resort resorts inn marriott hilton hyatt",
    "information technology & services": "technologies consulting it systems infosys cognizant accenture",
    "computer software": "software labs salesforce microsoft oracle sap app",
    "internet": "google facebook meta linkedin amazon ebay online",
    "marketing & advertising": "marketing advertising media agency creative",
    "public relations & communications": "communications pr",
    "accounting": "accounting cpa deloitte kpmg pwc ey bookkeeping",
    "management consulting": "consulting advisory mckinsey bain bcg consultants",
    "automotive": "motors automotive auto ford toyota honda tesla bmw",
    "airlines/aviation": "airlines airways aviation airport delta",
    "logistics & supply chain": "logistics freight shipping fedex ups dhl",
    "nonprofit organization management": "foundation nonprofit charity ymca goodwill society association",
    "religious institutions": "church ministries diocese temple parish",
    "government administration": "government county department ministry council municipality city",
    "military": "army navy marine corps force",
    "health, wellness & fitness": "fitness gym yoga pilates wellness spa",
    "apparel & fashion": "apparel fashion clothing boutique gap",
    "retail": "store stores shop retail walmart target macy supermarket mart costco",
    "oil & energy": "energy oil gas petroleum exxon shell chevron",
    "farming": "farm farms agriculture ranch agri growers",
    "food & beverages": "foods beverages coffee snacks tea",
    "entertainment": "entertainment studios disney netflix",
    "newspapers": "times news gazette herald tribune",
    "telecommunications": "telecom verizon vodafone mobile wireless comcast",
    "architecture & planning": "architects architecture",
    "aviation & aerospace": "aerospace boeing airbus lockheed spacex",
}
_COMPANY_INDEX = {word: code for code, words in _COMPANY_WORDS.items() for word in words.split()}


@lru_cache(50_000)
def company_industry(name):
    """The industry a company's name gives away ("Lakeside Realty"), or None."""
    for word in re.findall(r"[^\W_]+", (name or "").lower())[::-1]:
        if code := _COMPANY_INDEX.get(word):
            return code
    return None
