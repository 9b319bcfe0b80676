"""The columns that ingest carries, read off the models: a field added to `LeadDetails` is carried by itself."""

from django.db import connection
from django.db.models import CharField, TextField

from leads.models import Company, Lead, LeadSource, Post
from leads.models.lead_details import LeadDetails

# strongest first: a weaker key never joins two people whose stronger keys differ
KEYS = ("linkedin_slug", "x_user_id", "x_handle", "email_key", "sales_navigator_id", "person_key")
DETAILS = {field.name: field for field in LeadDetails._meta.local_fields}
LINE_LIMITS = {name: f.max_length for name, f in DETAILS.items() if isinstance(f, CharField) and name != "email"}
TEXT_FIELDS = tuple(name for name, field in DETAILS.items() if isinstance(field, TextField))
# whose source a lead's provenance names; the other columns follow from these
SOURCED = ("linkedin_slug", "x_user_id", "x_handle", *DETAILS)
TEXT_LIMIT = 20_000

IDENTITY_FIELDS = {
    "reference": LeadSource._meta.get_field("reference"),
    **{key: Lead._meta.get_field(key) for key in KEYS},
    "company_key": Company._meta.get_field("name_key"),
    "evidence": LeadSource._meta.get_field("evidence"),
    "evidence_url": LeadSource._meta.get_field("evidence_url"),
    "evidence_at": LeadSource._meta.get_field("evidence_at"),
}
DETAIL_FIELDS = {**DETAILS, "company_domain": Company._meta.get_field("domain")}
# Identities are in a narrow table, which is read many times; details are in another, which is read once.
IDENTITY_COLUMNS = ("row", *IDENTITY_FIELDS)
DETAIL_COLUMNS = (*DETAIL_FIELDS, "posts")
COLUMNS = (*IDENTITY_COLUMNS, *DETAIL_COLUMNS)


def limit_of(model, name):
    return model._meta.get_field(name).max_length


REFERENCE_LIMIT = limit_of(LeadSource, "reference")
EVIDENCE_URL_LIMIT = limit_of(LeadSource, "evidence_url")
POST_ID_LIMIT, POST_URL_LIMIT = limit_of(Post, "external_id"), limit_of(Post, "url")


def definitions(fields):
    """Columns of a table for `fields` (by column name). What is unknown is NULL where the model allows it, else ''."""
    return ", ".join(
        f"{name} {field.db_type(connection)}" + ("" if field.null else " NOT NULL DEFAULT ''")
        for name, field in fields.items()
    )
