"""What two profiles say of work: companies and roles."""

import re

from leads.identity import company_names, handles
from leads.identity.feature import BIO_MAX, HINT_OF_COMPANY, LINKS_MAX, SAME_COMPANY, Feature, shown
from leads.identity.spelling import words
from leads.taxonomy.functions import function_affinity, weigh_title
from leads.taxonomy.words import stem

# What a former company counts for, compared with the present one.
PAST = 0.7
_ALIKE = 0.4
# "ex-Acme, now at Umbrella": up to where the next thing begins
_FORMER = re.compile(
    r"\b(?:ex|former|formerly|previously|previous|prev|past|alum|alumnus|alumna|ehemals|früher|anciennement|antes)"
    r"\b[^.,;|•·/\n]*|[\w&]+ alum(?:ni|nus|na)?\b|元[^、。|/\s]*",
    re.IGNORECASE,
)


def company_feature(a, b, name_a, name_b):
    """The best agreement in what both say of their work; −1 where both name companies and none agree."""
    found = [*_stated(a, b), *_mentioned(a, b, name_b), *_mentioned(b, a, name_a), *_hinted(a, b, name_a, name_b)]
    best = max(found, default=None, key=lambda one: one.value)
    if best and best.value >= _ALIKE:
        return [best]
    here, there = _company_of(a, name_a), _company_of(b, name_b)
    if not company_names.read_company(here) or not company_names.read_company(there):
        return []
    return [Feature("company", -1.0, f"Different companies: {shown(here)} and {shown(there)}")]


def _company_of(person, name):
    return person.company or next((company.shown for company in _employers(person, name)), "")


def _stated(a, b):
    for here, part_here in _jobs(a):
        for there, part_there in _jobs(b):
            value = company_names.likeness(company_names.read_company(here), company_names.read_company(there))
            yield Feature("company", value * part_here * part_there, _companies_text(value, here, there))


def has_left(a, b, name_a, name_b):
    """Whether one profile shows as former what is the present company of the other."""
    return _left(a, b, name_b) or _left(b, a, name_a)


def _left(one, other, name):
    company = company_names.read_company(one.company)
    if not company:
        return False
    past = map(company_names.read_company, other.companies_past[:10])
    if other.company and any(company_names.likeness(company, former) >= SAME_COMPANY for former in past):
        return company_names.likeness(company, company_names.read_company(other.company)) < SAME_COMPANY
    texts = _texts(other, name)
    return company_names.mention(company, texts) > company_names.mention(company, _FORMER.sub(" ", texts))


def _jobs(person):
    listed = [(person.company, 1.0), *((company, PAST) for company in person.companies_past[:10])]
    return [(company, part) for company, part in listed if company.strip()]


def _companies_text(value, here, there):
    here, there = shown(here), shown(there)
    if here == there:
        return f"Same company: {here}"
    return f"Same company: {here} = {there}" if value >= 0.8 else f"Companies with similar names: {here} and {there}"


def _texts(person, name):
    return f"{person.bio[:BIO_MAX]} \n {name.rest} \n {person.title[:200]}"


def _employers(person, name):
    return company_names.employers(_texts(person, name))


def _mentioned(a, b, name_of_b):
    """Companies of one profile that the other mentions in its bio, title or website, or after its name."""
    text, sites = _texts(b, name_of_b), company_names.hosts((b.website, *b.links[:LINKS_MAX]))
    for company, part in _jobs(a):
        read = company_names.read_company(company)
        value = company_names.mention(read, text) * part
        yield Feature(
            "company",
            value,
            f"The profile names the company {shown(company)}: {shown(b.bio or name_of_b.rest or b.title)}",
        )
        for site in sites:
            if company_names.is_host_of(read, site):
                yield Feature("company", 0.9 * part, f"The website {shown(site)} is that of {shown(company)}")


def _hinted(a, b, name_a, name_b):
    """ "Rep." before a name, or @RepJaneDoe, speaks for the House of Representatives: half a company."""
    for (one, name), (other, named) in (((a, name_a), (b, name_b)), ((b, name_b), (a, name_a))):
        work = words(f"{other.company} {other.title[:200]}")
        left = handles.spelled_by(one.handle, named if named.words else name).left if one.handle else ()
        for hint in (*name.titles, *left):
            if len(hint) >= 3 and any(_abbreviates(hint, word) for word in work):
                yield Feature(
                    "company", HINT_OF_COMPANY, f"“{hint.title()}” goes with {shown(other.company or other.title)}"
                )


def _abbreviates(hint, word):
    return word.startswith(hint) or (len(hint) > 4 and stem(hint) == stem(word))


def role_feature(a, b, name_a, name_b):
    here, there = (weigh_title(p.title or p.bio[:120] or n.rest[:120]) for p, n in ((a, name_a), (b, name_b)))
    if not here or not there:
        return []
    value = max(function_affinity(one, other) for one, _ in here for other, _ in there)
    one, other = (shown(p.title or p.bio or n.rest) for p, n in ((a, name_a), (b, name_b)))
    if value >= 0.5:
        return [Feature("role", value, f"Similar roles: {one} and {other}")]
    # a bio that may only name a function does not name another role
    certain = all(any(weight == 1 for _, weight in weighed) for weighed in (here, there))
    return [Feature("role", -1.0, f"Different roles: {one} and {other}")] if certain else []
