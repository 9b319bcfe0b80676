"""Is the company as large as the audience asks for?"""

from functools import partial

from leads.fit.grade import Grade
from leads.taxonomy.company_sizes import UNBOUNDED, size_range


def size_grade(person, criteria) -> Grade:
    return criteria.remembered("size", person.company_size, partial(grade_size, person.company_size, criteria.sizes))


def grade_size(text, wanted) -> Grade:
    have = size_range(text)
    if not have:
        return Grade(0, "Company size unknown", "company_size", text)
    gap = min(max(have[0] / max(high, 1), low / max(have[1], 1)) for low, high in wanted)
    if gap <= 1:
        return Grade(1.0, "Company size matches", "company_size", text)
    if gap <= 2 and have[1] < UNBOUNDED:
        return Grade(0.5, "Company size is close", "company_size", text)
    return Grade(0, "Company size does not match", "company_size", text)
