from dataclasses import fields

import pytest
from django.db import connection

from leads.ingest.columns import COLUMNS, DETAILS, KEYS, LINE_LIMITS, SOURCED, TEXT_FIELDS, definitions
from leads.ingest.profiles import FoundProfile
from leads.models import ImportRow, Lead
from leads.people.merged_fields import GROUPS
from leads.sources.csv.staging import RECORD

# What a source cannot bring: ids and times, what is computed, and what enrichment or a user decides.
NOT_CARRIED = {
    "id", "workspace", "company", "connection", "city", "region", "country", "best_score", "best_state", "enriched_at",
    "missing", "last_active_on", "provenance", "locked", "created_at", "updated_at", "search_text",
}  # fmt: skip


def test_ingest_carries_every_field_of_a_lead_that_a_source_can_bring():
    assert {*KEYS, *DETAILS} == {field.name for field in Lead._meta.concrete_fields} - NOT_CARRIED
    assert set(DETAILS) <= {field.name for field in fields(FoundProfile)}


def test_every_detail_reaches_imports_provenance_and_merges():
    assert set(DETAILS) < set(RECORD)
    assert set(RECORD) <= {field.name for field in ImportRow._meta.concrete_fields}
    assert set(SOURCED) == {"linkedin_slug", "x_user_id", "x_handle", *DETAILS}
    merged = [name for group in GROUPS for name in group]
    assert set(DETAILS) - set(merged) == {"email", "notes"}
    assert len(merged) == len(set(merged))


def test_a_line_is_as_long_as_the_lead_s_column_and_a_text_has_no_such_limit():
    assert {name: Lead._meta.get_field(name).max_length for name in DETAILS if name in LINE_LIMITS} == LINE_LIMITS
    assert {*LINE_LIMITS, *TEXT_FIELDS, "email", "connected_on", "role_started_on"} == set(DETAILS)
    assert (LINE_LIMITS["title"], TEXT_FIELDS) == (300, ("bio", "skills", "keywords", "notes"))


@pytest.mark.django_db
def test_a_temporary_table_has_the_columns_of_the_models():
    columns = {name: DETAILS[name] for name in ("title", "bio", "role_started_on")}
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TEMP TABLE made (row int, {definitions(columns)}) ON COMMIT DROP")
        cursor.execute("INSERT INTO made (row) VALUES (1) RETURNING *")
        assert cursor.fetchone() == (1, "", "", None)
    assert (
        definitions(columns)
        == "title varchar(300) NOT NULL DEFAULT '', bio text NOT NULL DEFAULT '', role_started_on date"
    )


def test_no_column_is_carried_twice():
    assert len(COLUMNS) == len(set(COLUMNS))
