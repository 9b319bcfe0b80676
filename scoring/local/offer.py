"""An offer as the local scorer reads it: parsed once, used for every lead of a batch."""

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice

import numpy as np

from leads.audience.audience import Audience
from leads.audience.stored import audience_of
from leads.fit import Criteria
from leads.identity.keys import company_key
from leads.taxonomy.embedding import embed
from leads.taxonomy.words import content_stems
from scoring.intent import meaning
from scoring.local.categories import categories_of

# Words every offer and every post uses: sharing them says nothing about the subject.
COMMON = frozenset(
    content_stems(
        """company business help customer client product service software tool platform solution system provide offer
        manage team make use need want find sell buy build time money save cost price better faster easy simple fast
        grow growth sale market data online digital process improve automate automation increase reduce small medium
        enterprise startup industry user owner leader manager day week month year hour minute best top quality support
        free cheap expensive reliable modern experience every single second plan price pay spend hire hiring job work"""
    )
)

# The share of a pain point's words that leaves no doubt.
MOST_WORDS = 0.6


@dataclass(frozen=True)
class OfferView:
    icp: Audience
    audience: str
    topics: tuple[str, ...]
    pains: tuple[str, ...] = ()
    competitors: tuple[str, ...] = ()
    wanted: re.Pattern | None = None
    unwanted: re.Pattern | None = None
    phrases: re.Pattern | None = None
    sizes: tuple[tuple[int, int], ...] = ()
    by_company_location: bool = False
    likelihood: str = "medium"

    @classmethod
    def of(cls, offer) -> "OfferView":
        """Read an `Offer`, or anything with its fields."""
        description = [part.strip() for part in re.split(r"(?<=[.!?;])\s+|\n", offer.description) if part.strip()]
        pains = tuple(pain.strip() for pain in offer.pain_points if pain.strip())
        icp = audience_of(offer)
        return cls(
            icp=icp,
            audience=offer.target_audience,
            topics=(offer.name, *description[:12], *pains),
            pains=pains,
            competitors=tuple(name.strip() for name in offer.competitors if company_key(name)),
            wanted=phrases_pattern(offer.wanted_phrases),
            unwanted=phrases_pattern(offer.unwanted_phrases),
            phrases=phrases_pattern((*offer.wanted_phrases, *offer.unwanted_phrases)),
            sizes=icp.sizes,
            by_company_location=offer.location_mode == "company",
            likelihood=offer.signal_likelihood,
        )

    @cached_property
    def criteria(self) -> Criteria:
        return Criteria(self.icp, self.audience, self.sizes, self.by_company_location)

    @cached_property
    def competitor_keys(self) -> frozenset[str]:
        return frozenset(company_key(name) for name in self.competitors)

    @cached_property
    def competitor_pattern(self) -> re.Pattern | None:
        """Names as people write them: a one-word name is not its dictionary word, so lower case needs length."""
        spellings = set()
        for name in self.competitors:
            spellings |= {name, name.upper(), name[:1].upper() + name[1:]}
            if len(name) >= 7 or not name.isalpha():
                spellings.add(name.lower())
        return any_word(sorted(spellings, key=len, reverse=True))

    def names_competitor(self, text) -> bool:
        return bool(self.competitor_pattern and self.competitor_pattern.search(text))

    @cached_property
    def vocabulary(self) -> frozenset[str]:
        """Stems that tell what the offer is about."""
        return frozenset(content_stems(" ".join(self.topics))) - COMMON

    @cached_property
    def pain_stems(self) -> list[set[str]]:
        return [frozenset(content_stems(pain)) - COMMON for pain in self.pains]

    @cached_property
    def topic_vectors(self) -> np.ndarray:
        return embed(self.topics)

    @cached_property
    def pain_vectors(self) -> np.ndarray:
        return embed(self.pains)

    @cached_property
    def categories(self) -> frozenset[str]:
        return categories_of(". ".join((*self.topics, *self.competitors)))

    def shares_category(self, passage) -> bool:
        return bool(passage.categories) and not self.categories.isdisjoint(passage.categories.split())

    def shares_pain(self, sentence) -> bool:
        """Whether a sentence has most words of a pain point."""
        stems = set(content_stems(sentence))
        return any(len(pain & stems) / max(len(pain), 2) >= MOST_WORDS for pain in self.pain_stems)

    def nearness(self, readings) -> list[list[float]]:
        """How near each passage of each reading is to what the offer is about, in one product for all."""
        kept = b"".join(reading.meaning for reading in readings)
        if not kept:
            return [[] for _ in readings]
        vectors = np.frombuffer(kept, np.float16).reshape(sum(len(each.passages) for each in readings), -1)
        near = iter(closeness(vectors.astype(np.float32), meant(self.topics)).tolist())
        return [list(islice(near, len(each.passages))) for each in readings]

    def shares_words(self, sentence, least=1) -> bool:
        return len(self.vocabulary.intersection(content_stems(sentence))) >= least


@lru_cache(64)
def meant(topics) -> np.ndarray:
    """The sentence model's vectors of an offer's topics: kept, since every batch of leads asks for them."""
    return meaning.encode(topics)


def closeness(vectors, topics) -> np.ndarray:
    """Of each vector, its cosine with the nearest topic."""
    return (vectors @ topics.T).max(axis=1) if len(topics) else np.zeros(len(vectors))


def any_word(words, flags=0) -> re.Pattern | None:
    if not words:
        return None
    return re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", flags)


def phrases_pattern(phrases) -> re.Pattern | None:
    return any_word([phrase.strip() for phrase in phrases if phrase.strip()], re.I)
