"""Posts of LinkedIn, and the comments and reactions below them."""

from dataclasses import dataclass
from datetime import datetime

from autoreach.providers.linkedin.member_objects import Member, read_member
from autoreach.providers.reading import first, moment, moment_ago, number, part, text


@dataclass(frozen=True, slots=True)
class SharedPost:
    """A post inside a post."""

    id: str
    text: str
    author: Member
    posted_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class LinkedInPost:
    """`author` wrote `text`. `shared_by` passed it on as it was; `shared` is what the author put under a text.

    `written_by` is the person behind a company's post.
    """

    id: str
    social_id: str
    text: str
    author: Member
    url: str = ""
    posted_at: datetime | None = None
    reactions: int = 0
    comments: int = 0
    reposts: int = 0
    shared_by: Member | None = None
    shared: SharedPost | None = None
    written_by: Member | None = None


@dataclass(frozen=True, slots=True)
class Comment:
    """`posted_at` is counted back from "3d" and no more exact than that."""

    id: str
    post_id: str
    text: str
    author: Member
    posted_at: datetime | None = None
    reactions: int = 0
    replies: int = 0


@dataclass(frozen=True, slots=True)
class Reaction:
    """`comment_id` names the comment that it is on; empty where it is on the post itself."""

    kind: str
    post_id: str
    author: Member
    comment_id: str = ""

    @property
    def id(self) -> str:
        """LinkedIn gives it none. Empty where its author is not known either."""
        return f"{self.post_id} {self.comment_id} {self.author.id} {self.kind}" if self.author.id else ""


def read_posted_at(source: dict) -> datetime | None:
    return moment(first(source, "parsed_datetime")) or moment_ago(first(source, "date"))


def read_shared(source: dict) -> SharedPost | None:
    if not source:
        return None
    author = read_member(part(source, "author"))
    return SharedPost(text(source, "id"), text(source, "text"), author, read_posted_at(source))


def read_post(source: dict) -> LinkedInPost | None:
    post_id = text(source, "id") or text(source, "social_id").rsplit(":", 1)[-1]
    if not post_id:
        return None
    sharer, writer = part(source, "reposted_by"), part(source, "written_by")
    return LinkedInPost(
        id=post_id,
        social_id=text(source, "social_id") or post_id,
        text=text(source, "text"),
        author=read_member(part(source, "author")),
        url=text(source, "share_url"),
        posted_at=read_posted_at(source),
        reactions=number(source, "reaction_counter") or 0,
        comments=number(source, "comment_counter") or 0,
        reposts=number(source, "repost_counter") or 0,
        shared_by=read_member(sharer) if sharer else None,
        shared=read_shared(part(source, "repost_content")),
        written_by=read_member(writer) if writer else None,
    )


def read_comment(source: dict) -> Comment | None:
    if not text(source, "id"):
        return None
    author = part(source, "author") | part(source, "author_details")
    return Comment(
        id=text(source, "id"),
        post_id=text(source, "post_id") or text(source, "post_urn").rsplit(":", 1)[-1],
        text=text(source, "text"),
        author=read_member(author, name=text(source, "author")),
        posted_at=read_posted_at(source),
        reactions=number(source, "reaction_counter") or 0,
        replies=number(source, "reply_counter") or 0,
    )


def read_reaction(source: dict) -> Reaction | None:
    author = read_member(part(source, "author"))
    if not (author.id or author.name):
        return None
    return Reaction(text(source, "value"), text(source, "post_id"), author, text(source, "comment_id"))
