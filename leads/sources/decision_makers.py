"""Whom to talk to at a company: the most senior of those whom a search of its people shows."""

import re
from collections.abc import Iterable
from datetime import datetime

from django.db import connection

from autoreach.providers.linkedin.profile_objects import PersonHit
from leads.audience.audience import Audience
from leads.audience.stored import audience_of
from leads.sources.found_on_linkedin import SEARCH_PAGE, LooksUpWords, found_member, linkedin_call
from leads.sources.source import page
from leads.taxonomy.functions import function_affinity
from leads.taxonomy.seniority import Seniority
from leads.taxonomy.titles.roles import classify_seniority, weigh_own

# What LinkedIn is asked for, since it shows only the first of a company's people. It compares whole words.
WORDS = (
    "founder owner partner ceo chief president cfo coo cto cmo cro cio ciso chro cpo cdo cco cso vp director head "
    "manager lead "
    "gründer inhaber geschäftsführer geschäftsführerin vorstand direktor leiter leiterin gesellschafter "
    "betriebsleiter werkleiter produktionsleiter vertriebsleiter einkaufsleiter entwicklungsleiter marketingleiter "
    "personalleiter personalleiterin logistikleiter abteilungsleiter bereichsleiter standortleiter "
    "fondateur pdg président directeur directrice responsable fundador presidente directora gerente jefe "
    "fondatore titolare direttore direttrice responsabile diretor diretora sócio"
)
TITLES = " OR ".join([*WORDS.split(), '"managing director"', '"vice president"', '"general counsel"'])
# Founders and the board first, then vice presidents, directors, heads and managers.
TIERS = {
    Seniority.OWNER: 6,
    Seniority.C_LEVEL: 6,
    Seniority.VP: 5,
    Seniority.DIRECTOR: 4,
    Seniority.HEAD: 3,
    Seniority.MANAGER: 2,
}
# Who lends a rank to several companies may decide at none of them: after everyone who is employed.
ON_LOAN = re.compile(r"\b(?:fractional|freelance)\b", re.IGNORECASE)
LAST_TIER = 1
MET_EARLIER = """
SELECT DISTINCT company
FROM leads_search, jsonb_array_elements_text("cursor" #> '{state,companies}') AS company
WHERE (id = %(first)s OR repeats_id = %(first)s) AND id < %(run)s AND company = ANY(%(companies)s)
"""


def decision_maker(hits: Iterable[PersonHit], audience: Audience) -> PersonHit | None:
    """The most senior; of several as senior, the one whose work is nearest to the audience, then the first shown."""
    known = [hit for hit in hits if hit.public_identifier and tier_of(hit)]
    wanted = audience.functions
    return max(known, key=lambda hit: (tier_of(hit), nearness(title_of(hit), wanted)), default=None)


def title_of(hit: PersonHit) -> str:
    position = next((position for position in hit.positions if position.is_current), None)
    return position.title if position else hit.headline


def tier_of(hit: PersonHit) -> int:
    title = title_of(hit)
    tier = TIERS.get(classify_seniority(title), 0)
    return min(tier, LAST_TIER) if ON_LOAN.search(title) else tier


def nearness(title: str, wanted: dict[str, float]) -> float:
    """How near the title's functions are to those of the audience: 0 to 1."""
    return max(
        (
            weight * wanted[asked] * function_affinity(asked, code)
            for code, weight in weigh_own(title)
            for asked in wanted
        ),
        default=0.0,
    )


class AtCompanies(LooksUpWords):
    """A source that finds companies first, and then the decision-maker of each.

    Where it is repeated each day, a run leaves out the companies of the runs before.
    """

    def met_earlier(self, identifiers: Iterable[str]) -> set[str]:
        """Which of these companies the runs before had. The database looks through what each of them noted."""
        first = self.search.repeats_id
        if first is None:
            return set()
        with connection.cursor() as cursor:
            cursor.execute(MET_EARLIER, {"first": first, "run": self.search.pk, "companies": list(identifiers)})
            return {company for (company,) in cursor}

    def note_company(self, identifier):
        """Keep it for later runs."""
        self.state.setdefault("companies", []).append(identifier)

    def decision_maker_page(self, company, **given):
        """`company` is what its search said of it: id, name, and further fields of a FoundProfile."""
        return page(self.decision_maker, f"the decision-makers of {company['name']}", company=company, **given)

    def decision_maker(self, company, reference, why, url="", at=None):
        found = yield linkedin_call(
            "search",
            lambda providers: providers.linkedin.search_people(
                title=TITLES, companies=[company["id"]], limit=SEARCH_PAGE
            ),
        )
        offer = self.search.offer
        chosen = decision_maker(found.items, audience_of(offer) if offer else Audience())
        if chosen is None:
            if not found.throttled:
                self.count("without_decision_maker")
            return
        self.count("people")
        evidence = f"{title_of(chosen)} at {company['name']}: {why}"
        person = found_member(chosen, reference=reference, evidence=evidence, url=url)
        person.company_name, person.evidence_at = company["name"], at and datetime.fromisoformat(at)
        for name in ("industry", "company_size", "company_location"):
            setattr(person, name, company.get(name) or getattr(person, name))
        yield person
