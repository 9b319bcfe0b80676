"""What names, places, handles and addresses of two profiles share. Work is compared in `careers`."""

import math

from autoreach.providers.registry import LINKEDIN, X
from leads.identity import company_names, given_names, handles, name_agreement, person_names, place_agreement
from leads.identity.feature import BIO_MAX, HINT_OF_COMPANY, LINKS_MAX, SAME_COMPANY, Feature, shown
from leads.identity.keys import linkedin_slug, x_handle
from leads.identity.name_key import GENERATIONS

# The share of a place's people who use such networks.
_ON_NETWORKS = 0.3
_SHARE_OF_AN_INITIAL = 0.08
# What a company may have in people, and of them those of one role.
_AT_A_USUAL_ONE, _AT_A_LARGE_ONE, _SHARE_OF_A_ROLE = 2_000, 200_000, 0.1


def best_names(a, b):
    """(agreement, name of a, name of b) of the two names that agree best."""
    pairs = [
        (name_agreement.compare_names(name_a, name_b), name_a, name_b)
        for name_a in map(person_names.read_name, (a.name, *a.names_other[:5]))
        for name_b in map(person_names.read_name, (b.name, *b.names_other[:5]))
    ]
    return max(pairs, key=lambda pair: pair[0].rank)


def name_features(agreement, name_a, name_b, levels):
    if not name_a.words or not name_b.words:
        return []
    found = [
        Feature("given", levels["given"][agreement.given], _given_text(agreement)),
        Feature("family", levels["family"][agreement.family], _family_text(agreement)),
    ]
    if agreement.middle:
        text = "Middle names agree" if agreement.middle > 0 else "Different middle names"
        found.append(Feature("middle", agreement.middle, f"{text}: {shown(name_a.shown)} and {shown(name_b.shown)}"))
    return found


def generation_feature(a, b, name_a, name_b):
    """Jr. and Sr., II and III; a handle may say it as well."""
    here, there = _generation(a, name_a), _generation(b, name_b)
    if not here or not there:
        return []
    if here == there:
        return [Feature("generation", 1.0, f"Both {here}")]
    return [Feature("generation", -1.0, f"One is {here}, the other {there}")]


def _generation(person, name):
    left = handles.spelled_by(person.handle, name).left if person.handle else ()
    return name.generation or next((GENERATIONS[part] for part in left if part in GENERATIONS), "")


def _given_text(agreement):
    a, b = (shown(word.title(), 40) for word in agreement.given_words)
    return {
        name_agreement.SAME: f"Same first name: {a}",
        name_agreement.NICKNAME: f"{min(a, b, key=len)} is short for {max(a, b, key=len)}",
        name_agreement.VARIANT: f"{a} and {b} sound alike",
        name_agreement.TYPO: f"{a} and {b} differ by a typing error",
        name_agreement.PART: f"{a} and {b}: one goes by the middle name",
        name_agreement.INITIAL: f"First name only as an initial: {a} and {b}",
        name_agreement.MISSING: "No first name to compare",
        name_agreement.OTHER: f"Different first names: {a} and {b}",
    }[agreement.given]


def _family_text(agreement):
    a, b = (shown(word.title(), 40) for word in agreement.family_words)
    return {
        name_agreement.SAME: f"Same surname: {a}",
        name_agreement.VARIANT: f"{a} and {b} sound alike",
        name_agreement.TYPO: f"{a} and {b} differ by a typing error",
        name_agreement.PART: f"Part of the surname agrees: {a} and {b}",
        name_agreement.INITIAL: f"Surname only as an initial: {a} and {b}",
        name_agreement.MISSING: "No surname to compare",
        name_agreement.OTHER: f"Different surnames: {a} and {b}",
    }[agreement.family]


def namesakes(agreement, people):
    """How many others, among so many people, can be expected to agree in name as well."""
    given = {name_agreement.MISSING: 1.0, name_agreement.PART: 0.1, name_agreement.INITIAL: _SHARE_OF_AN_INITIAL}.get(
        agreement.given
    )
    family = {name_agreement.MISSING: 1.0, name_agreement.INITIAL: _SHARE_OF_AN_INITIAL}.get(agreement.family)
    share = _share_of_name(agreement) if given is family is None else None
    given = given or min(given_names.share("given", name) for name in agreement.given_words)
    family = family or given_names.share("family", agreement.family_words[0])
    middle = _SHARE_OF_AN_INITIAL if agreement.middle > 0 else 1.0
    return people * _ON_NETWORKS * (share or given * family) * middle


def _share_of_name(agreement):
    """Of a whole name, whichever of its halves is the surname: Kim Minjun and Minjun Kim."""
    given = [word.replace("-", "") for word in agreement.given_words]
    family = [word.replace("-", "") for word in agreement.family_words]
    return max(
        min(given_names.share("given", name) for name in first) * given_names.share("family", last[0])
        for first, last in ((given, family), (family, given))
    )


def namesake_feature(agreement, nearness, company):
    """(expected namesakes, the feature): among the people of the place, or of the company where that is the same."""
    people, where = nearness.people, f"around {shown(nearness.shown)}"
    if people >= place_agreement.COUNTRY_PEOPLE:
        where = "anywhere"
    at_work = _people_at_work(company)
    if at_work < people:
        people, where = at_work, "in one company"
    expected = namesakes(agreement, people)
    value = max(-1.0, min(1.0, -math.log10(expected) / 3))
    if expected < 2:
        text = f"Rare name: hardly any namesake {where}" if expected < 0.3 else f"Perhaps one namesake {where}"
    else:
        common = "Common name: about" if expected > 50 else "Some"
        text = f"{common} {_rounded(expected):,} people may have this name {where}"
    return expected, Feature("namesakes", value, text)


def namesakes_at_work(agreement, a, b, found):
    """How many others of this name, and of this role where that agrees, one company may have."""
    value = {one.feature: one.value for one in found}
    people = _AT_A_LARGE_ONE if any(map(company_names.is_large, (a.company, b.company))) else _AT_A_USUAL_ONE
    same_role = _SHARE_OF_A_ROLE if value.get("role", 0) > 0 else 1.0
    return namesakes(agreement, people) * same_role


def _people_at_work(company):
    value = max((one.value for one in company), default=0)
    if value < HINT_OF_COMPANY:
        return place_agreement.WORLD
    return place_agreement.COMPANY_PEOPLE if value >= SAME_COMPANY else 10 * place_agreement.COMPANY_PEOPLE


def _rounded(number):
    digits = 10 ** max(0, int(math.log10(number)))
    return round(number / digits) * digits


def place_feature(a, b, nearness, levels):
    here, there = shown(a.location), shown(b.location)
    text = {
        place_agreement.TOWN: f"Same town: {here}" if here == there else f"Same town: {here} and {there}",
        place_agreement.REGION: f"Same region: {here}" if here == there else f"Same region: {here} and {there}",
        place_agreement.COUNTRY: f"Same country: {here} and {there}",
        place_agreement.OTHER_TOWN: f"Two towns of one region: {here} and {there}",
        place_agreement.OTHER_REGION: f"Different places: {here} and {there}",
        place_agreement.OTHER_COUNTRY: f"Different countries: {here} and {there}",
    }.get(nearness.level)
    return [Feature("place", levels["place"][nearness.level], text)] if text else []


_SPELLED = {
    handles.FULL: "is made of the name",
    handles.INITIAL: "is made of the name",
    handles.FAMILY: "holds the surname",
    handles.GIVEN: "holds the first name",
    handles.NONE: "does not spell the name",
}


def handle_feature(a, b, name_a, name_b, levels):
    """One handle on both platforms, unless it is the bare name, which every namesake would take."""
    handle, name = (b.handle, name_a) if b.handle and name_a.words else (a.handle, name_b)
    if not handle or not name.words:
        return []
    spelled = handles.spelled_by(handle, name)
    bare = spelled.level == handles.FULL and not spelled.left
    if spelled.level == handles.NONE and name.is_unsure:
        return []
    if a.handle and b.handle and not bare and handles.same_handle(a.handle, b.handle):
        return [Feature("same_handle", 1.0, f"Same handle on both: {shown(a.handle)} and {shown(b.handle)}")]
    text = f"@{shown(handle)} {_SPELLED[spelled.level]} {shown(name.shown)}"
    return [Feature("handle", levels["handle"][spelled.level], text)]


def link_feature(a, b):
    here, there = _points_at(a, b), _points_at(b, a)
    if here and there:
        return [Feature("link", 1.0, "The two profiles link to each other")]
    if here or there:
        return [Feature("link", 1.0, f"A link in one profile leads to the other: {shown(here or there)}")]
    return []


def _points_at(one, other):
    """The link of one profile that leads to the other's address."""
    if not other.handle:
        return ""
    keys = {key for key in (x_handle(other.handle), linkedin_slug(other.handle)) if key}
    for link in (one.website, *one.links[:LINKS_MAX], one.bio[:BIO_MAX]):
        link = link[:BIO_MAX]
        found = set()
        if other.platform != LINKEDIN and ("twitter.com" in link or "x.com" in link):
            found.add(x_handle(link))
        if other.platform != X and "linkedin." in link:
            found.add(linkedin_slug(link))
        if found & keys:
            return link
    return ""


def website_feature(a, b, company):
    """A personal website that both name. The employer's website counts as the company already."""
    both = company_names.hosts((a.website, *a.links[:LINKS_MAX])) & company_names.hosts(
        (b.website, *b.links[:LINKS_MAX])
    )
    if not both or company:
        return []
    return [Feature("website", 1.0, f"Both name the website {shown(min(both))}")]


def image_feature(a, b):
    hashes, addresses = {a.image_hash, b.image_hash}, {a.image_url, b.image_url}
    # people without a picture share the platform's own
    taken = "default" not in a.image_url
    same = taken and any(len(both) == 1 and "" not in both for both in (hashes, addresses))
    return [Feature("image", 1.0, "Same picture")] if same else []


def sources_feature(sources):
    if sources < 2:
        return []
    return [Feature("sources", min(math.log2(sources), 2.0), f"{sources} independent sources name this profile")]
