"""Is the company as large as the audience asks for? Who works for themselves is a company of one."""

from functools import partial

from leads.fit.grade import EXCLUDED_CAP, Grade
from leads.taxonomy.company_sizes import UNBOUNDED, size_range
from leads.taxonomy.self_employed import SELF_EMPLOYED, says_self_employed
from leads.taxonomy.titles.roles import own_words

ONE = size_range(SELF_EMPLOYED)


def size_grade(person, criteria) -> Grade | None:
    """None where the audience asks for no size and does not exclude this one."""
    wanted, excluded = criteria.sizes, criteria.audience.excluded_sizes
    if said := self_employment(person):
        return grade_self_employed(*said, wanted, excluded)
    text = person.company_size
    return criteria.remembered("size", text, partial(grade_size, text, wanted, excluded))


def self_employment(person) -> tuple[str, str] | None:
    """The field and the words that say that the person works for themselves."""
    if says_self_employed(own_words(person.title)):
        return "title", person.title
    if says_self_employed(person.company_name):
        return "company_name", person.company_name
    return ("company_size", person.company_size) if size_range(person.company_size) == ONE else None


def grade_self_employed(source, text, wanted, excluded) -> Grade | None:
    if any(low <= 1 <= high for low, high in excluded):
        words = "The offer excludes the self-employed"
        return Grade(0, words, source, text, cap=(EXCLUDED_CAP, f"{words}: no more than {EXCLUDED_CAP}"))
    if not wanted:
        return None
    if any(low <= 1 <= high for low, high in wanted):
        return Grade(1.0, "Self-employed, as the audience asks", source, text)
    return Grade(0, "Self-employed: company size does not match", source, text)


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
