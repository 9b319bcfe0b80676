"""The finder steps: search for the same person on the other platform. docs/identity.md says how profiles compare."""

from decimal import Decimal

from django.conf import settings
from pydantic import BaseModel

from autoreach.calls.call import Call
from autoreach.calls.prices import x_usd
from autoreach.calls.web_research import cited_lines, one_line, reading_call, search_call
from autoreach.providers.errors import NotVisible
from autoreach.providers.linkedin.profile_objects import PersonHit, Profile
from autoreach.providers.registry import AI, LINKEDIN, X, available
from autoreach.providers.results import Answer, Page
from autoreach.providers.x.info import has_user_token
from autoreach.providers.x.objects import XUser
from enrichment.finding import decisions
from enrichment.finding.candidates import Candidates, decide
from enrichment.models import PipelineJob
from enrichment.steps import Outcome, PlannedCalls, Subject
from enrichment.steps.freshness import WITHHELD_FOR
from enrichment.steps.research import THE_WEB, planned_research, unread, unsearched
from leads.identity.company_names import employers
from leads.identity.person import Person
from leads.identity.person_names import read_name
from leads.identity.platforms import PLATFORMS

NAMES = {X: "X (Twitter)", LINKEDIN: "LinkedIn"}
# Profiles read at most to compare them with the lead; results asked of a platform's own search.
READ, SEARCHED = 3, 10
PROFILE_SECTIONS = ("about", "experience")


class NamedProfile(BaseModel):
    url: str
    name: str
    title: str
    company: str
    location: str


class NamedProfiles(BaseModel):
    candidates: list[NamedProfile]


class Finder:
    """`platform` is where the person is searched for, `known` the platform whose profile of them is known."""

    phase = PipelineJob.Phase.FIND
    prefers = ()

    def leads_among(self, needs):
        return getattr(needs, f"only_{self.known}")

    def waits_on(self, subject):
        return ()

    def skips(self, subject: Subject, providers):
        if PLATFORMS[self.platform].handle_of(subject.lead):
            return "known already"
        if not self.known_address(subject.lead):
            return f"no {PLATFORMS[self.known].label} profile to start from"
        if not read_name(name_of(subject)).words:
            return f"name not known: read the {PLATFORMS[self.known].label} profile first, or type the name"
        if providers.ai is None and getattr(providers, self.platform) is None:
            return "neither AI nor the platform itself is configured"
        return ""

    def known_address(self, lead):
        platform = PLATFORMS[self.known]
        return platform.address(platform.handle_of(lead))

    def run(self, subject):
        configured = available(settings.PROVIDERS)
        person, found = person_of(subject, self.known), Candidates(self.platform)
        for text in known_texts(subject, self.known):
            found.note_links(text, self.known_address(subject.lead))
        lines = yield from self.search(subject, person, found, configured)
        if lines and found:
            yield from self.read(lines, found)
        if not found:
            yield from self.guess(person, found, configured)
        yield from self.look_at(person, found, configured)
        candidates = found.judged(person, unseen_may_win=self.platform not in configured)
        decision, _ = decide(candidates)
        if found.withheld and decision != "accepted":
            return Outcome(candidates, f"{NAMES[self.platform]} withheld search results", WITHHELD_FOR)
        if decision == "not_found" and found.unsearched:
            # a search that did not take place says nothing of the person, so nothing is stored
            return Outcome(missing="; ".join(dict.fromkeys(found.unsearched)))
        missing = "no profile there is surely this person's" if decision == "not_found" else ""
        return Outcome(candidates, missing=missing)

    def search(self, subject, person, found, configured):
        """Ask the web and the platform's own search, at once. Returns the cited lines of the web."""
        own = self.own_searches(person, configured)
        web = [search_call("web", self.question(subject, person))] if AI in configured else []
        if not (web or own):
            return []
        results = yield [*web, *own]
        for result in results[len(web) :]:
            if isinstance(result, Answer):
                self.note_hits(result.value, found)
            else:
                found.unsearched.append(unsearched(NAMES[self.platform], result))
        if not web:
            return []
        if not isinstance(results[0], Answer):
            found.unsearched.append(unsearched(THE_WEB, results[0]))
            return []
        lines = cited_lines(results[0].value)
        for url in results[0].value.sources:
            found.note(PLATFORMS[self.platform].handle_in(url), url)
        for line in lines:
            found.note_links(line.text, line.url)
        return lines

    def read(self, lines, found):
        """Ask a model what the lines say of each profile. An address that no source names is no candidate."""
        instructions = (
            f"From these lines with their sources, list each personal profile on {NAMES[self.platform]}: its address "
            "as it stands there, and the person's name, title, company and location as said beside it; empty where "
            "unsaid."
        )
        (result,) = yield [reading_call("read", NamedProfiles, instructions, lines)]
        if not isinstance(result, Answer):
            found.unsearched.append(unread(result))
            return
        for named in result.value.candidates:
            candidate = found.by_handle.get(PLATFORMS[self.platform].handle_in(named.url) if "." in named.url else None)
            if candidate:
                candidate.fill(name=named.name, title=named.title, company=named.company, location=named.location)

    def guess(self, person, found, configured):
        yield from ()

    def question(self, subject, person):
        facts = {
            "Name": read_name(person.name).shown or person.name,
            "Title": person.title,
            "Company": person.company,
            "Location": person.location,
            "Bio": "" if person.company else person.bio,
            NAMES[self.known]: self.known_address(subject.lead),
        }
        listed = "\n".join(f'{name}: "{one_line(value, 160)}"' for name, value in facts.items() if value)
        return (
            f"Find this person's own profile on {NAMES[self.platform]}, and pages that name or link it, such as the "
            f"team page of the company or a speakers' list. Give the full address of each profile.\n{listed}"
        )

    def store(self, results):
        decisions.record(platform=self.platform, results=results)


class FindX(Finder):
    name, label = "find_x", "Find X profile"
    provider = platform = X
    read_from = known = LINKEDIN
    unable = "an X profile already, or no LinkedIn profile to start from"

    def planned_calls(self):
        search = [PlannedCalls(X, 1, x_usd(users=SEARCHED))] if has_user_token(settings.PROVIDERS) else []
        return [planned_research(searches=1, readings=1), *search, PlannedCalls(X, 1, x_usd(users=READ))]

    def own_searches(self, person, configured):
        name = read_name(person.name)
        query = name.shown if name.shown.isascii() else " ".join(name.words)
        # only a user's token may search people by name
        if X not in configured or not has_user_token(settings.PROVIDERS) or not query:
            return []
        send = lambda p: p.x.search_users(query, limit=SEARCHED)  # noqa: E731
        return [Call(X, "search", "users/search", send, x_usd(users=SEARCHED), kept=Page[XUser])]

    def note_hits(self, page, found):
        for user in page.items:
            found.note_user(user)

    def guess(self, person, found, configured):
        """Try handles made of the name, where no source names one; only those that exist are charged."""
        words = read_name(person.name).words
        if X not in configured or len(words) < 2:
            return
        first, last = words[0], words[-1]
        guesses = [guess for guess in (first + last, f"{first}_{last}", first[0] + last) if len(guess) <= 15]
        yield from self.fetch("guess", guesses, found)

    def look_at(self, person, found, configured):
        unseen = [each.handle for each in found.best(person, READ) if not each.seen]
        if X in configured and unseen:
            seen = yield from self.fetch("profiles", unseen, found)
            for handle in unseen if seen is not None else ():
                if handle not in seen:
                    found.drop(handle)

    def fetch(self, name, handles, found):
        """Look the handles up in one call. Returns those that exist, or None where there was no answer."""
        send = lambda p: p.x.users_by_username(handles)  # noqa: E731
        (result,) = yield [Call(X, name, "users/by", send, x_usd(users=len(handles)), kept=tuple[XUser, ...])]
        if not isinstance(result, Answer):
            found.unsearched.append(unsearched(NAMES[X], result))
            return None
        for user in result.value:
            found.note_user(user)
        return {user.username.lower() for user in result.value}


class FindLinkedIn(Finder):
    name, label = "find_linkedin", "Find LinkedIn profile"
    provider = platform = LINKEDIN
    read_from = known = X
    unable = "a LinkedIn profile already, or no X profile to start from"

    def planned_calls(self):
        return [planned_research(searches=1, readings=1), PlannedCalls(LINKEDIN, 2 + READ)]

    def own_searches(self, person, configured):
        name = read_name(person.name)
        if LINKEDIN not in configured or not name.words:
            return []
        last = name.shown.split()[-1] if name.family and name.shown.isascii() else name.family
        last = "" if len(last.strip(".")) < 2 else last
        company = person.company or next((each.shown for each in employers(person.bio)), "")
        wanted = []
        # by name, and by company with the surname: a Bob on one platform may be a Robert on the other
        if last or not name.family:
            wanted.append(("by name", {"first_name": name.given, "last_name": last}))
        if company:
            key = {"last_name": last} if last else {"first_name": name.given}
            wanted.append(("by company", key | {"company_name": company}))
        return [self.search_call(label, filters) for label, filters in wanted]

    def search_call(self, label, filters):
        send = lambda p: p.linkedin.search_people(**filters, limit=SEARCHED)  # noqa: E731
        return Call(LINKEDIN, f"search {label}", "search", send, Decimal(0), kept=Page[PersonHit])

    def note_hits(self, page, found):
        found.withheld |= page.throttled
        for hit in page.items:
            if hit.public_identifier:
                found.note_hit(hit)

    def look_at(self, person, found, configured):
        if LINKEDIN not in configured:
            return
        unseen = found.best(person, READ)
        if not unseen:
            return
        results = yield [self.profile_call(each.handle) for each in unseen]
        for candidate, result in zip(unseen, results, strict=True):
            if isinstance(result, Answer):
                found.note_profile(candidate, result.value)
            elif isinstance(result, NotVisible):
                found.drop(candidate.handle)
            else:
                found.unsearched.append(unsearched(NAMES[LINKEDIN], result))

    def profile_call(self, slug):
        send = lambda p: p.linkedin.profile(slug, sections=PROFILE_SECTIONS)  # noqa: E731
        return Call(LINKEDIN, f"profile {slug}"[:100], "profile", send, Decimal(0), kept=Profile)


def name_of(subject):
    known = subject.linkedin or subject.x
    return subject.lead.full_name or (known.name if known else "")


def person_of(subject, known):
    lead, profile = subject.lead, subject.profile_on(known)
    details = profile.details if profile else {}
    work = [entry["company"] for entry in details.get("work", ()) if entry.get("company")]
    return Person(
        platform=known,
        name=lead.full_name or (profile.name if profile else ""),
        names_other=(profile.name,) if profile and profile.name and profile.name != lead.full_name else (),
        handle=PLATFORMS[known].handle_of(lead),
        title=lead.title or (profile.headline if profile else ""),
        company=lead.company_name,
        companies_past=tuple(dict.fromkeys(company for company in work if company != lead.company_name)),
        location=lead.location or (profile.location if profile else ""),
        bio=(profile.bio if profile else "") or lead.bio,
        website=lead.website or (profile.website if profile else ""),
        links=tuple(filter(None, known_texts(subject, known)[:-2])),
        image_url=profile.image_url if profile else "",
    )


def known_texts(subject, known):
    """Links and texts of the known profile; the last two are bios."""
    lead, profile = subject.lead, subject.profile_on(known)
    details = profile.details if profile else {}
    handle = details.get("x_handle", "")
    links = [lead.website, profile.website if profile else "", *details.get("websites", ()), *details.get("links", ())]
    links += [PLATFORMS[X].address(handle)] if handle else []
    return [*links, profile.bio if profile else "", lead.bio]
