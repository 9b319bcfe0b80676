"""Search phrases from an offer, as buyers write them: by templates, grouped by what they say of buying.

Without AI. Every phrase is words that have to occur; what stands in quotes has to occur as it stands.
"""

import re
import tomllib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, zip_longest
from pathlib import Path

from leads.models import Offer
from leads.sources.offer_words import fillings_of, wider_fillings
from leads.taxonomy.languages import ENGLISH
from leads.taxonomy.words import content_stems, tokens

QUERIES = 10
# Words that stand together in a phrase of a further day.
TOGETHER = 4
# A template with one word, or words in quotes, beside its slot; and words of a phrase of which any may occur.
BESIDE = re.compile(r'(?:(?P<before>\w+|"[^"{]+") )?(?P<slot>"\{\}"|\{\})(?: (?P<after>\w+|"[^"{]+"))?')
CHOICE = re.compile(r"\((?P<words>[^()]+ OR [^()]+)\)")


@dataclass(frozen=True, slots=True)
class Cluster:
    """Phrases with the same intent; `slot` says what a template is filled with.

    Templates that stand here need no words of a language; others are in phrases_by_language.toml.
    """

    name: str
    label: str
    slot: str
    templates: tuple[str, ...] = ()


CLUSTERS = (
    Cluster("recommendation", "Asks for a recommendation", "thing"),
    Cluster("switching", "Leaves a competitor", "competitor"),
    Cluster("complaint", "Complains about a tool", "competitor"),
    Cluster("pain", "Has the problem", "pain", ("{}",)),
    Cluster("mention", "Talks about the tools of the trade", "competitor"),
    Cluster("phrase", "Says what you look for", "phrase", ('"{}"',)),
)
# What LinkedIn's posts are searched for, by what they say of buying. One phrase for each template and filling.
LINKEDIN_CLUSTERS = {
    "pains": (
        Cluster("pain", "Pain points", "pain", ("{}",)),
        Cluster("complaint", "", "competitor"),
        Cluster("struggle", "", "thing"),
    ),
    "hiring": (Cluster("hiring", "Hiring signals", "role"),),
    "seeking": (Cluster("seeking", "Solution seeking", "thing"),),
    "buying": (Cluster("buying", "Buying intent", "thing"), Cluster("switching", "", "competitor")),
    "growth": (Cluster("growth", "Growth signals", "industry"),),
}


# Where an offer's own words are used up: what others call such a thing and well-known products of its kind, in the
# place of what the offer names, and its pains and the thing itself in further ways.
WIDER = {
    "thing": (("", "kind"), ("struggle", "thing")),
    "competitor": (("", "tool"),),
    "pain": (("struggle", "pain"), ("seeking", "pain")),
    "phrase": (("trade", "trade"),),
}


def phrases(offer: Offer, *, limit: int = QUERIES, clusters=CLUSTERS) -> list[str]:
    """At most `limit`, the most telling of each cluster first, and no two alike."""
    return filled(offer, clusters, fillings_of(offer))[:limit]


def filled(
    offer: Offer,
    clusters: Iterable[Cluster],
    fillings: dict[str, list[str]],
    *,
    used: Iterable[str] = (),
    together: int = 1,
    fits: Callable[[str], bool] = bool,
) -> list[str]:
    """Those of each cluster in turn that fit, without any that asks what `used` asks.

    Up to so many words that say the same of one thing stand `together` in a phrase: any of them may occur.
    """
    met = {each for phrase in used for each in gists(phrase)}
    made = [joined(fresh(cluster, offer, fillings[cluster.slot], met), together, fits) for cluster in clusters]
    return [phrase for row in zip_longest(*made) for phrase in row if phrase]


def wider(clusters: Iterable[Cluster]) -> Iterator[Cluster]:
    """What is asked for once these are used up."""
    for cluster in clusters:
        for name, slot in WIDER.get(cluster.slot, ()):
            yield Cluster(name or cluster.name, "", slot, ("{}",) if name == "trade" else ())


def fresh(cluster: Cluster, offer: Offer, fillings: list[str], met: set[frozenset[str]]) -> list[tuple[str, str]]:
    """(template, filling) of each phrase that asks for what is not in `met`, where they are noted."""
    found = []
    for template in templates_of(cluster, offer):
        for filling in fillings:
            asked = gist(template.format(filling))
            if asked not in met:
                met.add(asked)
                found.append((template, filling))
    return found


def joined(made: list[tuple[str, str]], together: int, fits: Callable[[str], bool] = bool) -> list[str]:
    """Their phrases that fit, in turn for each filling. Templates of one word beside it are put together."""
    groups: dict[tuple[str, str, bool], list[list[str]]] = {}
    for template, filling in made:
        beside = BESIDE.fullmatch(template) if together > 1 else None
        word = beside and (beside["before"] or beside["after"])
        slot = beside["slot"] if word else template
        rows = groups.setdefault((filling, slot, bool(word)), [[]])
        longer = [*rows[-1], word or template]
        if rows[-1] and (len(rows[-1]) == together or not fits(either(longer, slot).format(filling))):
            rows.append([])
        rows[-1].append(word or template)
    rows = [[either(words, slot).format(filling) for words in rows] for (filling, slot, _), rows in groups.items()]
    return [phrase for row in zip_longest(*rows) for phrase in row if phrase and fits(phrase)]


def either(words: list[str], slot: str) -> str:
    if "{}" in words[0]:
        return words[0]
    return f"({' OR '.join(words)}) {slot}" if len(words) > 1 else f"{words[0]} {slot}"


def templates_of(cluster: Cluster, offer: Offer) -> list[str] | tuple[str, ...]:
    """As buyers write in the language of the offer; in English where theirs is none of ours."""
    languages = by_language()
    return cluster.templates or languages.get(offer.language, languages[ENGLISH])[cluster.name]


@cache
def by_language() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((Path(__file__).parent / "phrases_by_language.toml").read_text(encoding="utf-8"))


def gist(phrase: str) -> frozenset[str]:
    """What two phrases have in common that ask for nearly the same posts: the stems of their words in any order."""
    return frozenset(content_stems(phrase)) or frozenset(tokens(phrase))


def gists(phrase: str) -> list[frozenset[str]]:
    """What a phrase asks for: that of each of the words of which any may occur, with those that have to."""
    choice = CHOICE.search(phrase)
    if not choice:
        return [gist(phrase)]
    rest = phrase[: choice.start()] + phrase[choice.end() :]
    return [gist(f"{word} {rest}") for word in choice["words"].split(" OR ")]


def fresh_phrases(
    offer: Offer | None,
    past: Sequence[Iterable[str]],
    *,
    limit: int,
    clusters=CLUSTERS,
    together: int = TOGETHER,
    fits: Callable[[str], bool] = bool,
) -> list[str]:
    """At most `limit` for a further day, kept away from the phrases of `past`, the days before; wider ones last."""
    if offer is None:
        return []
    used = list(chain.from_iterable(past))
    options = {"together": together if past else 1, "fits": fits}
    made = filled(offer, clusters, fillings_of(offer), used=used, **options)[:limit]
    if len(made) == limit:
        return made
    further = filled(offer, wider(clusters), wider_fillings(offer), used=[*used, *made], **options)
    return [*made, *further][:limit]


def asked_longest_ago(past: Sequence[Iterable[str]], *, limit: int) -> tuple[list[str], int]:
    """At most `limit` phrases of the days before, but for the last day's, and the place of the earliest of their days.

    For a day on which no fresh ones are left: they are asked for what was written since.
    """
    last = {phrase: place for place, asked in enumerate(past) for phrase in asked}
    old = [phrase for phrase in sorted(last, key=last.__getitem__) if last[phrase] < len(past) - 1][:limit]
    return old, min((last[phrase] for phrase in old), default=0)
