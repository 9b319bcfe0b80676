"""Wording of findings and facts."""

from django import template

from enrichment.finding.candidates import NOT_READ, NOTHING_TELLING
from leads.identity.domains import host_of

register = template.Library()
DOUBTS = {NOT_READ: "likely, but not read", NOTHING_TELLING: "likely by name, place and role alone"}


@register.filter
def percent(share):
    """`97 %`, and never 0 or 100."""
    return f"{min(99, max(1, round(100 * share)))} %" if share is not None and share != "" else "?"


@register.filter
def likelihood(candidate):
    """`97 % likely`; where the evidence names a doubt, the doubt instead of a number that would sound sure."""
    doubts = (DOUBTS.get(line["text"]) for line in candidate.get("evidence", ()))
    return next(filter(None, doubts), f"{percent(candidate.get('probability'))} likely")


@register.filter
def weight(points):
    return f"{points:+.1f}".replace("-", "\N{MINUS SIGN}") if points else "·"


@register.filter
def host(address):
    return host_of(address).removeprefix("www.")


@register.filter
def about(candidate):
    headline, company = candidate["headline"], candidate["company"]
    return " · ".join(filter(None, (headline, "" if company in headline else company, candidate["location"])))


@register.filter
def about_lead(lead):
    return " · ".join(filter(None, (lead.title, lead.company_name, lead.location)))
