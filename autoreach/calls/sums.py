"""Sums that triggers on the ledger keep: each statement adds rows of what it changed, which are added up here."""

from django.db import connection, models, transaction

from autoreach.calls.models import DailyUsage, Spending

SUMMED = {Spending: ("usd",), DailyUsage: ("calls", "usd", "unknown")}


def add_up() -> None:
    """Every minute: replace rows of the same kind by one; no sum changes. One process does it at a time."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext('calls.sums'))")
        if cursor.fetchone()[0]:
            for model, summed in SUMMED.items():
                cursor.execute(statement_of(model, summed))


def statement_of(model: type[models.Model], summed: tuple[str, ...]) -> str:
    table, names = model._meta.db_table, [field.column for field in model._meta.concrete_fields]
    kind = ", ".join(name for name in names if name not in ("id", *summed))
    return f"""
        WITH several AS (
            SELECT array_agg(id) AS ids FROM {table} GROUP BY {kind} HAVING count(*) > 1
        ), removed AS (
            DELETE FROM {table} WHERE id IN (SELECT unnest(ids) FROM several) RETURNING *
        )
        INSERT INTO {table} ({kind}, {", ".join(summed)})
        SELECT {kind}, {", ".join(f"sum({name})" for name in summed)} FROM removed GROUP BY {kind}
        HAVING {" OR ".join(f"sum({name}) <> 0" for name in summed)}
    """
