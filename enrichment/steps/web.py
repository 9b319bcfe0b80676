"""The web step: what pages say of the lead and of its company, each fact with its source."""

import re
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal
from urllib.parse import urlsplit, urlunsplit

from django.utils import timezone
from pydantic import BaseModel, Field

from autoreach.calls.web_research import cited_lines, one_line, reading_call, search_call
from autoreach.providers.registry import AI
from autoreach.providers.results import Answer
from enrichment.models import PipelineJob, WebFact
from enrichment.steps import Outcome, Subject, not_configured
from enrichment.steps.research import THE_WEB, planned_research, unread, unsearched
from leads.identity.keys import clean_text, email_addresses, linkedin_slug, x_handle
from leads.models import Company, Lead
from leads.taxonomy.languages import known_industries

Kind = WebFact.Kind
BIO_MIN = 20
NEWS_DAYS = 183
# A fact this sure fills an empty field, and so counts in the score.
CONFIDENT = 0.7
FACTS_MAX = 40
BANDS = ((1, 10), (11, 50), (51, 200), (201, 500), (501, 1000), (1001, 5000), (5001, 10_000))
AMOUNT = r"(?<!\d)(\d[\d,.]{0,9})"
SIZE = re.compile(rf"{AMOUNT}(?:\s{{0,3}}(?:-|–|to|and|bis|und)\s{{0,3}}{AMOUNT})?")
PEOPLE = r"(?:employees|people|persons|staff|workers|fte|mitarbeite|beschäftigte|angestellte)"
SIZE_OF_PEOPLE = re.compile(rf"{SIZE.pattern}\s{{0,3}}\+?\s{{0,3}}(?:[^\W\d]{{1,20}}\s){{0,2}}{PEOPLE}", re.IGNORECASE)
YEAR = re.compile(r"(?:18|19|20)\d\d")
# What follows it explains the industry and names others.
EXPLANATION = re.compile(r"[:(–—]|\.\s")
LINK = re.compile(r"(?:https?://)?(?:[\w-]{1,63}\.){1,4}[a-z]{2,20}/[^\s<>\"'),]{1,300}", re.IGNORECASE)
ADDRESS = re.compile(r"[\w.+-]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,4}")
READING = (
    "From these lines with their sources, list the facts about the company and the person. value is the fact itself, "
    "short: a number of employees, the bare name of one industry as LinkedIn lists it (Machinery, never a sentence), "
    "one technology, an e-mail address, a profile's address, a headline. quote is copied word for word from the line. "
    "source_url is the address behind that line. date is the day the page or the event is from (YYYY-MM-DD), empty "
    "where none stands there. confidence from 0 to 1 says how sure it is that the fact is true and about this company "
    "or person; hearsay is below 0.5."
)


class NamedFact(BaseModel):
    kind: Literal["news", "company_size", "industry", "revenue", "funding", "technology", "profile", "email", "contact"]
    value: str
    quote: str
    source_url: str
    date: str
    confidence: float = Field(ge=0, le=1)


class NamedFacts(BaseModel):
    facts: list[NamedFact]


@dataclass(frozen=True, slots=True)
class Fact:
    kind: str
    value: str
    quote: str
    source_url: str
    source_title: str
    happened_on: date | None
    confidence: float


class Web:
    name = "web"
    label = "Web intelligence"
    phase = PipelineJob.Phase.WEB
    provider, read_from = AI, ""
    prefers = ()
    unable = "no website, LinkedIn or bio to start from"

    def leads_among(self, needs):
        return needs.searchable

    def planned_calls(self):
        return [planned_research(searches=2, readings=1)]

    def waits_on(self, subject):
        return ("linkedin_profile",)

    def skips(self, subject: Subject, providers):
        lead = subject.lead
        if not (lead.linkedin_slug or lead.website or len(lead.bio) > BIO_MIN):
            return "no LinkedIn profile, website or bio to start from"
        if not (lead.company_name or lead.website or lead.full_name):
            return "neither name nor company known"
        return "" if providers.ai else not_configured(AI)

    def run(self, subject):
        calls = [search_call(name, question) for name, question in questions(subject.lead)]
        results = yield calls
        failed = [unsearched(THE_WEB, result) for result in results if not isinstance(result, Answer)]
        nothing = failed[0] if failed else "nothing with a source was found"
        lines = [line for result in results if isinstance(result, Answer) for line in cited_lines(result.value)]
        if not lines:
            return Outcome(missing=nothing)
        (result,) = yield [reading_call("read", NamedFacts, READING, lines)]
        if not isinstance(result, Answer):
            return Outcome(missing=unread(result))
        facts = sound_facts(result.value.facts, lines, timezone.now().date(), subject.lead)
        return Outcome(facts, missing="" if facts else nothing)

    def store(self, results):
        """New facts replace the earlier ones; no facts replace nothing."""
        results = [(subject, facts) for subject, facts in results if facts]
        WebFact.objects.filter(lead__in=[subject.lead.pk for subject, _ in results]).delete()
        WebFact.objects.bulk_create(
            WebFact(
                workspace_id=subject.lead.workspace_id,
                lead=subject.lead,
                kind=fact.kind,
                value=fact.value,
                quote=fact.quote,
                source_url=fact.source_url,
                source_title=fact.source_title,
                happened_on=fact.happened_on,
                confidence=fact.confidence,
            )
            for subject, facts in results
            for fact in facts
        )
        fill_leads({subject.lead.pk: facts for subject, facts in results})


def questions(lead):
    # one on the company and one on the person, because a search is about one thing
    company, site = one_line(lead.company_name, 120), one_line(lead.website, 120)
    if company or site:
        since = f"{timezone.now().date() - timedelta(days=NEWS_DAYS):%B %Y}"
        yield (
            "company",
            f'What do public pages say of this company: "{company or site}"{f" ({site})" if company and site else ""}? '
            "Number of employees, industry, revenue, funding, technologies it uses, ways to contact it, and news since "
            f"{since}, each with its date.",
        )
    name, title = one_line(lead.full_name, 120), one_line(lead.title, 120)
    if name:
        known = lead.linkedin_url
        about = ", ".join(filter(None, (f'"{name}"', title, company, one_line(lead.location, 80), known)))
        yield "person", f"Which other public profiles and business contact ways of this person are known: {about}?"


def page_key(url):
    try:
        address = urlsplit(url.strip())
        return urlunsplit(
            ("", (address.hostname or "").removeprefix("www."), address.path.rstrip("/"), address.query, "")
        )
    except ValueError:
        return ""


def plain(text):
    return " ".join(text.split()).casefold()


def sound_facts(named, lines, today, lead):
    """Facts whose source and quote stand in the answer; of news, only those of the last six months."""
    pages = {}
    for line in lines:
        pages.setdefault(page_key(line.url), []).append(line)
    found = {}
    for fact in named[: FACTS_MAX * 2]:
        quote, url = clean_text(fact.quote), page_key(fact.source_url)
        said = [line for line in pages.get(url, ()) if plain(quote) and plain(quote) in plain(line.text)]
        value = value_of(fact.kind, fact.value, quote)
        if not (url and said and value) or is_own_profile(fact.kind, value, lead):
            continue
        day = date_of(fact.date)
        if fact.kind == Kind.NEWS and not (day and timedelta(0) <= today - day <= timedelta(days=NEWS_DAYS)):
            continue
        if day:
            value = value.removesuffix(f"({day})").rstrip() or value
        source = said[0]
        sound = Fact(fact.kind, value, quote[:2000], source.url[:1000], source.title, day, round(fact.confidence, 2))
        known = found.get((fact.kind, plain(value)))
        if known is None or known.confidence < sound.confidence:
            found[fact.kind, plain(value)] = sound
    return list(found.values())[:FACTS_MAX]


def value_of(kind, value, quote):
    value = " ".join(clean_text(value).split())[:500]
    if kind == Kind.EMAIL:
        address = ADDRESS.search(value) or ADDRESS.search(quote)
        found = email_addresses(address.group().rstrip(".")) if address else ()
        return found[0] if found and found[0] in quote.lower() else ""
    if kind == Kind.PROFILE:
        link = LINK.search(value) or LINK.search(quote)
        address = re.sub(r"^https?://(www\.)?", "", link.group(), flags=re.IGNORECASE) if link else ""
        return address if address in quote else ""
    if kind == Kind.COMPANY_SIZE:
        return value if size_band(value) else ""
    if kind == Kind.INDUSTRY:
        return industry_of(value) or value
    return value


def is_own_profile(kind, value, lead):
    known = {lead.linkedin_slug, lead.x_handle} - {""}
    return kind == Kind.PROFILE and bool(known & {linkedin_slug(value), x_handle(value)})


def date_of(text):
    try:
        return date.fromisoformat(text.strip()[:10])
    except ValueError:
        return None


# Fields that confident facts fill


def fill_leads(facts_of):
    changed, companies, today = [], {}, timezone.now().date().isoformat()
    for lead in Lead.objects.filter(pk__in=list(facts_of)).defer("search_text").order_by("pk"):
        known = {}
        for field, read in (("company_size", size_band), ("industry", industry_of)):
            value = best_value(facts_of[lead.pk], field, read)
            from_web = lead.provenance.get(field, [""])[0] == "web"
            if value and field not in lead.locked and (from_web or not getattr(lead, field)):
                known[field] = value
                setattr(lead, field, value)
                lead.provenance[field] = ["web", today]
        if known:
            changed.append(lead)
            companies.setdefault(lead.company_id, {}).update(known)
    Lead.objects.bulk_update(changed, ["company_size", "industry", "provenance"])
    for company_id, known in sorted((pk, known) for pk, known in companies.items() if pk):
        Company.objects.filter(pk=company_id, size="").update(size=known.get("company_size", ""))
        Company.objects.filter(pk=company_id, industry="").update(industry=known.get("industry", ""))


def best_value(facts, kind, read):
    sure = sorted((fact for fact in facts if fact.kind == kind), key=lambda fact: -fact.confidence)
    return next((value for fact in sure if fact.confidence >= CONFIDENT and (value := read(fact.value))), "")


def size_band(text):
    """`about 240 employees` → LinkedIn's band 201-500; "" where it is unclear which number counts people."""
    sizes = [found for found in SIZE.finditer(text) if found[0] == text.strip() or not YEAR.fullmatch(found[0])]
    found = SIZE_OF_PEOPLE.search(text) or (sizes[0] if len(sizes) == 1 else None)
    if not found:
        return ""
    low, high = (int(re.sub(r"\D", "", bound or "") or 0) for bound in found.groups())
    if found[2]:
        return f"{low}-{high}" if 0 < low < high else ""
    if not low:
        return ""
    return next((f"{least}-{most}" for least, most in BANDS if least <= low <= most), "10001+")


def industry_of(text):
    """The industry's name; in a sentence, the one named before the explanation."""
    codes = known_industries(text)
    if len(codes) > 1:
        codes = next(filter(None, map(known_industries, EXPLANATION.split(text))), codes)
    if len(codes) == 1:
        return codes[0].title()
    return text[:200] if codes and len(text) <= 60 and "." not in text else ""
