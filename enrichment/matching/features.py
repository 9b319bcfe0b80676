"""What two profiles share and where they differ, each as a value and a sentence for whoever reviews the match."""

import math
from collections import namedtuple

from leads.identity import linkedin_slug, x_handle
from leads.taxonomy.functions import function_affinity, weigh_title
from leads.taxonomy.words import stem

from . import companies, given_names, handles, names, places
from .spelling import drawn_out, words

BIO_MAX = 2_000
LINKS_MAX = 50
# Of a place's people, those who use such networks at all.
_ON_NETWORKS = 0.3
_SHARE_OF_AN_INITIAL = 0.08
_PAST = 0.7
_SAME_COMPANY = 0.7

Feature = namedtuple("Feature", "feature value text")


def shown(text, limit=60):
    text = drawn_out(text, limit + 1)
    return text if len(text) <= limit else text[: limit - 1] + "…"


def best_names(a, b):
    """(agreement, name of a, name of b) of the two names that agree best."""
    pairs = [
        (names.compare_names(x, y), x, y)
        for x in map(names.read_name, (a.name, *a.names_other[:5]))
        for y in map(names.read_name, (b.name, *b.names_other[:5]))
    ]
    return max(pairs, key=lambda pair: pair[0].rank)


def name_features(agreement, x, y, levels):
    if not x.words or not y.words:
        return []
    found = [
        Feature("given", levels["given"][agreement.given], _given_text(agreement, x, y)),
        Feature("family", levels["family"][agreement.family], _family_text(agreement, x, y)),
    ]
    if agreement.middle:
        text = "Middle names agree" if agreement.middle > 0 else "Other middle names"
        found.append(Feature("middle", agreement.middle, f"{text}: {shown(x.shown)} and {shown(y.shown)}"))
    if agreement.generation:
        text = (
            f"Both {x.generation}" if agreement.generation > 0 else f"One is {x.generation}, the other {y.generation}"
        )
        found.append(Feature("generation", agreement.generation, text))
    return found


def _given_text(agreement, x, y):
    a, b = agreement.pair_given or (x.given, y.given)
    a, b = a.title(), b.title()
    return {
        names.SAME: f"Same first name: {a}",
        names.NICKNAME: f"{min(a, b, key=len)} is short for {max(a, b, key=len)}"
        if a != b
        else f"Same first name: {a}",
        names.VARIANT: f"{a} and {b} sound alike",
        names.TYPO: f"{a} and {b} differ by a slip",
        names.PART: f"{a} and {b}: one goes by the middle name",
        names.INITIAL: f"First name only as an initial: {a} and {b}",
        names.MISSING: "No first name to compare",
        names.OTHER: f"Other first names: {a} and {b}",
    }[agreement.given]


def _family_text(agreement, x, y):
    a, b = agreement.pair_family or (x.family, y.family)
    a, b = a.title(), b.title()
    return {
        names.SAME: f"Same surname: {a}",
        names.VARIANT: f"{a} and {b} sound alike",
        names.TYPO: f"{a} and {b} differ by a slip",
        names.PART: f"Part of the surname agrees: {a} and {b}",
        names.INITIAL: f"Surname only as an initial: {a} and {b}",
        names.MISSING: "No surname to compare",
        names.OTHER: f"Other surnames: {a} and {b}",
    }[agreement.family]


def namesakes(agreement, people):
    """How many others among so many people would agree in name as well."""
    given = {names.MISSING: 1.0, names.PART: 0.1, names.INITIAL: _SHARE_OF_AN_INITIAL}.get(agreement.given)
    family = {names.MISSING: 1.0, names.INITIAL: _SHARE_OF_AN_INITIAL}.get(agreement.family)
    given = given or given_names.share("given", agreement.shared_given)
    family = family or given_names.share("family", agreement.shared_family)
    middle = _SHARE_OF_AN_INITIAL if agreement.middle > 0 else 1.0
    return people * _ON_NETWORKS * given * family * middle


def namesake_feature(agreement, nearness, company):
    """(expected namesakes, the feature): among the people of the place, or of the company where that is the same."""
    people, where = nearness.people, f"around {shown(nearness.shown)}"
    if people >= places.COUNTRY_PEOPLE:
        where = "anywhere"
    if people > places.COMPANY_PEOPLE and any(one.value >= _SAME_COMPANY for one in company):
        people, where = places.COMPANY_PEOPLE, "in one company"
    expected = namesakes(agreement, people)
    value = max(-1.0, min(1.0, -math.log10(expected) / 3))
    if expected < 2:
        text = f"Rare name: hardly a namesake {where}" if expected < 0.3 else f"Perhaps one namesake {where}"
    else:
        common = "Common name: about" if expected > 50 else "Some"
        text = f"{common} {_rounded(expected):,} people may be called so {where}"
    return expected, Feature("namesakes", value, text)


def _rounded(number):
    digits = 10 ** max(0, int(math.log10(number)))
    return round(number / digits) * digits


def place_feature(a, b, nearness, levels):
    here, there = shown(a.location), shown(b.location)
    text = {
        places.TOWN: f"Same town: {here}" if here == there else f"Same town: {here} and {there}",
        places.REGION: f"Same region: {here}" if here == there else f"Same region: {here} and {there}",
        places.COUNTRY: f"Same country: {here} and {there}",
        places.OTHER_TOWN: f"Two towns of one region: {here} and {there}",
        places.OTHER_REGION: f"Other places: {here} and {there}",
        places.OTHER_COUNTRY: f"Other countries: {here} and {there}",
    }.get(nearness.level)
    return [Feature("place", levels["place"][nearness.level], text)] if text else []


def company_feature(a, b, x, y):
    """The best of what either says of its work; −1 where both name a company and no two are alike."""
    found = [*_stated(a, b), *_mentioned(a, b, y), *_mentioned(b, a, x), *_hinted(a, b, x, y)]
    best = max(found, default=None, key=lambda one: one.value)
    if best and best.value >= 0.4:
        return [best]
    here, there = (
        person.company or next((c.shown for c in _employers(person, name)), "") for person, name in ((a, x), (b, y))
    )
    if not companies.read_company(here) or not companies.read_company(there):
        return []
    return [Feature("company", -1.0, f"Other companies: {shown(here)} and {shown(there)}")]


def _stated(a, b):
    for here, part_here in _jobs(a):
        for there, part_there in _jobs(b):
            value = companies.likeness(companies.read_company(here), companies.read_company(there))
            yield Feature("company", value * part_here * part_there, _companies_text(value, here, there))


def _jobs(person):
    listed = [(person.company, 1.0), *((company, _PAST) for company in person.companies_past[:10])]
    return [(company, part) for company, part in listed if company.strip()]


def _companies_text(value, here, there):
    here, there = shown(here), shown(there)
    if here == there:
        return f"Same company: {here}"
    return f"Same company: {here} = {there}" if value >= 0.8 else f"Companies of like name: {here} and {there}"


def _texts(person, name):
    return f"{person.bio[:BIO_MAX]} \n {name.rest} \n {person.title[:200]}"


def _employers(person, name):
    return companies.employers(_texts(person, name))


def _mentioned(a, b, name_of_b):
    """Companies of the one in the bio, the name's tail, the title and the website of the other."""
    text, sites = _texts(b, name_of_b), companies.hosts((b.website, *b.links[:LINKS_MAX]))
    for company, part in _jobs(a):
        read = companies.read_company(company)
        value = companies.mention(read, text) * part
        yield Feature(
            "company",
            value,
            f"The profile names the company {shown(company)}: {shown(b.bio or name_of_b.rest or b.title)}",
        )
        for site in sites:
            if companies.is_host_of(read, site):
                yield Feature("company", 0.9 * part, f"The website {shown(site)} is that of {shown(company)}")


def _hinted(a, b, x, y):
    """ "Rep." before a name, or @RepJaneDoe, speaks for the House of Representatives: half a company."""
    for (one, name), (other, named) in (((a, x), (b, y)), ((b, y), (a, x))):
        work = words(f"{other.company} {other.title[:200]}")
        left = handles.spelled_by(one.handle, named if named.words else name).left if one.handle else ()
        for hint in (*name.titles, *left):
            if len(hint) >= 3 and any(_abbreviates(hint, word) for word in work):
                yield Feature("company", 0.5, f"“{hint.title()}” goes with {shown(other.company or other.title)}")


def _abbreviates(hint, word):
    return word.startswith(hint) or (len(hint) > 4 and stem(hint) == stem(word))


def role_feature(a, b, x, y):
    here, there = (weigh_title(p.title or p.bio[:120] or n.rest[:120]) for p, n in ((a, x), (b, y)))
    if not here or not there:
        return []
    value = max(function_affinity(one, other) for one, _ in here for other, _ in there)
    one, other = (shown(p.title or p.bio or n.rest) for p, n in ((a, x), (b, y)))
    if value >= 0.5:
        return [Feature("role", value, f"Like roles: {one} and {other}")]
    return [Feature("role", -1.0, f"Other roles: {one} and {other}")]


def handle_features(a, b, x, y, levels):
    found = []
    if a.handle and b.handle and handles.same_handle(a.handle, b.handle):
        found.append(Feature("same_handle", 1.0, f"Same handle on both: {shown(a.handle)} and {shown(b.handle)}"))
    elif (a.handle and y.words) or (b.handle and x.words):
        handle, name = (b.handle, x) if b.handle and x.words else (a.handle, y)
        level = handles.spelled_by(handle, name).level
        text = {
            handles.FULL: "is made of the name",
            handles.INITIAL: "is made of the name",
            handles.FAMILY: "holds the surname",
            handles.GIVEN: "holds the first name",
            handles.NONE: "does not spell the name",
        }[level]
        found.append(Feature("handle", levels["handle"][level], f"@{shown(handle)} {text} {shown(name.shown)}"))
    return found


def link_feature(a, b):
    here, there = _points_at(a, b), _points_at(b, a)
    if not (here or there):
        return []
    text = (
        "The two profiles link to each other"
        if here and there
        else f"A link in one profile leads to the other: {shown(here or there)}"
    )
    return [Feature("link", 1.0, text)]


def _points_at(one, other):
    """The link of one profile that leads to the other's address."""
    if not other.handle:
        return ""
    keys = {key for key in (x_handle(other.handle), linkedin_slug(other.handle)) if key}
    for link in (one.website, *one.links[:LINKS_MAX], one.bio[:BIO_MAX]):
        link = link[:BIO_MAX]
        found = set()
        if other.platform != "linkedin" and ("twitter.com" in link or "x.com" in link):
            found.add(x_handle(link))
        if other.platform != "x" and "linkedin." in link:
            found.add(linkedin_slug(link))
        if found & keys:
            return link
    return ""


def website_feature(a, b, company):
    """A website of their own that both name; the employer's is counted as the company already."""
    both = companies.hosts((a.website, *a.links[:LINKS_MAX])) & companies.hosts((b.website, *b.links[:LINKS_MAX]))
    if not both or company:
        return []
    return [Feature("website", 1.0, f"Both name the website {shown(min(both))}")]


def image_feature(a, b):
    same_hash = a.image_hash and a.image_hash == b.image_hash
    same_url = a.image_url and a.image_url == b.image_url
    return [Feature("image", 1.0, "Same picture")] if same_hash or same_url else []


def sources_feature(sources):
    if sources < 2:
        return []
    return [Feature("sources", min(math.log2(sources), 2.0), f"{sources} independent sources name this profile")]
