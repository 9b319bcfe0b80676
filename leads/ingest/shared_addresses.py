"""Addresses of several people: `info@`, a family's mailbox, the X account of a company.

People whose names differ are two, though they share a mailbox, or an X account with mailboxes of their own. The address
stays a key of one of them: of the lead that has it, else of the first.
"""

from itertools import groupby

from leads.identity import handles
from leads.identity.keys import person_key
from leads.identity.name_agreement import MISSING, OTHER, compare_names, may_be_one
from leads.identity.person_names import read_name
from leads.ingest.tables import DETAILS_OF

KINDS = ("x_handle", "email_key")
# How a mailbox of one's own spells the first name.
OWN = (handles.FULL, handles.INITIAL, handles.GIVEN)
NAMED = "p.full_name, i.email_key, i.row, p.company_name, p.title, p.location"


def part_rows(cursor, workspace_id):
    """Take a shared address from rows of `incoming_key` who are not its owner. Returns from how many."""
    return sum(_leave(cursor, kind, _strangers_among_rows(cursor, kind, workspace_id)) for kind in KINDS)


def _strangers_among_rows(cursor, kind, workspace_id):
    cursor.execute(
        f"""
        SELECT k.key, COALESCE(l.full_name, ''), COALESCE(l.email_key, ''), {NAMED}
        FROM incoming_key k JOIN incoming i USING (row) {DETAILS_OF.format("k")} LEFT JOIN LATERAL (
            SELECT full_name, email_key FROM leads_lead
            WHERE {kind} = k.key AND workspace_id + 0 = %s OFFSET 0
        ) AS l ON true
        WHERE k.kind = '{kind}' AND p.full_name <> '' ORDER BY k.key, k.row
        """,
        [workspace_id],
    )
    for (_, *owner), rows in groupby(cursor.fetchall(), key=lambda found: found[:3]):
        # A. Smith may be Anna and may be Alan: everybody who keeps the address has to agree
        kept = {tuple(owner)} if owner[0] else set()
        for person in (row[3:] for row in rows):
            if any(_is_other(kind, one, person) for one in kept):
                yield person
            else:
                kept.add(person[:2])


def part_from_leads(cursor):
    """Take a shared address from persons who are not the lead in `lead_key` that has it. Returns from how many."""
    return sum(_leave(cursor, kind, _strangers_to_leads(cursor, kind)) for kind in KINDS)


def _strangers_to_leads(cursor, kind):
    cursor.execute(f"""
        SELECT l.full_name, l.email_key, {NAMED}
        FROM lead_key h JOIN leads_lead l ON l.id = h.lead_id JOIN incoming i USING (row) {DETAILS_OF.format("h")}
        WHERE h.kind = '{kind}' AND '' NOT IN (l.full_name, p.full_name) AND lower(l.full_name) <> lower(p.full_name)
    """)
    found = [(row[:2], row[2:]) for row in cursor.fetchall()]
    return [person for owner, person in found if _is_other(kind, owner, person)]


def _is_other(kind, owner, person):
    (name, mailbox), (other_name, other_mailbox, *_) = owner, person
    if may_be_one(name, other_name):
        return False
    if kind == "email_key":
        return not _took_another_surname(name, other_name, mailbox or other_mailbox)
    return "" not in (mailbox, other_mailbox) and mailbox != other_mailbox


def _took_another_surname(name, other_name, mailbox):
    """Nora Quill and Nora Reed of nora@ are one person."""
    x, y = read_name(name), read_name(other_name)
    agreement = compare_names(x, y)
    if agreement.given in (OTHER, MISSING) or agreement.generation < 0:
        return False
    return any(handles.spelled_by(mailbox.partition("@")[0], one).level in OWN for one in (x, y))


def _leave(cursor, kind, people):
    """Without the address they are known by their other keys, and by name and company."""
    leaving = [
        (row, person_key(full_name=name, company=company, title=title, location=place))
        for name, _, row, company, title, place in people
    ]
    rows, keys = zip(*leaving, strict=True) if leaving else ((), ())
    cursor.execute(
        f"""
        UPDATE incoming i SET {kind} = '', person_key = s.person_key
        FROM unnest(%s::int[], %s::text[]) AS s(row, person_key) JOIN incoming head USING (row)
        WHERE i.person = head.row AND i.{kind} = head.{kind}
        """,
        [list(rows), list(keys)],
    )
    return len(leaving)
