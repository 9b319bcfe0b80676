"""The one reading of an offer that matching, scoring and the pages share, and how it is stored."""

import enum
from dataclasses import asdict, dataclass, replace
from functools import cached_property

from leads.taxonomy.company_sizes import size_range
from leads.taxonomy.functions import FUNCTIONS
from leads.taxonomy.industries import INDUSTRIES
from leads.taxonomy.places import Place, country_name, parse_place
from leads.taxonomy.self_employed import SELF_EMPLOYED
from leads.taxonomy.seniority import Seniority


class Kind(enum.StrEnum):
    FUNCTION = "function"
    RANK = "rank"
    INDUSTRY = "industry"
    PLACE = "place"
    SIZE = "size"


class Voice(enum.StrEnum):
    """Who says that a part belongs to the audience."""

    FIELD = "field"
    READER = "reader"
    AI = "ai"
    HAND = "hand"


@dataclass(frozen=True)
class Part:
    """One thing an audience wants or excludes. `weight` is above 0, up to 1; `words` are verbatim words of the offer.

    `code` is a code of the taxonomy, the name of a `Seniority`, or the words that name a place or a company size.
    """

    kind: Kind
    code: str
    weight: float = 1.0
    words: str = ""
    voice: Voice = Voice.READER
    excluded: bool = False

    @property
    def key(self):
        return self.kind, self.code

    @property
    def is_known(self):
        return KNOWN[self.kind](self.code)

    @property
    def label(self):
        return LABELS[self.kind](self.code)


KNOWN = {
    Kind.FUNCTION: FUNCTIONS.__contains__,
    Kind.RANK: Seniority.__members__.__contains__,
    Kind.INDUSTRY: INDUSTRIES.__contains__,
    Kind.PLACE: lambda code: bool(parse_place(code)),
    Kind.SIZE: lambda code: size_range(code) is not None,
}
LABELS = {
    Kind.FUNCTION: lambda code: FUNCTIONS[code].label,
    Kind.RANK: lambda code: Seniority[code].label,
    Kind.INDUSTRY: lambda code: code.capitalize(),
    Kind.PLACE: lambda code: place_label(code),
    Kind.SIZE: lambda code: SELF_EMPLOYED.capitalize() if code == SELF_EMPLOYED else f"{code} employees",
}


def place_label(code):
    place = parse_place(code)
    if place.city or place.region or place.regions:
        return code
    return country_name(place.country) or (code if code.isupper() else code.title())


@dataclass(frozen=True)
class Audience:
    """What an offer's audience was understood as.

    Without wanted functions any will do: where `leadership` is set the rank alone says who is meant, else the meaning
    of the words decides. `certainty`, 0 to 1, is how sure the functions are. `industries_named` says that industries
    are asked for, not only preferred. `not_understood` are verbatim words. `taken_out` are the functions that a
    hand took out.
    """

    text: str = ""
    parts: tuple[Part, ...] = ()
    certainty: float = 0.0
    leadership: bool = False
    industries_named: bool = False
    not_understood: tuple[str, ...] = ()
    taken_out: tuple[str, ...] = ()

    def of(self, kind, *, excluded=False):
        return [part for part in self.parts if part.kind == kind and part.excluded == excluded]

    def weights(self, kind) -> dict[str, float]:
        """Of each wanted code. What a hand weighs is relative: half of nothing else is all that is asked for."""
        wanted = self.of(kind)
        most = max(wanted, key=lambda part: (part.weight, part.voice == Voice.HAND), default=None)
        unit = most.weight if most and most.voice == Voice.HAND else 1.0
        return {part.code: part.weight / unit for part in wanted}

    @cached_property
    def by_hand(self) -> frozenset[str]:
        """The codes of the functions and industries that a hand weighed."""
        parts = (*self.of(Kind.FUNCTION), *self.of(Kind.INDUSTRY))
        return frozenset(part.code for part in parts if part.voice == Voice.HAND)

    @cached_property
    def functions(self) -> dict[str, float]:
        return self.weights(Kind.FUNCTION)

    @cached_property
    def seniorities(self) -> dict[Seniority, float]:
        return {Seniority[code]: weight for code, weight in self.weights(Kind.RANK).items()}

    @cached_property
    def industries(self) -> dict[str, float]:
        return self.weights(Kind.INDUSTRY)

    @cached_property
    def places(self) -> tuple[Place, ...]:
        return tuple(parse_place(part.code) for part in self.of(Kind.PLACE))

    @cached_property
    def sizes(self) -> tuple[tuple[int, int], ...]:
        return tuple(size_range(part.code) for part in self.of(Kind.SIZE))

    @cached_property
    def self_employed(self) -> bool:
        return any(part.code == SELF_EMPLOYED for part in self.of(Kind.SIZE))

    @cached_property
    def excluded_functions(self) -> frozenset[str]:
        return frozenset(part.code for part in self.of(Kind.FUNCTION, excluded=True))

    @cached_property
    def excluded_seniorities(self) -> frozenset[Seniority]:
        return frozenset(Seniority[part.code] for part in self.of(Kind.RANK, excluded=True))

    @cached_property
    def excluded_industries(self) -> frozenset[str]:
        return frozenset(part.code for part in self.of(Kind.INDUSTRY, excluded=True))

    @cached_property
    def excluded_places(self) -> tuple[Place, ...]:
        return tuple(parse_place(part.code) for part in self.of(Kind.PLACE, excluded=True))

    @cached_property
    def excluded_sizes(self) -> tuple[tuple[int, int], ...]:
        return tuple(size_range(part.code) for part in self.of(Kind.SIZE, excluded=True))

    def to_json(self) -> dict:
        return asdict(self)


def audience_from(stored) -> Audience:
    """The audience that `to_json` stored. Codes that the taxonomy no longer has count as not understood."""
    parts = [Part(**{**part, "kind": Kind(part["kind"]), "voice": Voice(part["voice"])}) for part in stored["parts"]]
    lost = [part.words or part.code for part in parts if not part.is_known]
    return Audience(
        **{
            **stored,
            "parts": tuple(part for part in parts if part.is_known),
            "not_understood": tuple(dict.fromkeys((*stored["not_understood"], *lost))),
            "taken_out": tuple(stored.get("taken_out", ())),
        }
    )


def corrected(audience, corrections) -> Audience:
    """The audience after the hand's word: a correction takes the place of the parts of its kind and code.

    Weight 0 removes them.
    """
    said = {part.key: part for part in corrections if part.is_known}
    if not said:
        return audience
    words = {part.key: part.words for part in audience.parts}
    kept = [part for part in audience.parts if part.key not in said]
    added = [replace(part, words=words.get(part.key, "")) for part in said.values() if part.weight > 0]
    taken_out = tuple(code for (kind, code), part in said.items() if kind == Kind.FUNCTION and not part.weight)
    changed = replace(audience, parts=(*kept, *added), taken_out=taken_out)
    kinds = {kind for kind, _ in said}
    if Kind.INDUSTRY in kinds:
        changed = replace(changed, industries_named=bool(changed.industries))
    if kinds & {Kind.FUNCTION, Kind.RANK}:
        leadership = audience.leadership and not changed.functions and bool(changed.seniorities)
        changed = replace(changed, leadership=leadership, certainty=1.0 if changed.functions else 0.0)
    return changed
