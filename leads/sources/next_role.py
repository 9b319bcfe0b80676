"""The role that a search for people asks for on a further day: the next by seniority."""

import re

from leads.audience.stored import audience_of
from leads.fit.wanted_ranks import rank_part
from leads.models import Offer
from leads.sources.roles import roles_of
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
# Who leads a whole company, whatever it is called.
LEADING = frozenset({"founder", "executive"})
LEADERS = ("founder", "owner", "CEO", "managing director", "president", "general manager")
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
    return frozenset(tokens(title)) - {"of", "the"}


def further_titles(role: str, offer: Offer | None) -> list[str]:
    """The work of the role at other ranks that are worth as much to the audience, or nearly so."""
    if any(code in LEADING for code, _ in weigh_own(role)):
        return list(LEADERS) if classify_seniority(role) >= Seniority.C_LEVEL else []
    work, asked = work_of(role), {classify_seniority(role)}
    if not work:
        return []
    unwanted = audience_of(offer).excluded_seniorities if offer else frozenset()
    fit = [rank for rank in LADDER if rank not in unwanted and rank_part(rank, asked) >= WORTH]
    return [title for rank in fit if names_the_work(title := LADDER[rank].format(work), role)]


def work_of(role: str) -> str:
    """What is left of a role without its rank: operations, plant. "" where it names no rank of those who lead."""
    words = [word for word in WORD.findall(role.lower()) if word != "of"]
    work = [word for word in words if not any(ranks_in([word])) and word != "officer"]
    if len(words) == 1:
        return CHIEFS.get(words[0], "")
    leads = classify_seniority(role) >= Seniority.MANAGER
    return spelled(" ".join(work)) if leads and len(work) < len(words) else ""


def spelled(work: str) -> str:
    return work.upper() if len(work) == 2 else work


def names_the_work(title: str, role: str) -> bool:
    wanted = {code for code, _ in weigh_own(role)}
    return not wanted or any(code in wanted for code, _ in weigh_own(title))
