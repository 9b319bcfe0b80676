"""Is the person of the rank that the audience asks for?"""

from functools import partial

from leads.fit.grade import Grade
from leads.fit.role import SAME_ROLE, best_match
from leads.fit.wanted_ranks import is_a_rank
from leads.taxonomy.seniority import Seniority, seniority_affinity
from leads.taxonomy.titles.roles import classify_seniority, read_roles

# Where the offer names no rank, people who can decide alone come first.
AUTHORITY = {
    Seniority.OWNER: 1.0,
    Seniority.C_LEVEL: 1.0,
    Seniority.VP: 0.9,
    Seniority.DIRECTOR: 0.85,
    Seniority.HEAD: 0.8,
    Seniority.MANAGER: 0.7,
    Seniority.SENIOR: 0.5,
}
DECIDES = 0.7
NEAR_RANK, SAME_RANK = 0.4, 0.75


def seniority_grade(person, criteria) -> Grade:
    title = person.title
    return criteria.remembered("rank", title, partial(grade_seniority, title, criteria))


def grade_seniority(title, criteria) -> Grade:
    if all(role.rank is None and not role.functions for role in read_roles(title)):
        return Grade(0, "Rank unknown")
    match = best_match(title, criteria) if criteria.audience.functions else None
    rank = match.rank if match else classify_seniority(title)
    if rank == Seniority.UNKNOWN:
        return Grade(0, "Rank unknown")
    words = rank.label.lower()
    own = criteria.ranks.get(match.asked) if match else None
    if match and match.value >= SAME_ROLE and (own or is_a_rank(match.asked)):
        return Grade(1.0, f"Rank matches: {words}", "title", title)
    asked = dict.fromkeys(own, 1.0) if own else criteria.audience.seniorities
    return grade_asked(title, rank, asked) if asked else grade_authority(title, rank)


def grade_asked(title, rank, asked) -> Grade:
    value = max(weight * seniority_affinity(each, rank) for each, weight in asked.items())
    if value < NEAR_RANK:
        return Grade(0, f"Different rank: {rank.label.lower()}", "title", title)
    words = "Rank matches" if value >= SAME_RANK else "Rank is close"
    return Grade(value, f"{words}: {rank.label.lower()}", "title", title)


def grade_authority(title, rank) -> Grade:
    value, words = AUTHORITY.get(rank, 0), rank.label.lower()
    if value >= DECIDES:
        return Grade(value, f"Can decide or influence: {words}", "title", title)
    if value:
        return Grade(value, f"May influence: {words}", "title", title)
    return Grade(0, f"Seldom decides: {words}", "title", title)
