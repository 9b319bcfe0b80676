"""Fields that a person set by hand: every other writer leaves them alone until they are released."""

# Columns that say nothing by themselves and share the lock of another.
FOLLOWS = {
    "company_id": "company_name",
    "connection": "connected_on",
    "email_key": "email",
    "x_user_id": "x_handle",
    "city": "location",
    "region": "location",
    "country": "location",
}


def is_locked(lead, name) -> bool:
    return FOLLOWS.get(name, name) in lead.locked


def unless_locked(name, sql) -> str:
    """The SQL of a column of a lead (l) that another writer changes to `sql`."""
    return f"CASE WHEN '{FOLLOWS.get(name, name)}' = ANY(l.locked) THEN l.{name} ELSE {sql} END"
