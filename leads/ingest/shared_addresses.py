"""Addresses of several people: `info@`, a family's mailbox, the X account of a company, a link copied to the next row.

People whose names differ are two, whichever weak key they share. The address stays a key of one of them: of the lead
that has it, else of the first.
"""

from dataclasses import dataclass
from itertools import groupby

from leads.identity import given_names, handles
from leads.identity.keys import person_key
from leads.identity.name_agreement import MISSING, OTHER, compare_names, may_be_one
from leads.identity.person_names import read_name
from leads.identity.platforms import X
from leads.ingest.tables import DETAILS_OF
from leads.sources.registry import SOURCES

KINDS = ("x_handle", "email_key", "sales_navigator_id")
# How an address of one's own spells the first name.
OWN = (handles.FULL, handles.INITIAL, handles.GIVEN)
OF_ROW = "p.full_name, i.email_key, i.x_user_id <> ''"
OF_LEAD = """l.full_name, l.email_key, COALESCE(l.provenance #>> '{full_name,0}', (
    SELECT s.kind FROM leads_leadsource s WHERE s.lead_id = l.id ORDER BY s.id LIMIT 1
), '') = ANY(%s)"""
LEAVING = "i.row, p.company_name, p.title, p.location"


@dataclass(slots=True)
class Bearer:
    """All of one name who have a shared address. `self_named`: the name is only what they call themselves on X."""

    name: str
    mailboxes: set[str]
    self_named: bool

    def join(self, other):
        self.mailboxes |= other.mailboxes
        self.self_named &= other.self_named


def bearer_of(name, mailbox, self_named):
    return Bearer(name, {mailbox} if mailbox else set(), self_named)


def part_rows(cursor, workspace_id):
    """Take a shared address from rows of `incoming_key` who are not its owner. Returns from how many."""
    return sum(_leave(cursor, kind, _strangers_among_rows(cursor, kind, workspace_id)) for kind in KINDS)


def _strangers_among_rows(cursor, kind, workspace_id):
    cursor.execute(
        f"""
        SELECT k.key, COALESCE(l.name, ''), COALESCE(l.mailbox, ''), COALESCE(l.self_named, false), {OF_ROW}, {LEAVING}
        FROM incoming_key k JOIN incoming i USING (row) {DETAILS_OF.format("k")} LEFT JOIN LATERAL (
            SELECT * FROM (SELECT {OF_LEAD} FROM leads_lead l
            WHERE l.{kind} = k.key AND l.workspace_id + 0 = %s OFFSET 0) AS owner (name, mailbox, self_named)
        ) AS l ON true
        WHERE k.kind = '{kind}' AND p.full_name <> '' ORDER BY k.key, k.row
        """,
        [_naming_by_x(), workspace_id],
    )
    for (key, *owner), rows in groupby(cursor.fetchall(), key=lambda found: found[:4]):
        # A. Smith may be Anna and may be Alan: everybody who keeps the address has to agree
        kept = {owner[0]: bearer_of(*owner)} if owner[0] else {}
        for row in rows:
            bearer = bearer_of(*row[4:7])
            if any(_is_other(kind, key, one, bearer) for one in kept.values()):
                yield bearer, row[7:]
            else:
                kept.setdefault(bearer.name, bearer).join(bearer)


def part_from_leads(cursor):
    """Take a shared address from persons who are not the lead in `lead_key` that has it. Returns from how many."""
    return sum(_leave(cursor, kind, _strangers_to_leads(cursor, kind)) for kind in KINDS)


def _strangers_to_leads(cursor, kind):
    cursor.execute(
        f"""
        SELECT l.{kind}, {OF_LEAD}, {OF_ROW}, {LEAVING}
        FROM lead_key h JOIN leads_lead l ON l.id = h.lead_id JOIN incoming i USING (row) {DETAILS_OF.format("h")}
        WHERE h.kind = '{kind}' AND '' NOT IN (l.full_name, p.full_name) AND lower(l.full_name) <> lower(p.full_name)
        """,
        [_naming_by_x()],
    )
    found = [(key, bearer_of(*row[:3]), bearer_of(*row[3:6]), row[6:]) for key, *row in cursor.fetchall()]
    return [(bearer, rest) for key, owner, bearer, rest in found if _is_other(kind, key, owner, bearer)]


def _naming_by_x():
    return [X, *(kind for kind, info in SOURCES.items() if info.self_named)]


def _is_other(kind, key, owner, bearer):
    if owner.name == bearer.name or may_be_one(owner.name, bearer.name):
        return False
    if kind == "x_handle":
        return _is_other_on_x(key, owner, bearer)
    if kind == "email_key":
        return not _took_another_surname(owner, bearer, spelled_in=key.partition("@")[0])
    return not _share_first_name(owner, bearer)


def _is_other_on_x(handle, owner, bearer):
    if any(one != other for one in owner.mailboxes for other in bearer.mailboxes):
        return True
    if owner.self_named or bearer.self_named or _took_another_surname(owner, bearer, spelled_in=handle):
        return False
    return not (_is_byname(bearer, owner, handle) or _is_byname(owner, bearer, handle))


def _took_another_surname(one, other, *, spelled_in):
    """Nora Quill and Nora Reed of nora@ are one person."""
    return _share_first_name(one, other) and (_spells(spelled_in, one) or _spells(spelled_in, other))


def _share_first_name(one, other):
    agreement = compare_names(read_name(one.name), read_name(other.name))
    return agreement.given not in (OTHER, MISSING) and agreement.generation >= 0


def _is_byname(one, other, handle):
    """The Baker of @ruthbakes is Ruth Adler: the handle spells her name, and the other is none of a person."""
    return _spells(handle, other) and not given_names.is_known(read_name(one.name).given)


def _spells(text, bearer):
    return handles.spelled_by(text, read_name(bearer.name)).level in OWN


def _leave(cursor, kind, people):
    """Without the address they are known by their other keys, and by name and company."""
    leaving = [
        (row, person_key(full_name=bearer.name, company=company, title=title, location=place))
        for bearer, (row, company, title, place) in people
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
