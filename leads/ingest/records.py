"""Found profiles in the form that the temporary tables take: cut to length, with the keys that identify them."""

import hashlib
import json

from leads.identity import keys
from leads.identity.keys import DOMAIN_MAX, X_USER_ID_MAX, clean_text, company_key
from leads.ingest.columns import (
    COLUMNS,
    EVIDENCE_URL_LIMIT,
    LINE_LIMITS,
    POST_ID_LIMIT,
    POST_URL_LIMIT,
    REFERENCE_LIMIT,
    TEXT_FIELDS,
    TEXT_LIMIT,
)


def record_of(row, found):
    """A tuple of COLUMNS, or None where nothing identifies the person."""
    slug = keys.linkedin_slug(found.linkedin) or ""
    handle = keys.x_handle(found.x) or ""
    email = keys.email_address(found.email) or ""
    lines = {name: clean_line(getattr(found, name), limit) for name, limit in LINE_LIMITS.items()}
    x_user_id = whole_line(found.x_user_id, X_USER_ID_MAX)
    strong = slug or handle or x_user_id or email
    fallback = "" if strong else fallback_key(lines)
    if not (strong or fallback):
        return None
    values = {
        "row": row,
        "reference": clean_line(found.reference, REFERENCE_LIMIT) or str(row),
        "linkedin_slug": slug,
        "x_user_id": x_user_id,
        "x_handle": handle,
        "email_key": keys.mailbox_key(email) if email else "",
        "sales_navigator_id": keys.sales_navigator_id(found.linkedin) or "",
        "person_key": fallback,
        "company_key": company_key(lines["company_name"]),
        "evidence": clean_text(found.evidence)[:TEXT_LIMIT],
        "evidence_url": whole_line(found.evidence_url, EVIDENCE_URL_LIMIT),
        "email": email,
        "company_domain": whole_line(found.company_domain, DOMAIN_MAX),
        "posts": json.dumps([post_record(post) for post in found.posts if post.text]),
        **lines,
        **{name: clean_text(getattr(found, name))[:TEXT_LIMIT] for name in TEXT_FIELDS},
    }
    return tuple(values[name] if name in values else getattr(found, name) for name in COLUMNS)


def fallback_key(lines):
    return keys.person_key(
        full_name=lines["full_name"], company=lines["company_name"], title=lines["title"], location=lines["location"]
    )


def clean_line(text, limit):
    return " ".join(clean_text(text).split())[:limit].rstrip()


def whole_line(text, limit):
    """The text, or "" where it is too long: a part of an identity is another person's."""
    line = " ".join(clean_text(text).split())
    return line if len(line) <= limit else ""


def post_record(post):
    text = clean_text(post.text)[:TEXT_LIMIT]
    return {
        "platform": post.platform,
        "external_id": whole_line(post.external_id, POST_ID_LIMIT) or hashlib.sha256(text.encode()).hexdigest()[:40],
        "text": text,
        "url": clean_line(post.url, POST_URL_LIMIT),
        "posted_at": post.posted_at,
    }
