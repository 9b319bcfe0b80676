"""Which rank a role must have, and what a lower one is worth."""

from leads.audience.audience import Kind
from leads.taxonomy.functions import FUNCTIONS, title_spans, weights_of
from leads.taxonomy.seniority import Seniority, ranks_in
from leads.taxonomy.titles.roles import rank_of
from leads.taxonomy.titles.spelling import words_of
from leads.taxonomy.words import tokens

# Ranks of one band do for each other: a head of sales is a sales director.
BANDS = {
    Seniority.OWNER: 5, Seniority.C_LEVEL: 5, Seniority.VP: 4, Seniority.DIRECTOR: 4, Seniority.HEAD: 4,
    Seniority.MANAGER: 3, Seniority.SENIOR: 2, Seniority.STAFF: 2, Seniority.JUNIOR: 1,
    Seniority.INTERN: 0,
}  # fmt: skip
# Who asks for heads and leaders also means managers.
ASKED = {Seniority.HEAD: 3}
STAFF_BAND = 2
LONGEST_TITLE = 5
# What a role is worth by how many bands its rank lies from the one asked for.
BY_STEPS = (1.0, 0.7, 0.5, 0.35, 0.25, 0.2)
LEARNING, RANK_UNKNOWN = 0.9, 0.9


def wanted_ranks(audience) -> dict[str, frozenset[Seniority]]:
    """Function code → ranks asked for, for functions that ask for any.

    "Sales managers and nurses" asks for a rank of the one, and none of the other. Where the words of no function name
    a rank, the audience's ranks are asked of all: "head of sales or recruiters". A CFO's rank is in the function: none
    is asked for besides.
    """
    own = {part.code: named_ranks(part) for part in audience.of(Kind.FUNCTION)}
    if not any(own.values()):
        own = dict.fromkeys(own, frozenset(audience.seniorities))
    return {code: ranks for code, ranks in own.items() if ranks and not is_a_rank(code)}


def named_ranks(part) -> frozenset[Seniority]:
    """The rank in the words of a function, where these are a title that names it: "accounting managers"."""
    words = words_of(part.words)
    rank = rank_of(words)
    is_title = len(words) <= LONGEST_TITLE and part.code in dict(weights_of(title_spans(words)))
    return frozenset({rank} if rank and is_title else ())


def is_a_rank(code) -> bool:
    """Whether a function's name says its rank: finance chiefs are chiefs."""
    return max(ranks_in(tokens(FUNCTIONS[code].titles[0])), default=Seniority.UNKNOWN) >= Seniority.DIRECTOR


def rank_part(rank, asked) -> float:
    """What of a role is left at this rank. More than was asked for is as good, except where learners are asked for."""
    if not asked:
        return LEARNING if rank == Seniority.INTERN else 1.0
    if rank == Seniority.UNKNOWN:
        return RANK_UNKNOWN
    return max(BY_STEPS[steps_between(ASKED.get(each, BANDS[each]), BANDS[rank])] for each in asked)


def steps_between(asked, found) -> int:
    return max(0, asked - found) if asked >= STAFF_BAND else abs(asked - found)
