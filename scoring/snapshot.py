"""What a scorer may know: the lead, what they wrote, the offer, and which day it is."""

import json
from collections import defaultdict
from datetime import UTC, date, datetime
from typing import NamedTuple

from django.db import connection
from django.db.models import Value
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone

from leads.models import Lead
from scoring.intent.model import reader_version
from scoring.intent.reading import Passage, Reading

POST = "post:"
POSTS_PER_LEAD = 50
POST_MONTHS = 18
NO_PASSAGES = "[]"


class PostView(NamedTuple):
    id: int
    text: str
    url: str = ""
    posted_at: datetime | None = None
    reading: Reading | None = None

    @property
    def source(self) -> str:
        return f"{POST}{self.id}"


class Snapshot(NamedTuple):
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
    last_active_on: date | None = None
    posts: tuple[PostView, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether nothing that a score could rest on is known."""
        return not (self.posts or self.role_started_on or any(getattr(self, name) for name in QUOTABLE))

    def source_text(self, source) -> str:
        """The text a line's `source` names; "" for a source this lead has not."""
        if source.startswith(POST):
            pk = int(source.removeprefix(POST))
            return next((post.text for post in self.posts if post.id == pk), "")
        if source == "role_started_on":
            return self.role_started_on.isoformat() if self.role_started_on else ""
        return getattr(self, source) if source in QUOTABLE else ""


QUOTABLE = frozenset(
    "title company_name company_size company_location industry location bio skills keywords notes".split()
)


def known(name, company_field) -> Coalesce:
    """What the lead says, or else its company."""
    return Coalesce(NullIf(name, Value("")), f"company__{company_field}", Value(""))


COLUMNS = {name: name for name in Snapshot._fields if name not in ("lead_id", "today", "posts")} | {
    "company_name": known("company_name", "name"),
    "company_size": known("company_size", "size"),
    "company_location": known("company_location", "location"),
    "industry": known("industry", "industry"),
}
# built once: that takes a third of the time of the query for a batch of 500
LEADS = Lead.objects.order_by("pk").values_list("pk", *COLUMNS.values())


def load_snapshots(*, lead_ids, offer) -> list[Snapshot]:
    """Snapshots of the offer's workspace's leads among `lead_ids`, by id, in two queries."""
    today = timezone.localdate()
    posts = load_posts(lead_ids, offer.workspace_id)
    leads = LEADS.among(lead_ids).filter(workspace=offer.workspace_id)
    return [Snapshot(pk, today, *texts, posts=tuple(posts.get(pk, ()))) for pk, *texts in leads]


def load_posts(lead_ids, workspace_id) -> dict[int, list[PostView]]:
    """lead id → its newest posts; a post without a date is kept, since an import seldom knows one.

    A date that lies in the future is none: the post was not written then, and stands with those without a date.

    The workspace stands in an expression, so that only the lead's own index can serve.
    """
    posts = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(
            """
            SELECT wanted.id, p.id, p.text, p.url,
                EXTRACT(EPOCH FROM p.written_at)::float8, r.speaks, r.passages::text, r.meaning
            FROM unnest(%s::bigint[]) AS wanted(id) CROSS JOIN LATERAL (
                SELECT id, text, url, CASE WHEN posted_at < now() + interval '1 day' THEN posted_at END AS written_at
                FROM leads_post
                WHERE lead_id = wanted.id AND workspace_id + 0 = %s
                    AND (posted_at IS NULL OR posted_at > now() - make_interval(months => %s))
                ORDER BY written_at DESC NULLS LAST, id DESC LIMIT %s
            ) AS p
            LEFT JOIN scoring_postreading r
                ON r.digest = encode(substr(sha256(convert_to(p.text, 'UTF8')), 1, 16), 'hex')::uuid AND r.reader = %s
            """,
            [list(lead_ids), workspace_id, POST_MONTHS, POSTS_PER_LEAD, reader_version()],
        )
        for lead_id, pk, text, url, seconds, speaks, passages, meaning in cursor:
            # reading a moment as text takes ten times as long
            posted_at = None if seconds is None else datetime.fromtimestamp(seconds, UTC)
            posts[lead_id].append(PostView(pk, text, url, posted_at, kept_reading(speaks, passages, meaning)))
    return posts


def kept_reading(speaks, passages, meaning) -> Reading | None:
    if speaks is None:
        return None
    found = json.loads(passages) if passages != NO_PASSAGES else ()
    return Reading(speaks, tuple(Passage(*each) for each in found), meaning)
