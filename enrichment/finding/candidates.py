"""Profiles that may be the person's: gathered by handle, compared with the lead, and judged."""

from dataclasses import asdict, dataclass, field

from autoreach.providers.linkedin.profile_objects import PersonHit, Profile
from autoreach.providers.registry import X
from autoreach.providers.x.objects import XUser
from leads.identity.domains import host_of, registrable_domain
from leads.identity.matcher import ACCEPT, ASK, REJECT, compare
from leads.identity.person import Person
from leads.identity.platforms import PLATFORMS

KEPT_CANDIDATES, KEPT_PAGES = 5, 8
# Why a likely profile still needs a decision, as its evidence names it.
NOT_READ = "The profile itself was not read"
NOTHING_TELLING = "Only name, place and role agree"
# Features that a namesake of the same town would not share.
TELLING = {"company", "link", "website", "image", "same_handle"}


@dataclass(slots=True)
class Candidate:
    """`pages` are the addresses that name the profile; `seen` says that the platform itself showed it."""

    platform: str
    handle: str
    name: str = ""
    headline: str = ""
    title: str = ""
    company: str = ""
    companies_past: tuple[str, ...] = ()
    location: str = ""
    bio: str = ""
    website: str = ""
    links: tuple[str, ...] = ()
    picture: str = ""
    pages: list[str] = field(default_factory=list)
    seen: bool = False

    def fill(self, **known):
        for name, value in known.items():
            if value and not getattr(self, name):
                setattr(self, name, value)

    def person(self):
        return Person.of(asdict(self) | {"title": self.title or self.headline, "image_url": self.picture})

    def independent_sources(self):
        # pages of one domain count once
        return max(1, len({registrable_domain(host_of(page)) for page in self.pages}))


class Candidates:
    """Candidates of one platform, by handle.

    `withheld` says that the platform left out some of its results, `unsearched` what could not be asked, and why.
    """

    def __init__(self, platform):
        self.platform = PLATFORMS[platform]
        self.by_handle = {}
        self.withheld = False
        self.unsearched = []

    def __len__(self):
        return len(self.by_handle)

    def note(self, handle, page="", **known):
        key = self.platform.handle_in(self.platform.address(handle)) if handle else None
        if key is None:
            return None
        candidate = self.by_handle.setdefault(key, Candidate(self.platform.name, key))
        if page and page not in candidate.pages:
            candidate.pages.append(page)
        candidate.fill(**known)
        return candidate

    def note_links(self, text, page):
        for handle in self.platform.handles_in(text):
            self.note(handle, page)

    def note_user(self, user: XUser):
        candidate = self.note(user.username, user.url)
        if candidate:
            candidate.seen = True
            candidate.name, candidate.bio, candidate.location = user.name, user.bio, user.location
            candidate.website, candidate.links, candidate.picture = user.website, user.bio_links, user.image

    def note_hit(self, hit: PersonHit):
        position = hit.positions[0] if hit.positions else None
        self.note(
            hit.public_identifier,
            self.platform.address(hit.public_identifier),
            name=hit.name,
            headline=hit.headline,
            title=position.title if position else "",
            company=position.company if position else "",
            location=hit.location,
            picture=hit.picture,
        )

    def note_profile(self, candidate: Candidate, found: Profile):
        position = found.current_position
        handles = [PLATFORMS[X].address(found.x_handle)] if found.x_handle else []
        candidate.seen = True
        self.withheld |= found.throttled
        candidate.name, candidate.headline = found.name or candidate.name, found.headline
        candidate.location, candidate.bio = found.location, found.about or ""
        candidate.picture, candidate.links = found.picture, (*found.websites, *handles)
        if position:
            candidate.title, candidate.company = position.title, position.company
        candidate.companies_past = tuple(
            past.company for past in found.experience or () if past.company and past.company != candidate.company
        )

    def drop(self, handle):
        self.by_handle.pop(handle, None)

    def best(self, person, count):
        ranked = sorted(self.by_handle.values(), key=lambda each: -judge(person, each).probability)
        return ranked[:count]

    def judged(self, person, *, unseen_may_win):
        """As the finding stores them, likeliest first.

        A profile that the platform did not show needs a decision, unless `unseen_may_win`.
        """
        results = [record(each, judge(person, each), unseen_may_win) for each in self.by_handle.values()]
        return sorted(results, key=lambda each: -each["probability"])[:KEPT_CANDIDATES]


def judge(person, candidate):
    return compare(person, candidate.person(), sources=candidate.independent_sources())


def record(candidate, match, unseen_may_win):
    band = match.band
    evidence = [{"text": line.text[:300], "points": round(line.points, 2)} for line in match.evidence]
    doubt = "" if band != ACCEPT else why_ask(candidate, match, unseen_may_win)
    if doubt:
        band = ASK
        evidence.append({"text": doubt, "points": 0})
    return {
        "handle": candidate.handle,
        "url": PLATFORMS[candidate.platform].address(candidate.handle),
        "name": candidate.name[:200],
        "headline": (candidate.headline or candidate.title)[:300],
        "company": candidate.company[:200],
        "location": candidate.location[:200],
        "bio": candidate.bio[:500],
        "picture": candidate.picture[:1000],
        "probability": round(match.probability, 4),
        "band": band,
        "evidence": evidence,
        "sources": [page[:1000] for page in candidate.pages[:KEPT_PAGES]],
    }


def why_ask(candidate, match, unseen_may_win):
    """Why a likely profile needs a decision, or "": a wrong match is worse than a question."""
    if not (candidate.seen or unseen_may_win):
        return NOT_READ
    if not any(line.points > 0 for line in match.evidence if line.feature in TELLING):
        return NOTHING_TELLING
    return ""


def decide(candidates):
    """("accepted", handle), ("asked", "") or ("not_found", ""). Two likely candidates are a question."""
    likely = [each for each in candidates if each["band"] == ACCEPT]
    if len(likely) == 1:
        return "accepted", likely[0]["handle"]
    in_question = [each for each in candidates if each["band"] != REJECT]
    return ("asked", "") if in_question else ("not_found", "")
