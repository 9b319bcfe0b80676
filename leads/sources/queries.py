"""Search phrases from an offer, as buyers write them: by templates, grouped by what they say of buying.

Without AI. Every phrase is words that have to occur; what stands in quotes has to occur as it stands.
"""

import re
import tomllib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import chain, zip_longest
from pathlib import Path

from leads.models import Offer
from leads.sources.roles import roles_of
from leads.taxonomy.languages import ENGLISH
from leads.taxonomy.words import content_stems, tokens

QUERIES = 10
JARGON_WORDS, PAIN_WORDS = 3, 2
# Words that stand together in a phrase of a further day.
TOGETHER = 4
# What is sold, as the head of its description names it: "Production scheduling that replans …" → production scheduling.
HEAD = re.compile(
    r"\b(?:that|which|who|for|to|with|so|by|in|on|where|when|and|is|are|helps?|lets?|replans?)\b|[.,;:()–—]"
)
# Where one part of a sentence ends and the next begins.
CLAUSE = re.compile(
    r"[.,;:()–—]|\b(?:because|since|when|while|and|or|but|so|until|after|before|every|each|never|not|without|whenever)\b"
)
SENTENCE = re.compile(r"[.!?;\n]")
# A description that begins with who sells names what is sold at its end: "We clean your sales pipeline".
WE = re.compile(r"(?:we|our|i|wir|unsere?|nous|nos|notre|noi|nós|nosotros)\b", re.IGNORECASE)
WEAK = frozenset("take takes hour hours day days week weeks month months long know knows much many one".split())
KINDS = re.compile(r"\b(?:software|tools?|platforms?|systems?|apps?|services?|solutions?|suites?)\b", re.IGNORECASE)


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


def things_sold(offer: Offer) -> list[str]:
    """What people call the thing that is sold, short enough to stand in a post."""
    sentence = " ".join(offer.description.split())
    if WE.match(sentence):
        words = key_words(SENTENCE.split(sentence, maxsplit=1)[0])[-PAIN_WORDS:]
    else:
        head = HEAD.split(sentence, maxsplit=1)[0]
        words = (key_words(KINDS.sub(" ", head)) or key_words(head))[:JARGON_WORDS]
    return [" ".join(words)] if words else []


def pains_of(offer: Offer) -> list[str]:
    """The few words of each pain point that carry it: posts say the same in other words around them.

    First the first words of each, then those that follow.
    """
    cut = [parts_of(pain) for pain in offer.pain_points]
    return [part for row in zip_longest(*cut) for part in row if part]


def parts_of(pain: str) -> list[str]:
    """So many words at a time of each clause. What is left at its end says too little by itself."""
    clauses = list(filter(None, map(telling_words, CLAUSE.split(pain.lower()))))
    whole = [
        " ".join(words[start : start + PAIN_WORDS])
        for words in clauses
        for start in range(0, len(words) - PAIN_WORDS + 1, PAIN_WORDS)
    ]
    return whole or [" ".join(words) for words in clauses[:1]]


def telling_words(text: str) -> list[str]:
    """Without those that stand in any complaint, where two others are left."""
    words = key_words(text)
    strong = [word for word in words if word not in WEAK]
    return strong if len(strong) >= PAIN_WORDS else words


def key_words(text: str) -> list[str]:
    words = re.findall(r"[^\W_]+", text.lower())
    return list(dict.fromkeys(word for word in words if content_stems(word)))


def phrases(
    offer: Offer, *, limit: int = QUERIES, clusters=CLUSTERS, used: Iterable[str] = (), together: int = 1
) -> list[str]:
    """At most `limit`, the most telling of each cluster first, no two alike, and none that asks what `used` asks.

    Up to so many words that say the same of one thing stand `together` in a phrase: any of them may occur.
    """
    slots = {
        "thing": things_sold(offer),
        "competitor": offer.competitors,
        "pain": pains_of(offer),
        "phrase": offer.wanted_phrases,
        "role": roles_of(offer),
        "industry": offer.industries,
    }
    met = {each for phrase in used for each in gists(phrase)}
    made = [joined(fresh(cluster, offer, slots[cluster.slot], met), together) for cluster in clusters]
    return [phrase for row in zip_longest(*made) for phrase in row if phrase][:limit]


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


def joined(made: list[tuple[str, str]], together: int) -> list[str]:
    """Their phrases, in turn for each filling. Templates of one word beside it are put together."""
    groups: dict[tuple[str, str], list[list[str]]] = {}
    for template, filling in made:
        beside = BESIDE.fullmatch(template) if together > 1 else None
        word = beside and (beside["before"] or beside["after"])
        rows = groups.setdefault((filling, beside["slot"] if word else template), [[]])
        if len(rows[-1]) == together:
            rows.append([])
        rows[-1].append(word or template)
    rows = [[either(words, slot).format(filling) for words in rows] for (filling, slot), rows in groups.items()]
    return [phrase for row in zip_longest(*rows) for phrase in row if phrase]


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
    offer: Offer | None, past: Sequence[Iterable[str]], *, limit: int, clusters=CLUSTERS, together: int = TOGETHER
) -> list[str]:
    """At most `limit` for a further day, kept away from the phrases of `past`, the days before."""
    if offer is None:
        return []
    together = together if past else 1
    return phrases(offer, limit=limit, clusters=clusters, used=chain.from_iterable(past), together=together)


def asked_longest_ago(past: Sequence[Iterable[str]], *, limit: int) -> tuple[list[str], int]:
    """At most `limit` phrases of the days before, but for the last day's, and the place of the earliest of their days.

    For a day on which no fresh ones are left: they are asked for what was written since.
    """
    last = {phrase: place for place, asked in enumerate(past) for phrase in asked}
    old = [phrase for phrase in sorted(last, key=last.__getitem__) if last[phrase] < len(past) - 1][:limit]
    return old, min((last[phrase] for phrase in old), default=0)
