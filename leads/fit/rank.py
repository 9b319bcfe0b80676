"""Is the person of the rank that the audience asks for?"""

from functools import partial

from leads.fit.grade import Grade
from leads.taxonomy.functions import weigh_title
from leads.taxonomy.seniority import Seniority, classify_seniority, seniority_affinity

# Where the offer names no rank, people who can decide alone come first.
AUTHORITY = {
    Seniority.OWNER: 1.0,
    Seniority.C_LEVEL: 1.0,
    Seniority.VP: 0.9,
    Seniority.DIRECTOR: 0.85,
    Seniority.HEAD: 0.8,
    Seniority.MANAGER: 0.7,
    Seniority.SENIOR: 0.5,
    Seniority.STAFF: 0.3,
    Seniority.JUNIOR: 0.15,
}
NEAR_RANK, SAME_RANK = 0.4, 0.75


def seniority_grade(person, criteria) -> Grade:
    title = person.title
    return criteria.remembered("rank", title, partial(grade_seniority, title, criteria))


def grade_seniority(title, criteria) -> Grade:
    rank = classify_seniority(title)
    # Any words that name no rank are read as "staff": of a title without a known job that is a guess.
    if rank == Seniority.UNKNOWN or (rank == Seniority.STAFF and not weigh_title(title)):
        return Grade(0, "Rank unknown")
    wanted = criteria.audience.seniorities
    if not wanted:
        return Grade(AUTHORITY.get(rank, 0), f"Can decide or influence: {rank.label.lower()}", "title", title)
    value = max(weight * seniority_affinity(asked, rank) for asked, weight in wanted.items())
    if value < NEAR_RANK:
        return Grade(0, f"Different rank: {rank.label.lower()}", "title", title)
    words = "Rank matches" if value >= SAME_RANK else "Rank is close"
    return Grade(value, f"{words}: {rank.label.lower()}", "title", title)
