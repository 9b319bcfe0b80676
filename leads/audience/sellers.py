"""What an offer's text says in the first person: to whom those who write it sell, and to whom they do not.

"We sell to", "our customers are" and the like say who is wanted and are no words of a role. "We don't sell to" says
who is not. The words of all languages are looked for: they mean nothing else, and a short text may be taken for one of
a neighbouring language.
"""

import re
from functools import lru_cache

from leads.audience.wording import WORD_OF_LETTERS, opens_part
from leads.taxonomy.languages import STEMMERS, language

_HOW = r"(?: (?:currently|mainly|mostly|primarily|usually|typically|generally|exclusively|always|also|really))*"
_ONLY = r"(?: only)?"
_NOT_ONLY = r"(?: (?:do not|don['’]?t) (?:only|just))?"
_NOT = r"(?:do not|don['’]?t|never|cannot|can['’]?t|will not|won['’]?t|would never|no longer)"
_WE_ARE_NOT = r"(?:we are|we['’]re|i am|i['’]m) (?:not|never|no longer)|we aren['’]?t"
# Said without "we" only where a sentence begins: "CFOs, not looking for a job".
_BEGINS = r"(?:^|(?<=[.;:!?]\s))"
# What is sold stands before "to": "we sell payroll software to bakeries".
_WARES = (
    r"(?: (?:a|an|our|the))?"
    r"(?: (?!(?:a|an|the|our|that|which|who|to|for|in|and|or|help|helps|not|never|only)\b)[\w&'’-]+){0,3}?"
)
_SELL = rf"(?:sell|offer|provide|supply|deliver|pitch|market|build|make)(?:{_WARES}{_ONLY}{_HOW} (?:to|for)|(?= in\b))"
_SERVE = (
    r"(?:(?:work|deal|partner) with|work for|help|serve|support|target|approach|address|contact|advise|cater to|"
    r"focus on|look for|search for|seek|need|want(?: to (?:reach|contact|target|sell to|talk to|meet|find|work with))?)"
    r"(?! (?:with|on)\b)"
)
_SELLING = r"(?:interested in|looking for|searching for|selling to|targeting|working with|after|serving)"
_BUYERS = (
    r"our (?:\w+ ){0,2}?(?:customers?|clients?|buyers?|users?|audience|market|prospects?|leads|icp|target(?: group)?)"
)
_FOR = re.compile(r" (?:for|für|pour|para|per)\W*(?:(?:des|les)\W*)?$", re.I)
_SELLS = re.compile(
    rf"(?:(?:we|i){_HOW}{_NOT_ONLY}{_ONLY} (?:{_SELL}|{_SERVE})|"
    rf"(?:we(?: are|['’]re)|i(?: am|['’]m)){_HOW}{_ONLY} {_SELLING}|"
    rf"{_BUYERS} (?:is|are|includes?|consists? of){_HOW})(?![\w-])",
    re.I,
)
_REFUSES = re.compile(
    rf"(?:(?:(?:we|i){_HOW} |{_BEGINS}){_NOT}{_HOW} (?:{_SELL}|{_SERVE})|"
    rf"(?:{_WE_ARE_NOT}|{_BEGINS}(?:not|never)){_HOW} {_SELLING}|(?:we have )?no interest in|"
    rf"{_BUYERS} (?:(?:is|are) (?:not|never)|(?:is|are)n['’]?t))(?![\w-])",
    re.I,
)


@lru_cache(100)
def refusals(text) -> tuple[re.Match, ...]:
    """ "We don't sell to": who follows is not wanted."""
    return _opening(text, [_REFUSES, *(language(code).refuses for code in STEMMERS)])


@lru_cache(100)
def sellers(text) -> tuple[re.Match, ...]:
    """ "We sell to": who follows is wanted."""
    return _opening(text, [_SELLS, *(language(code).sells for code in STEMMERS)])


def without_sellers(text):
    """The text, blank where it speaks of those who sell.

    Behind others who are wanted, "we offer software for accounting" says what the software does.
    """
    for match in sellers(text):
        if _FOR.search(match.group()) and WORD_OF_LETTERS.search(text, 0, match.start()):
            continue
        text = text[: match.start()] + " " * (match.end() - match.start()) + text[match.end() :]
    return text


def _opening(text, patterns):
    found = [match for pattern in patterns for match in pattern.finditer(text)]
    return tuple(match for match in found if opens_part(text, match.start()))
