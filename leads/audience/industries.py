"""The industries that an entry of the offer's field means."""

from functools import cache, lru_cache

from leads.taxonomy.embedding import embed
from leads.taxonomy.industries import INDUSTRIES
from leads.taxonomy.languages import known_industries

NEAR_INDUSTRY = 0.35


@lru_cache(10_000)
def industry_meaning(entry):
    """The industries that an entry is understood as; "" where it is not understood."""
    return ", ".join(named_industries(entry))


def named_industries(name):
    """Codes; of an entry in words that no language of ours has, the nearest in meaning."""
    return known_industries(name) or _nearest_industry(name)


@cache
def _industry_vectors():
    return embed([f"{code}: {', '.join(industry.words)}" for code, industry in INDUSTRIES.items()])


def _nearest_industry(name):
    similarity = _industry_vectors() @ embed([name])[0]
    best = int(similarity.argmax())
    return (list(INDUSTRIES)[best],) if similarity[best] >= NEAR_INDUSTRY else ()
