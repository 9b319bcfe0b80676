"""Is the company as large as the audience asks for?"""

from functools import partial

from leads.fit.grade import EXCLUDED_CAP, Grade
from leads.taxonomy.company_sizes import UNBOUNDED, size_range


def size_grade(person, criteria) -> Grade | None:
    """None where the audience asks for no size and does not exclude this one."""
    text = person.company_size
    return criteria.remembered(
        "size", text, partial(grade_size, text, criteria.sizes, criteria.audience.excluded_sizes)
    )


def grade_size(text, wanted, excluded=()) -> Grade | None:
    have = size_range(text)
    if have and any(low <= have[0] and have[1] <= high for low, high in excluded):
        cap = (EXCLUDED_CAP, f"The offer excludes this company size: no more than {EXCLUDED_CAP}")
        return Grade(0, "The offer excludes this company size", "company_size", text, cap=cap)
    if not wanted:
        return None
    if not have:
        return Grade(0, "Company size unknown", "company_size", text)
    gap = min(max(have[0] / max(high, 1), low / max(have[1], 1)) for low, high in wanted)
    if gap <= 1:
        return Grade(1.0, "Company size matches", "company_size", text)
    if gap <= 2 and have[1] < UNBOUNDED:
        return Grade(0.5, "Company size is close", "company_size", text)
    return Grade(0, "Company size does not match", "company_size", text)
