"""Moving the rows of one lead to another, and giving them back as they were."""

import json

from django.db import connection


def carry(merge, model, *, unique=(), better="FALSE", changes=False):
    """Move the rows of `model` to the lead that stays, and remember them as they were.

    Of two rows with the same `unique` columns the one that `better` names stays: an SQL condition on `gone` and `kept`.
    With `changes`, all rows of the lead that stays are remembered, because work after the merge rewrites them.
    """
    table, leads = model._meta.db_table, {"kept": merge.lead_id, "gone": merge.gone_id}
    same = " AND ".join(f"kept.{name} IS NOT DISTINCT FROM gone.{name}" for name in unique)
    pair = f"kept.lead_id = %(kept)s AND gone.lead_id = %(gone)s AND {same}"
    rows = remember(merge, model)
    with connection.cursor() as cursor:
        if changes:
            rows["kept"] = rows_of(cursor, table, merge.lead_id)
        if unique:
            cursor.execute(
                f"DELETE FROM {table} kept USING {table} gone WHERE {pair} AND {better} RETURNING to_jsonb(kept)", leads
            )
            rows["dropped"] = [json.loads(row) for (row,) in cursor.fetchall()]
            cursor.execute(f"DELETE FROM {table} gone USING {table} kept WHERE {pair}", leads)
        cursor.execute(f"UPDATE {table} SET lead_id = %(kept)s WHERE lead_id = %(gone)s", leads)


def remember(merge, model):
    """Note the rows of the lead that goes as they are now. Rows deleted after this are given back too."""
    table = model._meta.db_table
    if table not in merge.record["rows"]:
        with connection.cursor() as cursor:
            merge.record["rows"][table] = {"gone": rows_of(cursor, table, merge.gone_id), "dropped": []}
    return merge.record["rows"][table]


def give_back(merge, model, *, unless="FALSE"):
    """Give both leads their rows of `model` as they were at the merge.

    Rows of the lead that stayed keep their present values where `unless` (SQL on `t`) holds.
    """
    rows = merge.record["rows"].get(model._meta.db_table, {})
    insert(model, rows.get("gone", []), merge.gone_id, "(id) DO UPDATE")
    insert(model, rows.get("dropped", []), merge.lead_id, "DO NOTHING")
    insert(model, rows.get("kept", []), merge.lead_id, "(id) DO UPDATE", f"WHERE NOT ({unless})")


def insert(model, rows, lead_id, on_conflict, condition=""):
    """Insert the rows whose references still exist. A nullable reference that is gone becomes NULL."""
    if not rows:
        return
    columns = columns_in(rows[0], model)
    values, needed = {name: f"r.{name}" for name in columns} | {"lead_id": "%(lead)s"}, ["TRUE"]
    for field in model._meta.concrete_fields:
        if not field.is_relation or field.column == "lead_id" or field.column not in columns:
            continue
        exists = f"EXISTS (SELECT FROM {field.related_model._meta.db_table} o WHERE o.id = r.{field.column})"
        if field.null:
            values[field.column] = f"CASE WHEN {exists} THEN r.{field.column} END"
        else:
            needed.append(exists)
    if on_conflict.endswith("UPDATE"):
        on_conflict += f" SET {', '.join(f'{name} = excluded.{name}' for name in columns)} {condition}"
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"""
            INSERT INTO {table} AS t ({", ".join(columns)}) SELECT {", ".join(values.values())}
            FROM jsonb_populate_recordset(NULL::{table}, %(rows)s) r WHERE {" AND ".join(needed)} ORDER BY r.id
            ON CONFLICT {on_conflict}
            """,
            {"rows": json.dumps(rows), "lead": lead_id},
        )


def columns_in(row, model):
    """The columns that a remembered row has. A column added since then takes its default."""
    return [field.column for field in model._meta.concrete_fields if field.column in row and not field.generated]


def rows_of(cursor, table, lead_id):
    cursor.execute(f"SELECT to_jsonb(t) FROM {table} t WHERE lead_id = %s ORDER BY id", [lead_id])
    return [json.loads(row) for (row,) in cursor.fetchall()]


def stored(model, pk):
    """A row as the database spells it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT to_jsonb(t) - 'search_text' FROM {model._meta.db_table} t WHERE id = %s", [pk])
        return json.loads(cursor.fetchone()[0])
