"""Search phrases from an offer, as buyers write them: by templates, grouped by what they say of buying.

Without AI. Every phrase is words that have to occur; what stands in quotes has to occur as it stands.
"""

import re
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from itertools import chain, zip_longest
from pathlib import Path

from leads.models import Offer
from leads.sources.roles import roles_of
from leads.taxonomy.words import content_stems, tokens

QUERIES = 10
JARGON_WORDS, PAIN_WORDS = 3, 2
# What is sold, as the head of its description names it: "Production scheduling that replans …" → production scheduling.
HEAD = re.compile(
    r"\b(?:that|which|who|for|to|with|so|by|in|on|where|when|and|is|are|helps?|lets?|replans?)\b|[.,;:()–—]"
)
# Where one part of a sentence ends and the next begins.
CLAUSE = re.compile(
    r"[.,;:()–—]|\b(?:because|since|when|while|and|or|but|so|until|after|before|every|each|never|not|without)\b"
)
KINDS = re.compile(r"\b(?:software|tools?|platforms?|systems?|apps?|services?|solutions?|suites?)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Cluster:
    """Phrases with the same intent; `slot` says what a template is filled with."""

    name: str
    label: str
    slot: str
    templates: tuple[str, ...]


CLUSTERS = (
    Cluster(
        "recommendation",
        "Asks for a recommendation",
        "thing",
        (
            "recommend {}",
            "recommendations {}",
            '"looking for" {}',
            '"what {}"',
            "evaluating {}",
            '"which {}"',
            "comparing {}",
            "shortlist {}",
            '"need a" {}',
            '"anyone using" {}',
            "experience {}",
            "choosing {}",
            "vendors {}",
            "spreadsheets {}",
            "budget {}",
            '"advice on" {}',
        ),
    ),
    Cluster(
        "switching",
        "Leaves a competitor",
        "competitor",
        (
            'alternative "{}"',
            '"switching from {}"',
            'leaving "{}"',
            '"moving away from {}"',
            '"replace {}"',
            'migration "{}"',
            'renewal "{}"',
            'cancel "{}"',
            '"instead of {}"',
            '"moved from {}"',
            'contract "{}"',
        ),
    ),
    Cluster(
        "complaint",
        "Complains about a tool",
        "competitor",
        (
            'frustrated "{}"',
            '"{}" down',
            '"{}" support',
            'hate "{}"',
            '"{}" price',
            '"{}" slow',
            '"{}" workaround',
            'problem "{}"',
            'tired "{}"',
            '"{}" broken',
        ),
    ),
    Cluster("pain", "Has the problem", "pain", ("{}",)),
    Cluster(
        "mention",
        "Talks about the tools of the trade",
        "competitor",
        ('using "{}"', '"{}"', '"{}" integration', '"worth it" "{}"', 'learning "{}"'),
    ),
    Cluster("phrase", "Says what you look for", "phrase", ('"{}"',)),
)


# What LinkedIn's posts are searched for, by what they say of buying. One phrase for each template and filling.
LINKEDIN_CLUSTERS = {
    "pains": (
        Cluster("pain", "Pain points", "pain", ("{}",)),
        Cluster(
            "complaint", "", "competitor", ("frustrated {}", "problem {}", "support {}", "workaround {}", "slow {}")
        ),
        Cluster("struggle", "", "thing", ("struggling {}", "spreadsheets {}", "manual {}", "challenge {}")),
    ),
    "hiring": (
        Cluster(
            "hiring",
            "Hiring signals",
            "role",
            ('hiring "{}"', 'looking for a "{}"', '"{}" join us', '"new {}"', '"open position" "{}"', 'vacancy "{}"'),
        ),
    ),
    "seeking": (
        Cluster(
            "seeking",
            "Solution seeking",
            "thing",
            ("recommend {}", '"looking for" {}', "experience {}", "advice {}", '"which {}"', "help {}", "ideas {}"),
        ),
    ),
    "buying": (
        Cluster("buying", "Buying intent", "thing", ("evaluating {}", "comparing {}", "shortlist {}", "demo {}")),
        Cluster(
            "switching",
            "",
            "competitor",
            ("alternative {}", "leaving {}", "replace {}", "migration {}", "renewal {}", "switching {}"),
        ),
    ),
    "growth": (
        Cluster(
            "growth",
            "Growth signals",
            "industry",
            ("growing {}", "expansion {}", "funding {}", "acquisition {}", '"new site" {}', "investment {}"),
        ),
    ),
}


def things_sold(offer: Offer) -> list[str]:
    """What people call the thing that is sold, short enough to stand in a post."""
    head = HEAD.split(" ".join(offer.description.split()), maxsplit=1)[0]
    words = tokens(KINDS.sub(" ", head))[:JARGON_WORDS]
    return [" ".join(words)] if words else []


def pains_of(offer: Offer) -> list[str]:
    """The few words of each pain point that carry it: posts say the same in other words around them.

    First the first words of each, then those that follow.
    """
    cut = [parts_of(pain) for pain in offer.pain_points]
    return [part for row in zip_longest(*cut) for part in row if part]


def parts_of(pain: str) -> list[str]:
    """So many words at a time of each clause. What is left at its end says too little by itself."""
    clauses = list(filter(None, map(key_words, CLAUSE.split(pain.lower()))))
    whole = [
        " ".join(words[start : start + PAIN_WORDS])
        for words in clauses
        for start in range(0, len(words) - PAIN_WORDS + 1, PAIN_WORDS)
    ]
    return whole or [" ".join(words) for words in clauses[:1]]


def key_words(text: str) -> list[str]:
    words = re.findall(r"[^\W_]+", text.lower())
    return list(dict.fromkeys(word for word in words if content_stems(word)))


def phrases(offer: Offer, *, limit: int = QUERIES, clusters=CLUSTERS, used: Iterable[str] = ()) -> list[str]:
    """At most `limit`, the most telling of each cluster first, no two alike, and none like those in `used`."""
    slots = {
        "thing": things_sold(offer),
        "competitor": offer.competitors,
        "pain": pains_of(offer),
        "phrase": offer.wanted_phrases,
        "role": roles_of(offer),
        "industry": offer.industries,
    }
    made = [
        [template.format(filling) for template in templates_of(cluster, offer) for filling in slots[cluster.slot]]
        for cluster in clusters
    ]
    met = dict.fromkeys(map(gist, used), "")
    for phrase in (phrase for row in zip_longest(*made) for phrase in row if phrase):
        met.setdefault(gist(phrase), phrase)
    return list(filter(None, met.values()))[:limit]


def templates_of(cluster: Cluster, offer: Offer) -> list[str] | tuple[str, ...]:
    """As buyers write in the language of the offer; in English where theirs is none of ours."""
    return in_other_languages().get(offer.language, {}).get(cluster.name, cluster.templates)


@cache
def in_other_languages() -> dict[str, dict[str, list[str]]]:
    return tomllib.loads((Path(__file__).parent / "phrases_by_language.toml").read_text(encoding="utf-8"))


def gist(phrase: str) -> frozenset[str]:
    """What two phrases have in common that ask for nearly the same posts: the stems of their words in any order."""
    return frozenset(content_stems(phrase)) or frozenset(tokens(phrase))


def fresh_phrases(offer: Offer | None, past: Iterable[Iterable[str]], *, limit: int, clusters=CLUSTERS) -> list[str]:
    """At most `limit` for a further day, kept away from the phrases of `past`, the days before."""
    return phrases(offer, limit=limit, clusters=clusters, used=chain.from_iterable(past)) if offer else []
