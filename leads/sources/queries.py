"""Search phrases from an offer, as buyers write them: by templates, grouped by what they say of buying.

Without AI. Every phrase is words that have to occur; what stands in quotes has to occur as it stands.
"""

import re
from dataclasses import dataclass
from itertools import zip_longest

from leads.models import Offer
from leads.sources.roles import roles_of
from leads.taxonomy.words import content_stems, tokens

QUERIES = 10
JARGON_WORDS, PAIN_WORDS = 3, 2
# What is sold, as the head of its description names it: "Production scheduling that replans …" → production scheduling.
HEAD = re.compile(
    r"\b(?:that|which|who|for|to|with|so|by|in|on|where|when|and|is|are|helps?|lets?|replans?)\b|[.,;:()–—]"
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
        ("recommend {}", "recommendations {}", '"looking for" {}', '"what {}"', "evaluating {}", '"which {}"'),
    ),
    Cluster(
        "switching",
        "Leaves a competitor",
        "competitor",
        ('alternative "{}"', '"switching from {}"', 'leaving "{}"', '"moving away from {}"', '"replace {}"'),
    ),
    Cluster(
        "complaint",
        "Complains about a tool",
        "competitor",
        ('frustrated "{}"', '"{}" down', '"{}" support', 'hate "{}"'),
    ),
    Cluster("pain", "Has the problem", "pain", ("{}",)),
    Cluster("mention", "Talks about the tools of the trade", "competitor", ('using "{}"', '"{}"')),
    Cluster("phrase", "Says what you look for", "phrase", ('"{}"',)),
)


# What LinkedIn's posts are searched for, by what they say of buying. One phrase for each template and filling.
LINKEDIN_CLUSTERS = {
    "pains": (
        Cluster("pain", "Pain points", "pain", ("{}",)),
        Cluster("complaint", "", "competitor", ("frustrated {}",)),
    ),
    "hiring": (Cluster("hiring", "Hiring signals", "role", ('hiring "{}"', 'looking for a "{}"')),),
    "seeking": (Cluster("seeking", "Solution seeking", "thing", ("recommend {}", '"looking for" {}')),),
    "buying": (
        Cluster("buying", "Buying intent", "thing", ("evaluating {}",)),
        Cluster("switching", "", "competitor", ("alternative {}", "leaving {}")),
    ),
    "growth": (Cluster("growth", "Growth signals", "industry", ("growing {}", "expansion {}")),),
}


def things_sold(offer: Offer) -> list[str]:
    """What people call the thing that is sold, short enough to stand in a post."""
    head = HEAD.split(" ".join(offer.description.split()), maxsplit=1)[0]
    words = tokens(KINDS.sub(" ", head))[:JARGON_WORDS]
    return [" ".join(words)] if words else []


def pains_of(offer: Offer) -> list[str]:
    """The few words of each pain point that carry it: posts say the same in other words around them."""
    return [" ".join(key_words(pain)) for pain in offer.pain_points if key_words(pain)]


def key_words(text: str) -> list[str]:
    words = re.findall(r"[^\W_]+", text.lower())
    return list(dict.fromkeys(word for word in words if content_stems(word)))[:PAIN_WORDS]


def phrases(offer: Offer, *, limit: int = QUERIES, clusters=CLUSTERS) -> list[str]:
    """At most `limit`, the most telling of each cluster first, no two alike."""
    slots = {
        "thing": things_sold(offer),
        "competitor": offer.competitors,
        "pain": pains_of(offer),
        "phrase": offer.wanted_phrases,
        "role": roles_of(offer),
        "industry": offer.industries,
    }
    made = [
        [template.format(filling) for template in cluster.templates for filling in slots[cluster.slot]]
        for cluster in clusters
    ]
    in_turn = (phrase for row in zip_longest(*made) for phrase in row if phrase)
    met = {}
    for phrase in in_turn:
        met.setdefault(phrase.casefold(), phrase)
    return list(met.values())[:limit]
