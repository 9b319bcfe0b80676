"""The role that a search for people asks for on a further day: the next by seniority."""

import re
import tomllib
from functools import cache
from pathlib import Path

from leads.audience.stored import audience_of
from leads.fit.wanted_ranks import rank_part
from leads.models import Offer
from leads.sources.roles import LEADING, roles_of
from leads.taxonomy.functions import function_affinity
from leads.taxonomy.languages import ENGLISH, LINKS, language, language_of, spans, stem, tokens_of
from leads.taxonomy.seniority import Seniority, ranks_in
from leads.taxonomy.titles.roles import classify_seniority, weigh_own
from leads.taxonomy.words import tokens

WORD = re.compile(r"[^\W\d_]+")
# Titles for the same work at other ranks, the most senior first, as LinkedIn's members write them.
LADDER = {
    Seniority.VP: "VP {}",
    Seniority.DIRECTOR: "{} director",
    Seniority.HEAD: "head of {}",
    Seniority.MANAGER: "{} manager",
}
CHIEFS = {
    "cfo": "finance",
    "cmo": "marketing",
    "coo": "operations",
    "cto": "technology",
    "cio": "IT",
    "cro": "revenue",
    "chro": "HR",
    "cpo": "product",
    "ciso": "security",
    "cso": "sales",
}
# How a German title in one word ends that has work before its rank.
GERMAN_ENDING = re.compile(r"(?:leiter|chef|direktor|manager)(?:in)?$", re.IGNORECASE)
# From so much on, two functions are the same work at another rank.
SAME_WORK = 0.5
LEADERS = ("founder", "owner", "CEO", "managing director", "president", "general manager")
OF = frozenset("of the de del della des di do da du der".split())
# What the rank of a title must be worth to the audience: one step below what it asks for.
WORTH = 0.7


def next_role(offer: Offer | None, used: list[str]) -> str | None:
    """The next by seniority that was not used: a role of the audience, or the same work at another rank."""
    known = set(map(plain_title, used))
    roles = roles_of(offer) if offer else []
    own = sorted(roles, key=classify_seniority, reverse=True)
    further = [title for role in dict.fromkeys([*own, *used]) for title in further_titles(role, offer)]
    ranked = sorted(further, key=classify_seniority, reverse=True)
    return next((title for title in [*own, *ranked] if plain_title(title) not in known), None)


def plain_title(title: str) -> frozenset[str]:
    """Head of operations and operations head are one title: a search finds both."""
    return frozenset(tokens(title)) - OF


def further_titles(role: str, offer: Offer | None) -> list[str]:
    """The work of the role at other ranks that are worth as much to the audience, or nearly so."""
    spoken = spoken_by(offer, role)
    known = in_other_languages().get(spoken, {})
    if any(code in LEADING for code, _ in weigh_own(role)):
        return [*known.get("leaders", LEADERS)] if classify_seniority(role) >= Seniority.C_LEVEL else []
    work, asked = work_of(role, spoken), {classify_seniority(role)}
    if not work:
        return []
    ladder = {Seniority[rank]: title for rank, title in known["ladder"].items()} if known else LADDER
    unwanted = audience_of(offer).excluded_seniorities if offer else frozenset()
    fit = [rank for rank in ladder if rank not in unwanted and rank_part(rank, asked) >= WORTH]
    return [title for rank in fit if names_the_work(title := ladder[rank].format(work), role, is_near=bool(known))]


def spoken_by(offer: Offer | None, role: str) -> str:
    """The language of the titles beside the role: that of the audience that it is from.

    The title of a chief is in no language: those beside it are in the language of the offer.
    """
    if offer is None:
        return ENGLISH
    written = language_of(offer.target_audience)
    is_of_offer = role.lower() in CHIEFS or language_of(role) == offer.language
    return offer.language if written == ENGLISH and is_of_offer else written


@cache
def in_other_languages() -> dict[str, dict]:
    return tomllib.loads((Path(__file__).parent / "titles_by_language.toml").read_text(encoding="utf-8"))


def work_of(role: str, spoken: str = ENGLISH) -> str:
    """What is left of a role without its rank: operations, plant. "" where it names no rank of those who lead."""
    if chief := CHIEFS.get(role.lower()):
        return in_other_languages()[spoken]["work"][chief] if spoken in in_other_languages() else chief
    if classify_seniority(role) < Seniority.MANAGER:
        return ""
    return english_work(role) if spoken not in in_other_languages() else foreign_work(role, spoken)


def foreign_work(role: str, spoken: str) -> str:
    """Directeur de production → de production, Vertriebsleiter → Vertrieb."""
    if spoken == "de" and " " not in role:
        work = GERMAN_ENDING.sub("", role)
        return without_link(work) if 2 <= len(work) < len(role) else ""
    found = tokens_of(spoken, role)
    ranks = spans(found, language(spoken).ranks)
    if not ranks:
        return ""
    start, end = found[ranks[0][0]].start, found[ranks[0][1] - 1].end
    return " ".join((role[:start] + role[end:]).split())


def without_link(word: str) -> str:
    """Vertriebs → Vertrieb, where only that is a word."""
    known = language("de").knows
    stems = (word.removesuffix(link) for link in LINKS if link and word.endswith(link))
    return next((each for each in stems if known(stem("de", each))), word)


def english_work(role: str) -> str:
    words = [word for word in WORD.findall(role.lower()) if word != "of"]
    work = [word for word in words if not any(ranks_in([word])) and word != "officer"]
    return spelled(" ".join(work)) if len(words) > 1 and len(work) < len(words) else ""


def spelled(work: str) -> str:
    return work.upper() if len(work) == 2 else work


def names_the_work(title: str, role: str, *, is_near: bool) -> bool:
    """Whether the title is of the functions of the role, or with `is_near` of functions near them."""
    wanted = {code for code, _ in weigh_own(role)}
    found = {code for code, _ in weigh_own(title)}
    least = SAME_WORK if is_near else 1
    return not wanted or any(function_affinity(asked, code) >= least for asked in wanted for code in found)
