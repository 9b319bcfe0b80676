"""What a few words of a user name: a role, a rank, an industry, a place or a company size."""

from functools import cache

from leads.audience.audience import Kind, Part, Voice
from leads.audience.mentions import mentions_in
from leads.audience.sizes import size_named
from leads.taxonomy.functions import FUNCTIONS
from leads.taxonomy.industries import INDUSTRIES, is_industry_term
from leads.taxonomy.languages import known_industries, language_of
from leads.taxonomy.places import parse_place
from leads.taxonomy.self_employed import SELF_EMPLOYED
from leads.taxonomy.seniority import Seniority


def part_named(text) -> Part | None:
    """What was said with a label of ours is that; else a whole name comes before one that the words only hold."""
    if found := _labels().get(text.casefold()):
        return Part(*found, words=text, voice=Voice.HAND)
    if is_industry_term(text):
        return _part(Kind.INDUSTRY, known_industries(text)[0], text)
    mentions = mentions_in(text, language_of(text))
    for one in mentions.functions:
        if sure := [code for code, weight in one.codes if weight == 1]:
            return _part(Kind.FUNCTION, sure[0], text)
    if mentions.self_employed:
        return _part(Kind.SIZE, SELF_EMPLOYED, text)
    for one in mentions.ranks:
        return _part(Kind.RANK, max(one.codes).name, text)
    if industries := known_industries(text):
        return _part(Kind.INDUSTRY, industries[0], text)
    if parse_place(text):
        return _part(Kind.PLACE, text, text)
    size = size_named(text)
    return _part(Kind.SIZE, size, text) if size else None


def _part(kind, code, words):
    return Part(kind, code, 1.0, words, Voice.HAND)


@cache
def _labels():
    return {
        **{rank.label.casefold(): (Kind.RANK, rank.name) for rank in Seniority if rank},
        **{code.casefold(): (Kind.INDUSTRY, code) for code in INDUSTRIES},
        **{function.label.casefold(): (Kind.FUNCTION, code) for code, function in FUNCTIONS.items()},
    }


def suggest_parts(typed, most=12):
    """Labels that hold what was typed, those that begin with it first."""
    typed = typed.strip().casefold()
    found = sorted((not label.startswith(typed), label) for label in _labels() if typed and typed in label)
    return [Part(*_labels()[label]).label for _, label in found[:most]]
