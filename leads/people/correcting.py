"""Correcting a lead by hand: one field at a time, locked against imports and enrichment until it is released."""

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from leads.identity import keys
from leads.identity.platforms import HANDLE_FIELDS
from leads.ingest.columns import DETAILS
from leads.ingest.tables import lock_ingest
from leads.models import Company, Lead, LeadMerge
from leads.people.merged_rows import stored
from leads.people.merging import lock_pair, merge_leads, undo_merge
from leads.signals import lead_corrected, leads_to_lock

HAND = "hand"
PLATFORM_OF = {key: platform for platform, key in HANDLE_FIELDS.items()}
EDITABLE = (*PLATFORM_OF, *DETAILS)
STRONG_KEYS = ("linkedin_slug", "x_handle", "x_user_id", "email_key")
# What a company tells of itself, and when the role there began.
OF_COMPANY = ("company_size", "company_location", "role_started_on")


class Taken(Exception):
    """Another lead of the workspace is known by this value."""

    def __init__(self, holder, name):
        super().__init__(f"{holder.display_name} is known by this {name}")
        self.holder, self.name = holder, name


class NoIdentity(Exception):
    """Without this value nothing tells the lead from another one."""


class Changed(Exception):
    """The field has another value than the one the user saw."""

    def __init__(self, value):
        super().__init__(str(value))
        self.value = value


class NotShared(Exception):
    """The other lead is not known by such a value any more."""


@dataclass
class Correction:
    """What a correction changed. `former` is the address of `platform` that the lead had; `posts` are those removed."""

    lead: Lead
    user: object
    fields: list[str]
    platform: str = ""
    former: str = ""
    removed: dict[str, str] = field(default_factory=dict)
    posts: list[int] = field(default_factory=list)


def correct_field(*, lead_id, name, value, user, seen=None) -> Correction:
    """Set one of EDITABLE and lock it. Raises Taken, NoIdentity and Changed; then nothing is saved.

    `seen` is the value that the user saw, if any. Another profile address takes away what was read from the former one.
    """
    with transaction.atomic():
        lead = locked_lead(lead_id)
        if seen is not None and getattr(lead, name) != seen:
            raise Changed(getattr(lead, name))
        correction = Correction(lead, user, [name])
        assign(correction, name, value)
        note_hand(lead, name, user)
        keep_identity(lead)
        lead.save()
        lead_corrected.send(Lead, correction=correction)
    return correction


def release_field(*, lead_id, name) -> Lead:
    """Leave the field to imports and enrichment again. Its value stays until one of them brings another."""
    with transaction.atomic():
        lead = locked_lead(lead_id)
        lead.locked = [locked for locked in lead.locked if locked != name]
        lead.save(update_fields=["locked", "updated_at"])
    return lead


def merge_by_hand(*, lead_id, other_id, name, user) -> LeadMerge:
    """Merge the other lead into this one, because what it is known by, `name`, is this lead's.

    What was read from this lead's former address goes. Raises NotShared and Contradiction.
    """
    with transaction.atomic():
        lead, other = lock_pair(lead_id, other_id)
        if not getattr(other, name) or (name == "email_key" and other != sharing_mailbox(lead)):
            raise NotShared
        correction = Correction(lead, user, [name])
        if name in PLATFORM_OF:
            assign(correction, name, "")
            lead.save()
        merge = merge_leads(kept_id=lead_id, gone_id=other_id, user=user)
        correction.lead = Lead.objects.get(pk=lead_id)
        if name in PLATFORM_OF:
            note_hand(correction.lead, name, user)
            correction.lead.save(update_fields=["provenance", "locked", "updated_at"])
        elif name == "email_key":
            # the merge left it where it is locked with the address
            correction.lead.email_key = other.email_key
            correction.lead.save(update_fields=["email_key", "updated_at"])
        merge.record |= {"by_hand": True, "kept": merge.record["kept"] | {"after": stored(Lead, lead_id)}}
        merge.save(update_fields=["record"])
        lead_corrected.send(Lead, correction=correction)
    return merge


def undo_merge_by_hand(merge, *, user):
    """Make two leads of one again. Raises UndoRefused."""
    with transaction.atomic():
        undo_merge(merge)
        for lead in Lead.objects.filter(pk__in=[merge.lead_id, merge.gone_id]).order_by("pk"):
            lead_corrected.send(Lead, correction=Correction(lead, user, list(DETAILS)))


def locked_lead(lead_id):
    """The lead, locked in the order that every writer keeps."""
    leads_to_lock.send(Lead, lead_ids=[lead_id])
    lock_ingest(Lead.objects.values_list("workspace_id", flat=True).get(pk=lead_id))
    return Lead.objects.select_for_update().defer("search_text").get(pk=lead_id)


def assign(correction, name, value):
    lead, former = correction.lead, getattr(correction.lead, name)
    setattr(lead, name, value)
    if value == former:
        return
    if name in PLATFORM_OF:
        correction.platform, correction.former = PLATFORM_OF[name], former
        if former:
            forget_account(correction)
    elif name == "company_name":
        move_to_company(lead, former)
    elif name == "location":
        lead.city = lead.region = lead.country = ""
    elif name == "email":
        lead.email_key = own_mailbox(lead, value)
    elif name == "connected_on":
        lead.connection = Lead.Connection.CONNECTED if value else Lead.Connection.UNKNOWN


def note_hand(lead, name, user):
    today = timezone.now().date().isoformat()
    lead.provenance = lead.provenance | {name: [HAND, today, user.get_full_name() or user.get_username()]}
    lead.locked = sorted({*lead.locked, name})


def own_mailbox(lead, address):
    """The key of the address; "" where it is another lead's mailbox, which the two share."""
    key = keys.mailbox_key(address) if address else ""
    return "" if holder_of(lead, "email_key", key) else key


def sharing_mailbox(lead) -> Lead | None:
    """The lead that is known by the e-mail address of this one, where the two share it."""
    shares = lead.email and not lead.email_key
    return holder_of(lead, "email_key", keys.mailbox_key(lead.email)) if shares else None


def move_to_company(lead, former):
    """What was known of another employer goes, except what was set by hand."""
    key = keys.company_key(lead.company_name)
    lead.company = company_of(lead, key) if key else None
    if key != keys.company_key(former):
        clear(lead, [name for name in OF_COMPANY if name not in lead.locked])


def company_of(lead, key):
    known, _ = Company.objects.get_or_create(
        workspace=lead.workspace, name_key=key, defaults={"name": lead.company_name}
    )
    return known


def clear(lead, names):
    """Empty fields that are no longer true. Returns their texts."""
    removed = {name: str(getattr(lead, name)) for name in names if getattr(lead, name)}
    for name in names:
        setattr(lead, name, None if DETAILS[name].null else "")
    lead.provenance = {name: entry for name, entry in lead.provenance.items() if name not in names}
    return removed


def forget_account(correction):
    """Remove what was read from the lead's former account on the platform."""
    lead, platform = correction.lead, correction.platform
    correction.posts = list(lead.posts.filter(platform=platform).values_list("pk", flat=True))
    for rows in (lead.posts, lead.interactions, lead.profiles, lead.former_addresses):
        rows.filter(platform=platform).delete()
    if platform == PLATFORM_OF["x_handle"]:
        lead.x_user_id = ""
    read = [name for name in DETAILS if lead.provenance.get(name, [""])[0] == platform and name not in lead.locked]
    correction.removed = clear(lead, read)
    correction.fields += read
    if "company_name" in read:
        lead.company = None
        clear(lead, [name for name in OF_COMPANY if name not in lead.locked])
    if "location" in read:
        lead.city = lead.region = lead.country = ""
    newest = lead.posts.filter(posted_at__lte=timezone.now()).aggregate(at=Max("posted_at"))["at"]
    lead.last_active_on = newest.date() if newest else None


def keep_identity(lead):
    """A lead that nothing stronger identifies is known by its name and company. Raises Taken and NoIdentity."""
    for key in PLATFORM_OF:
        if holder := holder_of(lead, key, getattr(lead, key)):
            raise Taken(holder, key)
    strong = any(getattr(lead, key) for key in STRONG_KEYS)
    if strong and not lead.person_key:
        return
    lead.person_key = keys.person_key(
        full_name=lead.full_name, company=lead.company_name, title=lead.title, location=lead.location
    )
    if holder := holder_of(lead, "person_key", lead.person_key):
        if not strong:
            raise Taken(holder, "person_key")
        lead.person_key = ""
    if not (strong or lead.person_key or lead.sales_navigator_id):
        raise NoIdentity


def holder_of(lead, key, value):
    others = Lead.objects.filter(workspace=lead.workspace_id).exclude(pk=lead.pk)
    return others.filter(**{key: value}).first() if value else None


def text_of(value) -> str:
    """A field's value as a form sends it."""
    return value.isoformat() if isinstance(value, date) else value or ""
