"""People of X as sources find them, and what it costs to read them."""

from collections.abc import Callable, Iterable, Iterator
from decimal import Decimal

from autoreach.calls.call import Call
from autoreach.calls.prices import x_usd
from autoreach.providers import Providers
from autoreach.providers.registry import X
from autoreach.providers.results import Answer
from autoreach.providers.x.objects import XPost, XUser
from leads.ingest import FoundPost, FoundProfile
from leads.models import Post
from leads.sources.source import Problem

RECENT_DAYS = 7


def x_call(operation: str, send: Callable[[Providers], Answer], *, posts=0, users=0, authors=0) -> Call:
    """A call that reads at most so many objects. `operation` is the adapter's name of it, by which limits count."""
    most = x_usd(posts=posts, users=users, authors=authors)
    return Call(X, operation, operation, send, estimate_usd=most)


def with_authors_usd(posts: int) -> Decimal:
    """What so many posts cost with the people who wrote them."""
    return x_usd(posts=posts, authors=posts)


def is_reply(post: XPost) -> bool:
    return bool(post.reply_to_id) or post.conversation_id not in ("", post.id)


def replies_query(post: XPost) -> str:
    """A reply has no conversation of its own: it is part of that of the first post."""
    return f"{'in_reply_to_tweet_id' if is_reply(post) else 'conversation_id'}:{post.id}"


def missing_posts(ids: Iterable[str], found: Iterable[XPost]) -> Iterator[Problem]:
    known = {post.id for post in found}
    for identifier in ids:
        if identifier not in known:
            yield Problem(
                f"Post {identifier}",
                "It was deleted, or is shown to approved people only.",
                "Check the address, or choose another post.",
            )


def found_person(user: XUser, *, reference: str, evidence="", url="", at=None, posts=()) -> FoundProfile:
    return FoundProfile(
        x=user.url,
        x_user_id=user.id,
        full_name=user.name,
        bio=user.bio,
        location=user.location,
        website=user.website,
        reference=reference,
        evidence=evidence,
        evidence_url=url,
        evidence_at=at,
        posts=list(posts),
    )


def found_author(post: XPost) -> FoundProfile | None:
    """Who wrote the post, with the post as evidence; None where that is no person, or cannot be seen."""
    author = post.author
    if author is None or author.verified_type == "business":
        return None
    written_at = post.posted_at.isoformat() if post.posted_at else None
    own = FoundPost(post.text, Post.Platform.X, post.id, post.url, written_at)
    return found_person(
        author, reference=f"post {post.id}", evidence=post.text, url=post.url, at=post.posted_at, posts=[own]
    )
