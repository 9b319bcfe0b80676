"""Which ranks a text asks for, and whether the rank alone says who is meant."""

import re

from leads.audience.evidence import head_functions
from leads.taxonomy.functions import FUNCTIONS
from leads.taxonomy.seniority import Seniority
from leads.taxonomy.words import content_stems, stem

SURE = 0.9
_FEW_WORDS = 1
_LEADING_FUNCTIONS = frozenset({"executive", "founder", "board"})
_TOP = r"decision[ -]makers?|company builders?|captains? of industry|head honchos?|boss(?:es)?"
_RANKS = {
    Seniority.OWNER: rf"owner|proprietor|(?:co-?)?founder|entrepreneur|franchisee|sole trader|landlord|{_TOP}",
    Seniority.C_LEVEL: "president|ceo|chief|c-suite|c-level|managing director|top (?:brass|executive|manager|people)|"
    rf"executive|(?:company|business) leader|company head|leadership|chairm[ae]n|heads of compan|{_TOP}",
    Seniority.VP: r"vice[ -]president|vp|svp|evp|top (?:brass|executive|manager)|decision[ -]makers?",
    Seniority.DIRECTOR: r"director|top manager|decision[ -]makers?",
    Seniority.HEAD: "head|leader",
    Seniority.MANAGER: "manager|supervisor",
    Seniority.SENIOR: "senior|seasoned|experienced",
    Seniority.JUNIOR: "junior|entry-level|early-career",
    Seniority.INTERN: "intern|student|trainee|apprentice",
}
_RANK_PATTERNS = {rank: re.compile(rf"\b(?:{words})(?:e?s)?\b", re.I) for rank, words in _RANKS.items()}
_ORGANISATION_WORDS = frozenset(
    stem(word)
    for word in """
    agencies agency boss boutique branch brand brass builder business businesses captain ceo cfo chain
    chief clinic club co cofounder commercial companies company concern coo cto decision director early
    enterprise entrepreneur established evp executive family fast firm founder global group growing head
    held house independent industries industry institution large leader leadership level local maker
    maker making making manager managing manufacturer market medium mid midsize national network officer
    organisation organization outfit owned owner place practice president private privately producer
    proprietor provider regional room run salon sector senior service shop size sized small stage start
    startup store studio suite supplier svp top trade up vendor vice vp young
    """.split()
)


def named_ranks(text):
    ranks = {rank for rank, pattern in _RANK_PATTERNS.items() if pattern.search(text)}
    if Seniority.VP in ranks and not re.search(
        r"(?<!vice )(?<!vice-)\bpresident|chief|ceo|c-suite|boss|owner", text, re.I
    ):
        ranks -= {Seniority.C_LEVEL} if not re.search(r"decision|top|executive", text, re.I) else set()
    return ranks


def is_leadership(text, ranks, residual, evidence, industries_known):
    """Whether the rank alone says who is meant: "founders of bakeries" does, "owners of a release plan" does not."""
    if not ranks & {Seniority.OWNER, Seniority.C_LEVEL, Seniority.VP}:
        return False
    if set(head_functions(text)) - _LEADING_FUNCTIONS:
        return False
    best = list(FUNCTIONS)[int(evidence.argmax())]
    if best in _LEADING_FUNCTIONS:
        return True
    rest = [stem for stem in content_stems(residual) if stem not in _ORGANISATION_WORDS]
    return len(rest) <= _FEW_WORDS if industries_known else evidence.max() < SURE


def wanted_ranks(ranks, leadership):
    if leadership:
        return dict.fromkeys(ranks, 1.0)
    telling = ranks - {Seniority.OWNER, Seniority.MANAGER, Seniority.HEAD, Seniority.SENIOR}
    return dict.fromkeys(telling or (ranks & {Seniority.HEAD}), 1.0)
