"""The activity steps: what the person wrote lately, and the people they talk to.

X is read only where LinkedIn brought nothing, or has to wait for long.
"""

from autoreach.calls.call import Call
from autoreach.calls.prices import x_usd
from autoreach.providers.errors import ProviderError
from autoreach.providers.registry import LINKEDIN, X
from enrichment.models import PipelineJob
from enrichment.steps import Outcome, PlannedCalls, not_configured
from enrichment.steps.freshness import WITHHELD_FOR, freshness_of_posts
from leads.identity.platforms import PLATFORMS
from leads.models import Interaction, PlatformProfile, Post
from leads.people.platform_profiles import save_activity

POSTS = 20
FOUND, PROTECTED = PlatformProfile.State.FOUND, PlatformProfile.State.PROTECTED
Kind = Interaction.Kind


class Activity:
    phase = PipelineJob.Phase.ACTIVITY
    prefers = ()
    unable = ""
    # whether its day is the one that freshness of the platform's activity counts from
    dates_activity = True

    def leads_among(self, needs):
        return getattr(needs, self.read_from)

    def run(self, subject):
        (result,) = yield [self.call(subject)]
        if isinstance(result, ProviderError):
            return Outcome(missing=result.args[0] if result.args else "they could not be read")
        if result.value.throttled:
            return Outcome(missing=f"{self.label} were withheld", again_in=WITHHELD_FOR)
        return Outcome(result.value.items)

    def store(self, results):
        posts, interactions, fetched = [], [], []
        for subject, items in results:
            mine, talks = self.read(subject, items)
            posts += mine
            interactions += talks
            if self.dates_activity:
                fetched.append(subject.profile_on(self.provider))
        save_activity(posts=posts, interactions=interactions, fetched=fetched)


class OnLinkedIn(Activity):
    provider = read_from = LINKEDIN

    def planned_calls(self):
        return [PlannedCalls(LINKEDIN, 1)]

    def waits_on(self, subject):
        return ("linkedin_profile",)

    def skips(self, subject, providers):
        profile = subject.linkedin
        if providers.linkedin is None and subject.lead.linkedin_slug:
            return not_configured(LINKEDIN)
        if profile is None or profile.state != FOUND or not profile.external_id:
            return "no LinkedIn profile"
        # posts that this job read itself are no reason to skip comments
        return "" if "linkedin_posts" in subject.job.done else freshness_of_posts(profile, subject, self)


class LinkedInPosts(OnLinkedIn):
    name = "linkedin_posts"
    label = "LinkedIn posts"

    def call(self, subject):
        provider_id = subject.linkedin.external_id
        return Call(LINKEDIN, "posts", "posts", lambda p: p.linkedin.posts(provider_id, limit=POSTS))

    def read(self, subject, items):
        posts, talks = [], []
        for item in items:
            if item.shared_by is not None:
                talks.append(interaction(subject, LINKEDIN, Kind.REACTION, item.author, item.id, item))
            elif item.text:
                posts.append(post(subject, LINKEDIN, item.id, item.text, item.url, item.posted_at))
            if item.shared is not None:
                talks.append(interaction(subject, LINKEDIN, Kind.MENTION, item.shared.author, item.id, item))
        return posts, list(filter(None, talks))


class LinkedInComments(OnLinkedIn):
    name = "linkedin_comments"
    label = "LinkedIn comments"
    dates_activity = False

    def skips(self, subject, providers):
        reason = super().skips(subject, providers)
        if reason or providers.linkedin.lists_comments_by_person:
            return reason
        return "Unipile does not list a person's comments in its second version"

    def call(self, subject):
        provider_id = subject.linkedin.external_id
        return Call(LINKEDIN, "comments", "comments", lambda p: p.linkedin.comments_by(provider_id, limit=POSTS))

    def read(self, subject, items):
        posts = [
            post(subject, LINKEDIN, f"{Post.COMMENT}{item.id}", item.text, "", item.posted_at)
            for item in items
            if item.text
        ]
        return posts, []


class XPosts(Activity):
    name = "x_posts"
    label = "X posts"
    provider = read_from = X
    prefers = ("linkedin_posts",)

    def planned_calls(self):
        return [PlannedCalls(X, 1, x_usd(posts=POSTS))]

    def waits_on(self, subject):
        return ("x_profile",)

    def skips(self, subject, providers):
        profile = subject.x
        if profile is not None and profile.state == PROTECTED:
            return "the account is protected: they cannot be read"
        if providers.x is None and (subject.lead.x_handle or subject.lead.x_user_id):
            return not_configured(X)
        if profile is None or profile.state != FOUND or not profile.external_id:
            return "no X profile that can be read"
        if Post.Platform.LINKEDIN in subject.wrote_on:
            return "posts on LinkedIn are known, and preferred"
        return freshness_of_posts(profile, subject, self)

    def call(self, subject):
        user_id = subject.x.external_id
        # reposts would be charged, and hold nothing that the person wrote
        send = lambda p: p.x.posts(user_id, limit=POSTS, exclude=["retweets"])  # noqa: E731
        return Call(X, "posts", "users/:id/tweets", send, x_usd(posts=POSTS))

    def read(self, subject, items):
        posts, talks = [], []
        for item in items:
            url = f"{PLATFORMS[X].address(subject.x.handle)}/status/{item.id}"
            if not item.reposted_id and item.text:
                posts.append(post(subject, X, item.id, item.text, url, item.posted_at))
            kind = Kind.REPLY if item.reply_to_id else Kind.MENTION
            talks += [
                Interaction(
                    workspace_id=subject.lead.workspace_id,
                    lead=subject.lead,
                    platform=X,
                    kind=kind,
                    person=mention.username[:200],
                    post_id=item.id[:100],
                    url=url,
                    happened_at=item.posted_at,
                )
                for mention in item.mentions
                if mention.username.lower() != subject.x.handle.lower()
            ]
        return posts, talks


def post(subject, platform, external_id, text, url, posted_at):
    return Post(
        workspace_id=subject.lead.workspace_id,
        lead=subject.lead,
        platform=platform,
        external_id=external_id[:100],
        text=text[:20_000],
        url=url[:500],
        posted_at=posted_at,
    )


def interaction(subject, platform, kind, member, post_id, item):
    """None where LinkedIn names no other person."""
    person = member.public_identifier or member.id
    if not person or person in (subject.linkedin.external_id, subject.lead.linkedin_slug):
        return None
    return Interaction(
        workspace_id=subject.lead.workspace_id,
        lead=subject.lead,
        platform=platform,
        kind=kind,
        person=person[:200],
        person_name=member.name[:200],
        post_id=post_id[:100],
        url=item.url[:500],
        happened_at=item.posted_at,
    )
