"""The fields of a lead as its page shows them: each with its value, who set it by hand, and whether it is locked."""

from dataclasses import dataclass
from datetime import date

from leads.identity.platforms import HANDLE_FIELDS
from leads.people.correcting import EDITABLE, HAND

LABELS = {
    "full_name": "Name",
    "email": "E-mail",
    "linkedin_slug": "LinkedIn",
    "x_handle": "X",
    "role_started_on": "In role since",
    "company_name": "Company",
    "keywords": "Company keywords",
    "connected_on": "Connected since",
}
BACKGROUND = (
    "title", "role_started_on", "company_name", "company_size", "industry", "company_location", "skills", "keywords",
    "bio",
)  # fmt: skip
FIRST = ("full_name", "location", "email", "phone", "linkedin_slug", "x_handle", "website")
GROUPS = {
    "basics": (*FIRST, *(name for name in EDITABLE if name not in (*FIRST, *BACKGROUND))),
    "background": BACKGROUND,
}
LINE = 100
PLATFORM_OF = {key: platform for platform, key in HANDLE_FIELDS.items()}


@dataclass(frozen=True)
class ShownField:
    """`set_by` and `set_on` are known of a value set by hand. `unread` is an address whose profile was never read."""

    name: str
    value: object
    locked: bool
    set_by: str = ""
    set_on: date | None = None
    unread: bool = False

    @property
    def label(self):
        return label_of(self.name)

    @property
    def date_format(self):
        """ "" where the value is no day; a role begins in a month."""
        if not isinstance(self.value, date):
            return ""
        return "F Y" if self.name == "role_started_on" else "j F Y"

    @property
    def is_long(self):
        """Whether it takes a line of its own, below its label."""
        return isinstance(self.value, str) and len(self.value) > LINE

    @property
    def is_handle(self):
        return self.name == "x_handle"


def label_of(name):
    return LABELS.get(name) or name.replace("_", " ").capitalize()


def shown_fields(lead, group, profiles) -> list[ShownField]:
    read = {profile.platform for profile in profiles}
    return [shown_field(lead, name, read) for name in GROUPS[group]]


def shown_field(lead, name, read):
    value, locked = getattr(lead, name), name in lead.locked
    source, day, *who = lead.provenance.get(name, ("", ""))
    by_hand = {"set_by": who[0] if who else "", "set_on": date.fromisoformat(day)} if source == HAND else {}
    unread = bool(value and locked and name in PLATFORM_OF and PLATFORM_OF[name] not in read)
    return ShownField(name, value, locked, unread=unread, **by_hand)
