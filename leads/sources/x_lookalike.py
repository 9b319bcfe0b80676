"""Accounts on X whose followers are likely buyers."""

import re
from datetime import timedelta

from django import forms
from django.conf import settings
from django.utils import timezone

from autoreach.calls.prices import x_usd
from autoreach.providers.registry import X
from autoreach.providers.x.client import ARCHIVE_QUERY_MAX
from autoreach.providers.x.info import has_user_token
from autoreach.providers.x.objects import XUser
from leads.identity.keys import company_key, linkedin_company_slug, linkedin_slug, x_handle
from leads.interface.forms.fields import LinesField
from leads.sources.found_on_x import with_authors_usd, x_call
from leads.sources.lookalike import LOOKED_AT, SEEDS, Lookalike, LookalikeForm, asks_ai, lookalike_info
from leads.sources.parameters import amount
from leads.sources.queries import phrases
from leads.sources.seed_candidates import DAYS, Kind
from leads.sources.source import Cost, Problem, page
from leads.sources.x_post import POST

# Of a profile: whom it follows, and its own posts. Of a competitor's name: accounts that bear it.
FOLLOWED, OWN_POSTS, NAMESAKES = 100, 50, 5
COMPETITORS, SUGGESTED = 5, 6
PRIVATE = "The account is private: X does not say whom it follows."


class XLookalikeForm(LookalikeForm):
    competitors = LinesField(rows=3, label="Competitors", help_text="One a line: their accounts are seeds.")
    queries = LinesField(
        rows=6, entry_max=200, label="Posts about", help_text="One search a line. Who writes such posts may be a seed."
    )
    posts = amount("Posts", initial=100, least=10, most=500, help_text="10 to 500, over all searches together.")
    field_order = ("profile", "followers")

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if asks_ai():
            # the AI searches the web instead
            for name in ("competitors", "queries", "posts"):
                del self.fields[name]

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

    def clean(self):
        super().clean()
        asked = self.cleaned_data
        if not (self.errors or asked["profile"] or asks_ai() or asked["competitors"] or asked["queries"]):
            self.add_error("queries", "Write at least one search, or name a competitor.")


def one_query(queries: list[str]) -> str:
    """As many of the searches, joined by OR, as one query may hold."""
    query = ""
    for each in queries:
        longer = f"{query} OR ({each})" if query else f"({each})"
        query = longer if len(longer) + len(" -is:retweet") + 2 <= ARCHIVE_QUERY_MAX else query
    return f"({query}) -is:retweet" if query else ""


class XLookalike(Lookalike):
    info = lookalike_info("x_lookalike", "Lookalikes on X")
    provider = X
    platform = "X (Twitter)"
    about = "Publications, vendors and voices that your buyers follow. Save the best, then take their followers."
    Parameters = XLookalikeForm
    counted = ("candidates",)

    @classmethod
    def title(cls, parameters):
        return f"Accounts like @{parameters['profile']}" if parameters["profile"] else super().title(parameters)

    @classmethod
    def costs(cls, parameters):
        costs = [Cost("profile", 1, x_usd(users=1))] if parameters["profile"] else []
        if asks_ai():
            costs += cls.research_costs()
        elif parameters["profile"]:
            costs.append(Cost("accounts that it follows", FOLLOWED, x_usd(users=FOLLOWED)))
            costs.append(Cost("posts of it", OWN_POSTS, x_usd(posts=OWN_POSTS)))
        else:
            costs += own_costs(parameters)
        return [*costs, Cost("accounts looked up", LOOKED_AT, x_usd(users=LOOKED_AT))]

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
        competitors = self.parameters.get("competitors") or self.offer.competitors[:COMPETITORS]
        if has_user_token(settings.PROVIDERS):
            for name in competitors:
                yield page(self.named, f"accounts called “{name}”", name=name)
        elif guesses := {handle: name for name in competitors if (handle := x_handle(name.replace(" ", "")))}:
            yield page(self.guessed, "the accounts of competitors", guesses=guesses)
        if query := one_query(self.parameters.get("queries") or phrases(self.offer, limit=SUGGESTED)):
            yield page(self.posts, "posts about what you sell", query=query)

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
        limit = self.parameters.get("posts") or 100
        since = timezone.now() - timedelta(days=DAYS)
        found = yield x_call(
            "tweets/search/all",
            lambda providers: providers.x.search(query, limit=limit, since=since, archive=True),
            posts=limit,
            authors=limit,
        )
        self.count("posts", len(found.items))
        for post in found.items:
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
    names, posts = len(parameters.get("competitors", ())), parameters.get("posts", 0)
    users = names * NAMESAKES if has_user_token(settings.PROVIDERS) else names
    costs = [Cost("accounts of competitors", users, x_usd(users=users))] if users else []
    if parameters.get("queries"):
        costs.append(Cost("posts with their authors", posts, with_authors_usd(posts)))
    return costs
