"""The industries that an entry of the offer's field means."""

from functools import cache

from leads.taxonomy.embedding import embed
from leads.taxonomy.industries import INDUSTRIES, canonical_industries
from leads.taxonomy.languages import STEMMERS, language, spans, tokens_of

NEAR_INDUSTRY = 0.35


def named_industries(name):
    """Codes; of an entry in words that no language of ours has, the nearest in meaning."""
    return known_industries(name) or _nearest_industry(name)


def known_industries(name):
    return canonical_industries(name) or _in_another_language(name)


def _in_another_language(name):
    for code in STEMMERS:
        found = spans(tokens_of(code, name), language(code).industries)
        if found and sum(end - start for start, end, _ in found) == len(tokens_of(code, name)):
            return tuple(dict.fromkeys(owner for _, _, owners in found for owner in owners))
    return ()


@cache
def _industry_vectors():
    return embed([f"{code}: {', '.join(industry.words)}" for code, industry in INDUSTRIES.items()])


def _nearest_industry(name):
    similarity = _industry_vectors() @ embed([name])[0]
    best = int(similarity.argmax())
    return (list(INDUSTRIES)[best],) if similarity[best] >= NEAR_INDUSTRY else ()
