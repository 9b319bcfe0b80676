"""Accounts on X whose followers are likely buyers."""

import re
from datetime import timedelta

from django import forms
from django.conf import settings
from django.utils import timezone

from autoreach.calls.prices import x_usd
from autoreach.providers.errors import NotSupported
from autoreach.providers.registry import X
from autoreach.providers.x.info import has_user_token
from autoreach.providers.x.objects import XUser
from autoreach.providers.x.post_requests import ARCHIVE_QUERY_MAX, QUERY_MAX
from autoreach.providers.x.sending import BATCH
from leads.identity.keys import company_key, linkedin_company_slug, linkedin_slug, x_handle
from leads.interface.forms.fields import LinesField
from leads.sources.found_on_x import RECENT_DAYS, with_authors_usd, x_call
from leads.sources.lookalike import (
    COMPETITORS,
    LOOKED_AT,
    SEEDS,
    USUALLY_PROPOSED,
    Lookalike,
    LookalikeForm,
    lookalike_info,
)
from leads.sources.parameters import amount
from leads.sources.queries import phrases
from leads.sources.seed_candidates import DAYS, Kind
from leads.sources.source import Cost, Problem, estimated_usd, page
from leads.sources.x_post import POST, SMALLEST_PAGE

# Of a profile: whom it follows, and its own posts. Of a competitor's name: accounts that bear it.
FOLLOWED, OWN_POSTS, NAMESAKES = 100, 50, 5
SUGGESTED, POSTS = 6, 100
PRIVATE = "The account is private: X does not say whom it follows."


class XLookalikeForm(LookalikeForm):
    competitors = LinesField(rows=3, label="Competitors", help_text="One a line: their accounts are seeds.")
    queries = LinesField(
        rows=6, entry_max=200, label="Posts about", help_text="One search a line. Who writes such posts may be a seed."
    )
    posts = amount("Posts", initial=POSTS, least=10, most=500, of="over all searches together")
    field_order = ("profile", "followers")
    without_ai = ("competitors", "queries", "posts")

    def suggest(self, offer):
        return {"competitors": offer.competitors[:COMPETITORS], "queries": phrases(offer, limit=SUGGESTED)}

    def read_profile(self, address):
        if (linkedin_slug(address) and "linkedin." in address.lower()) or linkedin_company_slug(address):
            raise forms.ValidationError("This is a profile on LinkedIn. Choose the lookalike audience of LinkedIn.")
        if POST.search(address):
            raise forms.ValidationError("This is the address of a post. Write that of the profile: https://x.com/name.")
        if not (handle := x_handle(address)):
            raise forms.ValidationError("This is no profile on X. Write @name, or https://x.com/name.")
        return handle


def one_query(queries: list[str], most: int = ARCHIVE_QUERY_MAX) -> str:
    """As many of the searches, joined by OR, as one query may hold."""
    query = ""
    for each in queries:
        longer = f"{query} OR ({each})" if query else f"({each})"
        query = longer if len(longer) + len(" -is:retweet") + 2 <= most else query
    return f"({query}) -is:retweet" if query else ""


class XLookalike(Lookalike):
    info = lookalike_info("x_lookalike", "Lookalikes on X")
    provider = X
    platform = "X (Twitter)"
    about = "Publications, vendors and voices that your buyers follow. Save the best, then take their followers."
    Parameters = XLookalikeForm

    @classmethod
    def title(cls, parameters):
        return f"Accounts like @{parameters['profile']}" if parameters["profile"] else super().title(parameters)

    @classmethod
    def costs(cls, parameters):
        costs = [Cost("profile", 1, x_usd(users=1))] if parameters["profile"] else []
        if parameters.get("by_ai"):
            return [*costs, *cls.research_costs(), *costs_after_research(parameters)]
        return [*costs, *own_costs(parameters), Cost("accounts looked up", LOOKED_AT, x_usd(users=LOOKED_AT))]

    def profile_page(self, profile):
        return page(self.profile, f"the account @{profile}", handle=profile)

    def profile(self, handle):
        found = yield x_call("users/by", lambda providers: providers.x.users_by_username([handle]), users=1)
        if not found:
            yield Problem(f"@{handle}", "X has no such account, or has suspended it.", "Check how it is spelled.")
        elif found[0].protected:
            yield Problem(f"@{handle}", PRIVATE, "Choose another one, or start from the offer.")
        else:
            user = found[0]
            self.state["profile"] = {
                "handle": user.username, "name": user.name, "about": user.bio, "id": user.id,
            }  # fmt: skip
            yield from self.candidate_pages()

    def own_candidates(self):
        if known := self.state.get("profile"):
            given = {"user_id": known["id"], "name": known["handle"]}
            yield page(self.followed, f"whom @{known['handle']} follows", **given)
            yield page(self.own_posts, f"the posts of @{known['handle']}", **given)
            return
        competitors = self.parameters.get("competitors", self.offer.competitors[:COMPETITORS])
        if has_user_token(settings.PROVIDERS):
            for name in competitors:
                yield page(self.named, f"accounts called “{name}”", name=name)
        elif guesses := {handle: name for name in competitors if (handle := x_handle(name.replace(" ", "")))}:
            yield page(self.guessed, "the accounts of competitors", guesses=guesses)
        if query := one_query(self.queries()):
            yield page(self.posts, "posts about what you sell", query=query)

    def queries(self):
        return self.parameters.get("queries", phrases(self.offer, limit=SUGGESTED))

    def followed(self, user_id, name):
        found = yield x_call(
            "users/:id/following",
            lambda providers: providers.x.following(user_id, limit=FOLLOWED),
            users=FOLLOWED,
        )
        for user in found.items:
            candidate = self.known(user)
            candidate.speak_for(f"Followed by @{name}.", 2)
            self.keep(candidate)

    def own_posts(self, user_id, name):
        found = yield x_call(
            "users/:id/tweets",
            lambda providers: providers.x.posts(user_id, limit=OWN_POSTS),
            posts=OWN_POSTS,
        )
        self.count("posts", len(found.items))
        for handle in (mention.username for post in found.items for mention in post.mentions):
            candidate = self.candidate(handle)
            candidate.speak_for(f"Named by @{name} in posts.", 1)
            candidate.named += 1
            self.keep(candidate)

    def named(self, name):
        found = yield x_call(
            "users/search", lambda providers: providers.x.search_users(name, limit=NAMESAKES), users=NAMESAKES
        )
        self.keep_competitor(found.items, {name})

    def guessed(self, guesses):
        handles = list(guesses)
        found = yield x_call("users/by", lambda providers: providers.x.users_by_username(handles), users=len(handles))
        self.keep_competitor(found, set(guesses.values()))

    def keep_competitor(self, users, names):
        """The accounts that bear one of the names of competitors."""
        wanted = {company_key(name) for name in names}
        for user in users:
            if company_key(user.name) in wanted:
                candidate = self.known(user, kind=Kind.VENDOR)
                candidate.speak_for("Named in the offer as a competitor.", 10)
                self.keep(candidate)

    def posts(self, query):
        """Without the archive, those of the last seven days."""
        limit, since = self.parameters.get("posts", POSTS), timezone.now() - timedelta(days=DAYS)
        try:
            found = yield x_call(
                "tweets/search/all",
                lambda providers: providers.x.search(query, limit=limit, since=since, archive=True),
                posts=limit,
                authors=limit,
            )
        except NotSupported:
            if recent := one_query(self.queries(), QUERY_MAX):
                yield page(self.recent_posts, f"posts of the last {RECENT_DAYS} days", query=recent)
            return
        self.note_posts(found.items)

    def recent_posts(self, query, cursor=None):
        left = self.parameters.get("posts", POSTS) - self.counted_so_far("posts")
        limit = min(max(left, SMALLEST_PAGE), BATCH)
        found = yield x_call(
            "tweets/search/recent",
            lambda providers: providers.x.search(query, limit=limit, cursor=cursor),
            posts=limit,
            authors=limit,
        )
        self.note_posts(found.items)
        if found.cursor and left - len(found.items) >= SMALLEST_PAGE:
            yield page(self.recent_posts, "more posts", query=query, cursor=found.cursor)

    def note_posts(self, posts):
        self.count("posts", len(posts))
        for post in posts:
            for mention in post.mentions:
                candidate = self.candidate(mention.username)
                candidate.named += 1
                self.keep(candidate)
            if post.author:
                candidate = self.known(post.author)
                candidate.wrote += 1
                self.keep(candidate)

    def known(self, user: XUser, **more):
        return self.candidate(
            user.username,
            name=user.name,
            about=user.bio,
            followers=user.followers,
            is_person=user.verified_type != "business" and not is_organisation(user.bio),
            **more,
        )

    def handle_in(self, url):
        return x_handle(url) or "" if re.search(r"(?:^|[/.@])(?:x|twitter)\.com/", url, re.IGNORECASE) else ""

    def look_up(self, handles):
        yield page(self.accounts, f"{len(handles)} accounts on X", handles=handles)

    def accounts(self, handles):
        found = yield x_call("users/by", lambda providers: providers.x.users_by_username(handles), users=len(handles))
        readable = {user.username.lower(): user for user in found if not user.protected}
        for user in readable.values():
            self.keep(self.known(user))
        best = [each for each in self.ranked() if each.handle.lower() in readable]
        yield from list(filter(None, map(self.seed, best)))[:SEEDS]
        there = {user.username.lower() for user in found}
        for handle in handles:
            if handle.lower() not in there:
                yield Problem(f"@{handle}", "X has no such account. It is left out.", is_nothing=True)


def is_organisation(bio: str) -> bool:
    return bool(re.search(r"\bofficial\b|\bwe (?:are|help|make|build)\b|^(?:the|news)\b", bio, re.IGNORECASE))


def own_costs(parameters: dict) -> list[Cost]:
    """Of candidates without AI. What the form did not ask for is counted as the most that the offer leads to."""
    if parameters["profile"]:
        return [
            Cost("accounts that it follows", FOLLOWED, x_usd(users=FOLLOWED)),
            Cost("posts of it", OWN_POSTS, x_usd(posts=OWN_POSTS)),
        ]
    names, posts = len(parameters.get("competitors", range(COMPETITORS))), parameters.get("posts", POSTS)
    users = names * NAMESAKES if has_user_token(settings.PROVIDERS) else names
    costs = [Cost("accounts of competitors", users, x_usd(users=users))] if users else []
    if parameters.get("queries", True):
        costs.append(Cost("posts with their authors", posts, with_authors_usd(posts)))
    return costs


def costs_after_research(parameters: dict) -> list[Cost]:
    """Where the web search names no account, X is asked as without AI."""
    usual, most = x_usd(users=USUALLY_PROPOSED), x_usd(users=LOOKED_AT)
    instead = own_costs(parameters)
    number = sum(cost.number for cost in instead)
    return [
        Cost("accounts looked up", USUALLY_PROPOSED, usual, LOOKED_AT, most),
        Cost("accounts and posts read, as the web names no account", 0, most=number, most_usd=estimated_usd(instead)),
    ]
