"""How near a title that names no known function is to the audience by meaning."""

from leads.taxonomy.embedding import embed
from leads.taxonomy.titles.roles import own_words, weigh_own

MEANING_FROM, MEANING_FULL, MEANING_SHARE = 0.35, 0.7, 0.6


def meanings_of(titles, criteria) -> dict[str, float]:
    """Title → 0 to MEANING_SHARE, for titles no known function explains."""
    if criteria.audience.leadership:
        return {}
    known = criteria.memory.setdefault("meaning", {})
    puzzling = sorted(title for title in titles if title not in known and is_puzzling(title, criteria))
    nearness = (embed(list(map(own_words, puzzling))) @ criteria.vectors.T).max(axis=1) if puzzling else ()
    span = MEANING_FULL - MEANING_FROM
    for title, value in zip(puzzling, nearness, strict=True):
        known[title] = MEANING_SHARE * min(1.0, max(0.0, (float(value) - MEANING_FROM) / span))
    return known


def is_puzzling(title, criteria) -> bool:
    return bool(own_words(title)) and not (criteria.audience.functions and weigh_own(title))
