"""People and posts of X, read from either of its two vocabularies."""

import html
from dataclasses import dataclass
from datetime import datetime

from autoreach.providers.reading import clean, first, flag, moment, number, part, parts, text
from autoreach.providers.results import Problem


@dataclass(frozen=True, slots=True)
class XUser:
    """`accepts_dm` is None unless the token belongs to a user: an app's token cannot see it."""

    id: str
    username: str
    name: str = ""
    bio: str = ""
    location: str = ""
    website: str = ""
    bio_links: tuple[str, ...] = ()
    image: str = ""
    protected: bool = False
    verified: bool = False
    verified_type: str = ""
    followers: int | None = None
    following: int | None = None
    posts: int | None = None
    created_at: datetime | None = None
    accepts_dm: bool | None = None

    @property
    def url(self) -> str:
        return f"https://x.com/{self.username}"


@dataclass(frozen=True, slots=True)
class Mention:
    username: str
    user_id: str = ""


@dataclass(frozen=True, slots=True)
class XPost:
    """`posted_at` is None where the platform names an impossible time."""

    id: str
    text: str
    author_id: str
    author: XUser | None = None
    posted_at: datetime | None = None
    conversation_id: str = ""
    lang: str = ""
    likes: int = 0
    replies: int = 0
    reposts: int = 0
    quotes: int = 0
    impressions: int = 0
    reply_to_user_id: str = ""
    reply_to_id: str = ""
    quoted_id: str = ""
    reposted_id: str = ""
    mentions: tuple[Mention, ...] = ()
    links: tuple[str, ...] = ()

    @property
    def url(self) -> str:
        return f"https://x.com/{self.author.username if self.author else 'i'}/status/{self.id}"


@dataclass(frozen=True, slots=True)
class XQuota:
    """Posts read of those the project may read until `resets_on_day` of the month."""

    used: int | None
    cap: int | None
    resets_on_day: int | None


def plain(value: str) -> str:
    return html.unescape(value)


def unique(values) -> tuple:
    return tuple(dict.fromkeys(filter(None, values)))


def link_targets(entities: dict) -> tuple[str, ...]:
    return unique(text(link, "unwound_url", "expanded_url", "url") for link in parts(entities, "urls"))


def read_user(source: dict, *, sees_dm: bool = False) -> XUser | None:
    if not text(source, "id") or not text(source, "username"):
        return None
    metrics, entities = part(source, "public_metrics"), part(source, "entities")
    website = link_targets(part(entities, "url"))
    return XUser(
        id=text(source, "id"),
        username=text(source, "username"),
        name=plain(text(source, "name")),
        bio=plain(text(source, "description")),
        location=plain(text(source, "location")),
        website=website[0] if website else text(source, "url"),
        bio_links=link_targets(part(entities, "description")),
        image=text(source, "profile_image_url").replace("_normal.", "."),
        protected=flag(source, "protected") or False,
        verified=flag(source, "verified") or False,
        verified_type=text(source, "verified_type"),
        followers=number(metrics, "followers_count"),
        following=number(metrics, "following_count"),
        posts=number(metrics, "tweet_count", "post_count"),
        created_at=moment(first(source, "created_at")),
        accepts_dm=flag(source, "receives_your_dm") if sees_dm else None,
    )


def read_post(source: dict, *, authors: dict[str, XUser], author_id: str = "") -> XPost | None:
    """None without an id or an author."""
    author_id = text(source, "author_id") or author_id
    if not text(source, "id") or not author_id:
        return None
    metrics, note = part(source, "public_metrics"), part(source, "note_tweet", "note_post")
    entities = [part(source, "entities"), part(note, "entities")]
    references = {
        text(reference, "type"): text(reference, "id")
        for reference in parts(source, "referenced_tweets", "referenced_posts")
    }
    return XPost(
        id=text(source, "id"),
        text=plain(text(note, "text") or text(source, "text")),
        author_id=author_id,
        author=authors.get(author_id),
        posted_at=moment(first(source, "created_at")),
        conversation_id=text(source, "conversation_id"),
        lang=text(source, "lang"),
        likes=number(metrics, "like_count") or 0,
        replies=number(metrics, "reply_count") or 0,
        reposts=number(metrics, "retweet_count", "repost_count") or 0,
        quotes=number(metrics, "quote_count") or 0,
        impressions=number(metrics, "impression_count") or 0,
        reply_to_user_id=text(source, "in_reply_to_user_id"),
        reply_to_id=references.get("replied_to", ""),
        quoted_id=references.get("quoted", ""),
        reposted_id=references.get("retweeted") or references.get("reposted", ""),
        mentions=unique(
            Mention(text(mention, "username"), text(mention, "id"))
            for some in entities
            for mention in parts(some, "mentions")
            if text(mention, "username")
        ),
        links=unique(link for some in entities for link in link_targets(some)),
    )


def read_problem(source: dict) -> Problem:
    kind = clean(first(source, "type")).rsplit("/", 1)[-1]
    detail = text(source, "detail", "title", "message")
    if "suspended" in detail.lower():
        kind = "suspended"
    elif kind == "resource-not-found":
        kind = "not_found"
    elif kind == "not-authorized-for-resource":
        kind = "protected"
    else:
        kind = "other"
    return Problem(kind, text(source, "resource_id", "value"), detail)
