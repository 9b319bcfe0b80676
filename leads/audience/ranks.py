"""Which ranks a text asks for."""

import re

from leads.audience.wording import Mention
from leads.taxonomy.seniority import Seniority

_TOP = r"decision[ -]makers?|company builders?|captains? of industry|head honchos?|boss(?:es)?|key people"
_RANKS = {
    Seniority.OWNER: (
        r"owner(?:-operator)?|proprietor|(?:co-?)?founder|entrepreneur|franchisee|sole trader|landlord|solopreneur|"
        rf"(?:managing|founding|general) partner|partner(?=s? (?:at|in|of)\b)|{_TOP}"
    ),
    Seniority.C_LEVEL: (
        r"(?<!vice )(?<!vice-)president|c\.?e\.?o\.?|chief|c-suite|c-level|managing director|chairm[ae]n|chair|"
        r"top (?:brass|executive|manager|people)|(?<!account )(?<!sales )executives?(?! assistant)|"
        rf"(?:company|business) leader|company head|leadership|heads of compan|{_TOP}"
    ),
    Seniority.VP: (
        r"(?:senior |executive )?vice[ -]president|s?vp|evp|v\.p\.|top (?:brass|executive|manager)|decision[ -]makers?"
    ),
    Seniority.DIRECTOR: r"director|top manager|decision[ -]makers?",
    Seniority.HEAD: "head|leader",
    Seniority.MANAGER: "manager|supervisor",
    Seniority.SENIOR: "senior|seasoned|experienced",
    Seniority.JUNIOR: "junior|entry-level|early-career",
    Seniority.INTERN: "intern|student|trainee|apprentice|working student",
}
LEADERS = frozenset({Seniority.OWNER, Seniority.C_LEVEL, Seniority.VP})
# Functions that name a rank and no trade.
LEADING = frozenset({"executive", "founder", "board"})
# What any company does: "finance decision makers" decide on it, "restaurant decision makers" own one.
DEPARTMENTS = frozenset({"finance-manager", "it-manager", "marketing", "hr", "logistics", "lawyer", "operations"})
_PATTERNS = {rank: re.compile(rf"(?<![\w.])(?:{words})(?:e?s)?(?!\w)", re.I) for rank, words in _RANKS.items()}
_SAYS_LITTLE = frozenset({Seniority.OWNER, Seniority.MANAGER, Seniority.HEAD, Seniority.SENIOR})


def english_ranks(text):
    found = {}
    for rank, pattern in _PATTERNS.items():
        for match in pattern.finditer(text):
            found.setdefault(match.span(), []).append(rank)
    return [Mention(start, end, tuple(ranks)) for (start, end), ranks in found.items()]


def telling_ranks(ranks, leadership):
    """{rank: weight} of the ranks that say who is meant.

    What many titles carry says it only of `leadership`, where the rank is all. A head says it also where no telling
    rank is named.
    """
    if leadership:
        return dict.fromkeys(ranks, 1.0)
    telling = ranks - _SAYS_LITTLE
    return dict.fromkeys(telling or (ranks & {Seniority.HEAD}), 1.0)
