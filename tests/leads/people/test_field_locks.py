import pytest
from django.db import connection

from leads.models import Lead
from leads.people.field_locks import is_locked, unless_locked

COLUMNS = (
    "full_name", "title", "company_name", "company_id", "location", "city", "region", "country", "email", "email_key",
    "connected_on", "connection", "x_handle", "x_user_id",
)  # fmt: skip


@pytest.mark.parametrize(
    ("locked", "columns"),
    [
        ("title", ["title"]),
        ("company_name", ["company_name", "company_id"]),
        ("location", ["location", "city", "region", "country"]),
        ("email", ["email", "email_key"]),
        ("connected_on", ["connected_on", "connection"]),
        ("x_handle", ["x_handle", "x_user_id"]),
    ],
)
def test_a_field_set_by_hand_locks_the_columns_that_say_nothing_without_it(locked, columns):
    assert [name for name in COLUMNS if is_locked(Lead(locked=[locked]), name)] == columns


@pytest.mark.django_db
@pytest.mark.parametrize(("locked", "city"), [([], "Ghent"), (["title"], "Ghent"), (["title", "location"], "Oslo")])
def test_another_writer_changes_a_column_unless_it_is_locked(locked, city):
    changed = unless_locked("city", "'Ghent'")
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {changed} FROM (SELECT %s::text[] AS locked, 'Oslo' AS city) AS l", [locked])
        assert cursor.fetchone() == (city,)
