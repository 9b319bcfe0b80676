"""People of LinkedIn as sources find them, and the words that its searches take only as ids."""

from collections.abc import Callable

from autoreach.calls.call import Call
from autoreach.providers import Providers
from autoreach.providers.linkedin.member_objects import Member
from autoreach.providers.linkedin.post_objects import Comment, LinkedInPost
from autoreach.providers.linkedin.profile_objects import PersonHit
from autoreach.providers.registry import LINKEDIN
from autoreach.providers.results import Answer
from leads.identity.platforms import PLATFORMS
from leads.ingest import FoundPost, FoundProfile
from leads.models import Post
from leads.sources.source import Page, Problem, Source, page
from leads.taxonomy.places import country_spelled

# What LinkedIn shows of one search, and of it on a page.
SEARCH_CAP, SEARCH_PAGE = 1000, 50
# The same of Sales Navigator.
LEADS_CAP, LEADS_PAGE = 2500, 100
OTHERS_SHOWN = 4
KINDS = {"LOCATION": "place", "INDUSTRY": "industry", "SALES_INDUSTRY": "industry", "COMPANY": "company"}


def linkedin_call(operation: str, send: Callable[[Providers], Answer]) -> Call:
    """A call at a flat rate. `operation` is the adapter's name of it, by which limits count."""
    return Call(LINKEDIN, operation, operation, send)


def found_member(hit: PersonHit, *, reference: str, evidence="", url="") -> FoundProfile | None:
    """None for people outside the account's network: LinkedIn names neither them nor their address."""
    if not hit.public_identifier:
        return None
    position = next((position for position in hit.positions if position.is_current), None)
    return FoundProfile(
        linkedin=PLATFORMS[LINKEDIN].address(hit.public_identifier),
        full_name=hit.name,
        title=position.title if position else hit.headline,
        company_name=position.company if position else "",
        location=hit.location,
        industry=hit.industry,
        reference=reference,
        evidence=evidence,
        evidence_url=url,
    )


def found_participant(member: Member, *, reference: str, evidence="", url="", at=None, posts=()) -> FoundProfile | None:
    """A person beside a post or in a list; None for companies, and where LinkedIn names no address."""
    handle = member.public_identifier or member.id
    if member.is_company or not handle:
        return None
    return FoundProfile(
        linkedin=PLATFORMS[LINKEDIN].address(handle),
        full_name=member.name,
        title=member.headline,
        reference=reference,
        evidence=evidence,
        evidence_url=url,
        evidence_at=at,
        posts=list(posts),
    )


def found_post_author(post: LinkedInPost) -> FoundProfile | None:
    """Who wrote the post, or wrote it for a company, with the post as evidence."""
    writer = post.written_by if post.author.is_company and post.written_by else post.author
    written_at = post.posted_at.isoformat() if post.posted_at else None
    own = FoundPost(post.text, Post.Platform.LINKEDIN, post.id, post.url, written_at)
    return found_participant(
        writer, reference=f"post {post.id}", evidence=post.text, url=post.url, at=post.posted_at, posts=[own]
    )


def found_commenter(comment: Comment, *, url: str) -> FoundProfile | None:
    """Who wrote the comment, with the comment as evidence."""
    written_at = comment.posted_at.isoformat() if comment.posted_at else None
    own = FoundPost(comment.text, Post.Platform.LINKEDIN, f"{Post.COMMENT}{comment.id}", url, written_at)
    return found_participant(
        comment.author,
        reference=f"comment {comment.id}",
        evidence=comment.text,
        url=url,
        at=comment.posted_at,
        posts=[own] if comment.text else (),
    )


class LooksUpWords(Source):
    """A source whose searches filter by places, industries or companies, which LinkedIn knows by id.

    A subclass yields from `look_up` in its `begin`. Its `search_pages` follow once no look-up is left.
    """

    prepare = ("looked_up",)

    def look_up(self, **words):
        """`words` by kind: {"LOCATION": ["Berlin"]}. Without any, the search begins at once."""
        asked = [(kind, word) for kind, given in words.items() for word in given]
        self.state["asked"], self.state["chosen"] = asked, []
        for kind, word in asked:
            yield page(self.looked_up, f"the {KINDS[kind]} “{word}”", kind=kind, word=word)
        if not asked:
            yield from self.search_pages()

    def looked_up(self, kind, word):
        spelled = country_spelled(word) if kind == "LOCATION" else word
        found = yield linkedin_call(
            "search/parameters", lambda providers: providers.linkedin.search_parameters(kind, spelled)
        )
        first, titles = next(iter(found.items), None), [parameter.title for parameter in found.items]
        chosen = {"kind": kind, "word": word, "id": first.id if first else "", "titles": titles[: OTHERS_SHOWN + 1]}
        self.state["chosen"].append(chosen)
        if not (first or found.throttled):
            yield Problem(
                f"The {KINDS[kind]} “{word}”",
                f"LinkedIn knows no {KINDS[kind]} of this name.",
                "Spell it as LinkedIn does, and start the search again.",
            )

    def end(self):
        asked = self.state.pop("asked", [])
        if asked and self.is_confined(asked):
            yield from self.search_pages()

    def is_confined(self, asked) -> bool:
        """Whether each kind of filter that was asked for has a value: without, the whole world would answer."""
        known = {chosen["kind"] for chosen in self.state["chosen"] if chosen["id"]}
        return known == {kind for kind, _ in asked}

    def ids(self, kind: str) -> list[str]:
        return [chosen["id"] for chosen in self.state["chosen"] if chosen["kind"] == kind and chosen["id"]]

    def search_pages(self) -> list[Page]:
        raise NotImplementedError
