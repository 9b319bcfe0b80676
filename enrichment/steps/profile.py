"""The profile steps: what X and LinkedIn say of the person."""

from dataclasses import dataclass

from django.utils import timezone

from autoreach.calls.call import Call
from autoreach.calls.prices import x_usd
from autoreach.providers.errors import NotFound, NotVisible, Protected, ProviderError, Suspended
from autoreach.providers.linkedin.profile_objects import Profile
from autoreach.providers.registry import LINKEDIN, X
from autoreach.providers.x.objects import XUser
from enrichment.finding import accounts
from enrichment.models import PipelineJob
from enrichment.steps import Outcome, PlannedCalls, Subject, not_configured
from enrichment.steps.freshness import WITHHELD_FOR, freshness
from leads.identity.keys import linkedin_slug, x_handle
from leads.models import Lead, PlatformProfile
from leads.people.platform_profiles import PROFILE_FIELDS, apply_fields, save_profiles

State = PlatformProfile.State
# The section of a LinkedIn profile that details of the stored profile, and fields of the lead, are read from.
DETAILS_FROM = {
    "work": "experience",
    "education": "education",
    "skills": "skills",
    "certifications": "certifications",
    "languages": "languages",
}
FIELDS_FROM = {"title": "experience", "bio": "about", "skills": "skills"}
STATES = {NotFound: State.NOT_FOUND, Protected: State.PROTECTED, Suspended: State.SUSPENDED}
WORDS = {
    State.NOT_FOUND: "there is no such profile, or it is hidden",
    State.PROTECTED: "it is shown only to approved people",
    State.SUSPENDED: "the platform has suspended it",
}


@dataclass(frozen=True, slots=True)
class Unseen:
    """A profile that cannot be read, and why."""

    state: str


def outcome_of(error: ProviderError):
    if isinstance(error, NotVisible):
        state = STATES[type(error)]
        return Outcome(Unseen(state), missing=WORDS[state])
    return Outcome(missing=error.args[0] if error.args else "it could not be read")


def blank(subject, platform, handle, state=State.FOUND):
    return PlatformProfile(
        workspace_id=subject.lead.workspace_id,
        lead=subject.lead,
        platform=platform,
        handle=handle,
        state=state,
        fetched_at=timezone.now(),
    )


def stored_profiles(platform, results):
    leads = [subject.lead.pk for subject, _ in results]
    return {profile.lead_id: profile for profile in PlatformProfile.objects.filter(lead__in=leads, platform=platform)}


def unseen_profile(subject, platform, handle, state, known):
    """The profile in its new state; what was read of the same account stays."""
    profile = blank(subject, platform, handle, state)
    if known and is_account_of(known, subject.lead):
        for name in PROFILE_FIELDS:
            if name not in ("state", "fetched_at"):
                setattr(profile, name, getattr(known, name))
    return profile


def is_account_of(profile, lead):
    """Whether the profile is of the lead's present account: a user may have edited the address since."""
    if profile.platform == X:
        return profile.external_id == lead.x_user_id != "" or x_handle(profile.handle) == lead.x_handle
    return lead.linkedin_slug in (profile.handle, linkedin_slug(profile.details.get("slug", "")))


class ProfileStep:
    phase = PipelineJob.Phase.PROFILE
    prefers = ()
    unable = ""

    def leads_among(self, needs):
        return getattr(needs, self.read_from)


class XProfile(ProfileStep):
    name = "x_profile"
    label = "X profile"
    provider = read_from = X

    def planned_calls(self):
        return [PlannedCalls(X, 1, x_usd(users=1))]

    def waits_on(self, subject):
        return ("find_x",)

    def skips(self, subject: Subject, providers):
        if not (subject.lead.x_handle or subject.lead.x_user_id):
            return "no X account known"
        return not_configured(X) if providers.x is None else freshness(subject.x, subject, self)

    def run(self, subject):
        handle, user_id = subject.lead.x_handle, subject.lead.x_user_id
        if user_id:
            call = Call(X, "user", "users", lambda p: p.x.user(id=user_id), x_usd(users=1))
        else:
            call = Call(X, "user", "users/by", lambda p: p.x.user_by_username(handle), x_usd(users=1))
        (result,) = yield [call]
        return outcome_of(result) if isinstance(result, ProviderError) else Outcome(result.value)

    def store(self, results):
        known = stored_profiles(X, results)
        save_profiles([self.profile(subject, value, known.get(subject.lead.pk)) for subject, value in results])
        apply_fields(
            source=X,
            values=[self.fields(subject.lead, user) for subject, user in results if isinstance(user, XUser)],
            overwrite=(),
        )
        accounts.follow(
            platform=X,
            results=[
                (subject, x_handle(user.username), user.id) for subject, user in results if isinstance(user, XUser)
            ],
        )

    def profile(self, subject, user, known):
        handle = subject.lead.x_handle
        if isinstance(user, Unseen):
            return unseen_profile(subject, X, handle, user.state, known)
        profile = blank(subject, X, handle)
        profile.state = State.PROTECTED if user.protected else State.FOUND
        profile.external_id, profile.handle = user.id[:100], user.username[:200]
        profile.name, profile.bio, profile.location = user.name[:200], user.bio, user.location[:200]
        profile.website, profile.image_url = user.website[:500], user.image[:1000]
        profile.followers, profile.following = user.followers, user.following
        profile.verified, profile.accepts_dm = user.verified, user.accepts_dm
        profile.details = {"posts": user.posts, "links": list(user.bio_links)}
        return profile

    def fields(self, lead: Lead, user: XUser):
        texts = {"full_name": user.name, "bio": user.bio, "location": user.location, "website": user.website}
        return lead, texts, None, user.id


class LinkedInProfile(ProfileStep):
    name = "linkedin_profile"
    label = "LinkedIn profile"
    provider = read_from = LINKEDIN

    def planned_calls(self):
        return [PlannedCalls(LINKEDIN, 1)]

    def waits_on(self, subject):
        return ("find_linkedin",)

    def skips(self, subject: Subject, providers):
        if not subject.lead.linkedin_slug:
            return "no LinkedIn profile known"
        return not_configured(LINKEDIN) if providers.linkedin is None else freshness(subject.linkedin, subject, self)

    def run(self, subject):
        slug = subject.lead.linkedin_slug
        (result,) = yield [Call(LINKEDIN, "profile", "profile", lambda p: p.linkedin.profile(slug))]
        if isinstance(result, ProviderError):
            return outcome_of(result)
        withheld = ", ".join(sorted(result.value.withheld))
        return (
            Outcome(result.value, f"LinkedIn withheld {withheld}", WITHHELD_FOR) if withheld else Outcome(result.value)
        )

    def store(self, results):
        known = stored_profiles(LINKEDIN, results)
        save_profiles([self.profile(subject, value, known.get(subject.lead.pk)) for subject, value in results])
        found = [(subject.lead, value) for subject, value in results if isinstance(value, Profile)]
        apply_fields(
            source=LINKEDIN,
            values=[self.fields(lead, profile) for lead, profile in found],
            overwrite=("title", "company_name", "location", "bio", "skills"),
        )
        parts = [(lead, stand_ins(profile), None, "") for lead, profile in found if stand_ins(profile)]
        if parts:
            apply_fields(source=LINKEDIN, values=parts, overwrite=())
        accounts.follow(
            platform=LINKEDIN,
            results=[
                (subject, linkedin_slug(found.public_identifier), found.id)
                for subject, found in results
                if isinstance(found, Profile)
            ],
        )

    def profile(self, subject, found, known):
        slug = subject.lead.linkedin_slug
        if isinstance(found, Unseen):
            return unseen_profile(subject, LINKEDIN, slug, found.state, known)
        profile = blank(subject, LINKEDIN, slug)
        profile.external_id, profile.name = found.id[:100], found.name[:200]
        profile.headline, profile.bio = found.headline[:300], found.about or ""
        profile.location, profile.image_url = found.location[:200], found.picture[:1000]
        profile.website = found.websites[0][:500] if found.websites else ""
        profile.followers, profile.following = found.followers, found.connections
        profile.details = details(found)
        if known and known.external_id == found.id:
            keep_withheld(profile, known, found)
        return profile

    def fields(self, lead: Lead, found: Profile):
        position = found.current_position
        texts = {
            "full_name": found.name,
            "company_name": position.company if position else "",
            "location": found.location,
            "website": found.websites[0] if found.websites else "",
        }
        texts |= {name: text for name, text in section_texts(found).items() if is_sure(found, name)}
        return lead, texts, position.started_on if position else None, ""


def section_texts(found: Profile):
    position = found.current_position
    return {
        "title": position.title if position else found.headline,
        "bio": "\n".join(filter(None, (found.headline, found.about))),
        "skills": ", ".join(found.skills or ()),
    }


def is_sure(found: Profile, field):
    """Whether the text may replace another one: it does not come from a section that was withheld."""
    return is_whole(found, FIELDS_FROM[field]) or (field == "title" and found.current_position is not None)


def stand_ins(found: Profile):
    """Texts that fill empty fields until their section is delivered, and replace nothing."""
    return {name: text for name, text in section_texts(found).items() if text and not is_sure(found, name)}


def is_whole(found: Profile, section):
    return getattr(found, section) is not None and section not in found.withheld


def keep_withheld(profile, known, found: Profile):
    """Keep what the stored profile `known` has of sections that LinkedIn withheld this time, where that is more."""
    if not is_whole(found, "about"):
        profile.bio = max(profile.bio, known.bio, key=len)
    for name, section in DETAILS_FROM.items():
        if not is_whole(found, section):
            profile.details[name] = max(profile.details[name], known.details.get(name, []), key=len)


def details(found: Profile):
    return {
        "slug": found.public_identifier,
        "x_handle": found.x_handle,
        "websites": list(found.websites),
        "work": [
            {
                "title": position.title,
                "company": position.company,
                "location": position.location,
                "from": position.started_on and position.started_on.isoformat(),
                "until": position.ended_on and position.ended_on.isoformat(),
                "current": position.is_current,
            }
            for position in found.experience or ()
        ],
        "education": [
            {"school": school.school, "degree": school.degree, "field": school.field_of_study}
            for school in found.education or ()
        ],
        "skills": list(found.skills or ()),
        "certifications": list(found.certifications or ()),
        "languages": list(found.languages or ()),
        "hiring": found.is_hiring,
        "open_to_work": found.is_open_to_work,
        "withheld": sorted(found.withheld),
    }
