"""People and companies on LinkedIn whose followers are likely buyers."""

from django import forms

from autoreach.providers.errors import NotFound
from autoreach.providers.linkedin.member_objects import Member
from autoreach.providers.registry import LINKEDIN
from leads.identity.keys import company_key, linkedin_company_slug, linkedin_slug
from leads.interface.forms.fields import LinesField
from leads.models import SeedAccount
from leads.sources.found_on_linkedin import SEARCH_PAGE, linkedin_call
from leads.sources.linkedin_followers import read_account
from leads.sources.linkedin_post import post_id
from leads.sources.lookalike import (
    COMPETITORS,
    LOOKED_AT,
    SEEDS,
    USUALLY_PROPOSED,
    Lookalike,
    LookalikeForm,
    lookalike_info,
)
from leads.sources.offer_words import things_sold
from leads.sources.queries import phrases
from leads.sources.seed_candidates import Kind
from leads.sources.source import Cost, Problem, page

COMPANY, PERSON = SeedAccount.COMPANY, SeedAccount.PERSON
SUGGESTED, OWN_POSTS, NAMESAKES = 4, 50, 10


class LinkedInLookalikeForm(LookalikeForm):
    competitors = LinesField(rows=3, label="Competitors", help_text="One a line: their pages are seeds.")
    queries = LinesField(
        rows=6, entry_max=200, label="Posts about", help_text="One search a line. Who writes such posts may be a seed."
    )
    field_order = ("profile", "followers")

    def suggest(self, offer):
        return {"competitors": offer.competitors[:COMPETITORS], "queries": suggested_queries(offer)}

    def read_profile(self, address):
        if post_id(address):
            raise forms.ValidationError("This is the address of a post. Copy that of the person or the company.")
        if not (account := read_account(address)):
            raise forms.ValidationError(
                "This is no profile on LinkedIn. Copy the address of the person or the company."
            )
        return ":".join(account)


def suggested_queries(offer) -> list[str]:
    return list(dict.fromkeys([*things_sold(offer), *phrases(offer, limit=SUGGESTED)]))[:SUGGESTED]


class LinkedInLookalike(Lookalike):
    info = lookalike_info("linkedin_lookalike", "Lookalikes on LinkedIn")
    provider = LINKEDIN
    platform = "LinkedIn"
    about = "Voices, publications and vendors that your buyers follow. Save the best, then take their followers."
    Parameters = LinkedInLookalikeForm

    @classmethod
    def title(cls, parameters):
        slug = parameters["profile"].partition(":")[2]
        return f"Accounts like {slug}" if slug else super().title(parameters)

    @classmethod
    def costs(cls, parameters):
        what = "accounts looked up, at LinkedIn’s flat rate"
        if parameters.get("by_ai"):
            return [*cls.research_costs(), Cost(what, USUALLY_PROPOSED, most=LOOKED_AT)]
        return [Cost(what, LOOKED_AT)]

    def profile_page(self, profile):
        return page(self.profile, f"the profile of {profile.partition(':')[2]}", handle=profile)

    def profile(self, handle):
        found = yield account_call(handle)
        known = self.known(handle, found)
        self.state["profile"] = {"handle": handle, "name": known.name, "about": known.about, "id": found.id}
        yield from self.candidate_pages()

    def own_candidates(self):
        known = self.state.get("profile")
        if known and known["handle"].startswith(PERSON):
            yield page(self.own_posts, f"the posts of {known['name']}", provider_id=known["id"], name=known["name"])
        if known and known["handle"].startswith(COMPANY):
            yield page(self.about_company, f"posts that name {known['name']}", company_id=known["id"])
        for name in self.parameters.get("competitors", self.offer.competitors[:COMPETITORS]):
            yield page(self.named, f"companies called “{name}”", name=name)
        for query in self.parameters.get("queries", suggested_queries(self.offer)):
            yield page(self.posts, f"posts about “{query}”", query=query)

    def own_posts(self, provider_id, name):
        found = yield linkedin_call("posts", lambda providers: providers.linkedin.posts(provider_id, limit=OWN_POSTS))
        self.count("posts", len(found.items))
        for post in found.items:
            others = [post.author if post.shared_by else None, post.shared.author if post.shared else None]
            for candidate in filter(None, map(self.beside, filter(None, others))):
                candidate.speak_for(f"{name} passes its posts on.", 2)
                self.keep(candidate)

    def about_company(self, company_id):
        found = yield linkedin_call(
            "search",
            lambda providers: providers.linkedin.search_posts(mentioning_companies=[company_id], limit=SEARCH_PAGE),
        )
        self.note_authors(found.items)

    def named(self, name):
        found = yield linkedin_call(
            "search", lambda providers: providers.linkedin.search_companies(keywords=name, limit=NAMESAKES)
        )
        for hit in found.items:
            if hit.public_identifier and company_key(hit.name) == company_key(name):
                candidate = self.candidate(
                    f"{COMPANY}{hit.public_identifier}",
                    name=hit.name,
                    about=hit.summary or hit.industry,
                    followers=hit.followers,
                    kind=Kind.VENDOR,
                )
                candidate.speak_for("Named in the offer as a competitor.", 10)
                self.keep(candidate)

    def posts(self, query):
        found = yield linkedin_call(
            "search",
            lambda providers: providers.linkedin.search_posts(keywords=query, within="past_month", limit=SEARCH_PAGE),
        )
        self.note_authors(found.items)

    def note_authors(self, posts):
        self.count("posts", len(posts))
        for post in posts:
            if candidate := self.beside(post.author):
                candidate.wrote += 1
                self.keep(candidate)

    def beside(self, member: Member):
        """Who stands beside a post; None where LinkedIn shows no address of them."""
        if not member.public_identifier:
            return None
        prefix = COMPANY if member.is_company else PERSON
        return self.candidate(
            f"{prefix}{member.public_identifier}",
            name=member.name,
            about=member.headline,
            is_person=not member.is_company,
        )

    def known(self, handle, found):
        """The candidate with what its profile or page says today."""
        if handle.startswith(COMPANY):
            about = found.tagline or found.description
            return self.candidate(handle, name=found.name, about=about, followers=found.followers)
        about = found.headline
        return self.candidate(handle, name=found.name, about=about, followers=found.followers, is_person=True)

    def handle_in(self, url):
        if company := linkedin_company_slug(url):
            return f"{COMPANY}{company}"
        person = linkedin_slug(url) if "linkedin." in url.lower() else None
        return f"{PERSON}{person}" if person else ""

    def look_up(self, handles):
        for handle in handles:
            yield page(self.account, f"{handle.partition(':')[2]}", handle=handle)

    def account(self, handle):
        if self.counted_so_far("accounts") >= SEEDS:
            return
        try:
            found = yield account_call(handle)
        except NotFound:
            yield Problem(handle.partition(":")[2], "LinkedIn has no such profile. It is left out.", is_nothing=True)
            return
        candidate = self.known(handle, found)
        self.keep(candidate)
        if seed := self.seed(candidate):
            self.count("accounts")
            yield seed


def account_call(handle: str):
    kind, _, slug = handle.partition(":")
    if f"{kind}:" == COMPANY:
        return linkedin_call("company", lambda providers: providers.linkedin.company(slug))
    return linkedin_call("profile", lambda providers: providers.linkedin.profile(slug, sections=()))
