"""What a scorer may know: the lead, what they wrote, the offer, and which day it is."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import connection
from django.utils import timezone

POSTS_PER_LEAD = 50
POST_MONTHS = 18


@dataclass(frozen=True, slots=True)
class PostView:
    id: int
    text: str
    url: str = ""
    posted_at: datetime | None = None

    @property
    def source(self):
        return f"post:{self.id}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """One lead as it stood on `today`. Every text is data from outside: quoted, never obeyed."""

    lead_id: int
    today: date
    full_name: str = ""
    title: str = ""
    company_name: str = ""
    company_size: str = ""
    company_location: str = ""
    industry: str = ""
    location: str = ""
    bio: str = ""
    skills: str = ""
    keywords: str = ""
    notes: str = ""
    role_started_on: date | None = None
    posts: tuple[PostView, ...] = field(default=())

    @property
    def is_blank(self):
        """Whether nothing that a score could rest on is known."""
        return not (self.posts or self.role_started_on or any(getattr(self, name) for name in QUOTABLE))

    def source_text(self, source):
        """The text a line's `source` names; "" for a source this lead has not."""
        if source.startswith("post:"):
            return next((post.text for post in self.posts if post.source == source), "")
        if source == "role_started_on":
            return self.role_started_on.isoformat() if self.role_started_on else ""
        return getattr(self, source) if source in QUOTABLE else ""


QUOTABLE = frozenset(
    "title company_name company_size company_location industry location bio skills keywords notes".split()
)


def load_snapshots(*, lead_ids, offer):
    """Snapshots of the offer's workspace's leads among `lead_ids`, by id, in two queries."""
    today = timezone.localdate()
    posts = load_posts(lead_ids, offer.workspace_id)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT l.id, l.full_name, l.title, COALESCE(NULLIF(l.company_name, ''), c.name, ''),
                COALESCE(NULLIF(l.company_size, ''), c.size, ''),
                COALESCE(NULLIF(l.company_location, ''), c.location, ''),
                COALESCE(NULLIF(l.industry, ''), c.industry, ''),
                l.location, l.bio, l.skills, l.keywords, l.notes, l.role_started_on
            FROM leads_lead l LEFT JOIN leads_company c ON c.id = l.company_id
            WHERE l.id = ANY(%s) AND l.workspace_id = %s ORDER BY l.id
            """,
            [list(lead_ids), offer.workspace_id],
        )
        return [snapshot_of(row, today, posts) for row in cursor]


def snapshot_of(row, today, posts):
    return Snapshot(
        lead_id=row[0],
        today=today,
        full_name=row[1],
        title=row[2],
        company_name=row[3],
        company_size=row[4],
        company_location=row[5],
        industry=row[6],
        location=row[7],
        bio=row[8],
        skills=row[9],
        keywords=row[10],
        notes=row[11],
        role_started_on=row[12],
        posts=tuple(posts.get(row[0], ())),
    )


def load_posts(lead_ids, workspace_id):
    """lead id → its newest posts; a post without a date is kept, since an import seldom knows one.

    The workspace stands in an expression, so that only the lead's own index can serve.
    """
    posts = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT wanted.id, p.id, p.text, p.url, p.posted_at
            FROM unnest(%s::bigint[]) AS wanted(id) CROSS JOIN LATERAL (
                SELECT id, text, url, posted_at FROM leads_post
                WHERE lead_id = wanted.id AND workspace_id + 0 = %s
                    AND (posted_at IS NULL OR posted_at > now() - make_interval(months => %s))
                ORDER BY posted_at DESC NULLS LAST, id DESC LIMIT %s
            ) AS p
            """,
            [list(lead_ids), workspace_id, POST_MONTHS, POSTS_PER_LEAD],
        )
        for lead_id, *post in cursor:
            posts[lead_id].append(PostView(*post))
    return posts
