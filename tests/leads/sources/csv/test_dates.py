from datetime import date
from io import BytesIO

import pytest

from leads.models import Lead
from leads.sources.csv import lifecycle
from leads.sources.csv.dates import DAY_FIRST, DateOrder, orders_in, parse_date, started_before
from leads.sources.csv.upload import open_job
from tests.factories import WorkspaceFactory

CONTRADICTORY = DateOrder(slashed_day_first=None)


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("2024-03-05", date(2024, 3, 5)),
        ("2024-03-05T10:00:00.000+0000", date(2024, 3, 5)),
        ("2024/3/5", date(2024, 3, 5)),
        ("March 5, 2024", date(2024, 3, 5)),
        ("05 Mar 2024", date(2024, 3, 5)),
        ("5-Mar-24", date(2024, 3, 5)),
        ("5. März 2024", date(2024, 3, 5)),
        ("Dienstag, 5. März 2024", date(2024, 3, 5)),
        ("5 février 2024", date(2024, 2, 5)),
        ("5 de octubre de 2024", date(2024, 10, 5)),
        ("5 de março de 2024", date(2024, 3, 5)),
        ("5 luglio 2024", date(2024, 7, 5)),
        ("5 augustus 2024", date(2024, 8, 5)),
        ("Tue Mar 05 10:00:00 +0000 2024", date(2024, 3, 5)),
        ("Mar 2020 – May 2022", date(2020, 3, 1)),
        ("3/25/24", date(2024, 3, 25)),
        ("3/25/1999 10:30 AM", date(1999, 3, 25)),
        ("3/5/99", date(1999, 3, 5)),
        ("25.03.2024", date(2024, 3, 25)),
        ("03.04.2024", date(2024, 4, 3)),
        ("25.03.2024, 10:30", date(2024, 3, 25)),
        ("03/04/2024", date(2024, 3, 4)),
        ("Mar 2024", date(2024, 3, 1)),
        ("2024-03", date(2024, 3, 1)),
        ("03/2024", date(2024, 3, 1)),
        ("2024", date(2024, 1, 1)),
        ("45356", date(2024, 3, 5)),
        ("2024-02-31", None),
        ("31/04/2024", None),
        ("May 10", None),
        ("in 2024", None),
        ("March 99, 2024", None),
        ("19999", None),
        ("9" * 5000, None),
        ("March 2024 " * 50, None),
        ("soon", None),
        ("", None),
    ],
)
def test_dates_are_read_as_exports_write_them(text, day):
    assert parse_date(text) == day


@pytest.mark.parametrize(
    ("text", "order", "day"),
    [
        ("03/04/2024", DAY_FIRST, date(2024, 4, 3)),
        ("03-04-24", DAY_FIRST, date(2024, 4, 3)),
        ("2024-03-04", DAY_FIRST, date(2024, 3, 4)),
        ("03/25/2024", DAY_FIRST, date(2024, 3, 25)),
        ("03.04.2024", DateOrder(dotted_day_first=False), date(2024, 3, 4)),
        ("03/04/2024", CONTRADICTORY, None),
        ("03.04.2024", CONTRADICTORY, date(2024, 4, 3)),
        ("25/03/2024", CONTRADICTORY, date(2024, 3, 25)),
        ("March 4, 2024", CONTRADICTORY, date(2024, 3, 4)),
    ],
)
def test_a_date_that_can_be_read_in_two_ways_follows_the_order_of_its_column(text, order, day):
    assert parse_date(text, order) == day


@pytest.mark.parametrize(
    ("values", "order"),
    [
        (["1/0/1900", "0/5/2024", "3/3/2024", "03/04/2024 ", "05/06/2024"], DateOrder(assumed="03/04/2024")),
        (["03/04/2024", "03.04.2024"], DateOrder(assumed="03/04/2024")),
        (["2024-03-04", "03.04.2024", "12/12/2024"], DateOrder()),
        (["03/04/2024", "25/03/2024"], DateOrder(slashed_day_first=True, dotted_day_first=True)),
        (["03-04-2024", "25-03-2024"], DateOrder(slashed_day_first=True, dotted_day_first=True)),
        (["03/04/2024", "25.03.2024 10:00"], DateOrder(slashed_day_first=True, dotted_day_first=True)),
        (["03/25/2024", "25.03.2024"], DateOrder(slashed_day_first=False, dotted_day_first=True)),
        (["03.25.2024", "03.04.2024"], DateOrder(slashed_day_first=False, dotted_day_first=False)),
        (["03.25.2024", "25.03.2024"], DateOrder(slashed_day_first=False, dotted_day_first=True)),
        (["03/25/2024", "25/03/2024"], DateOrder(slashed_day_first=None, dotted_day_first=True)),
        (["03/25/2024", *["25/03/2024"] * 10], DateOrder(slashed_day_first=None, dotted_day_first=True)),
        (["03/25/2024", *["25/03/2024"] * 11], DateOrder(slashed_day_first=True, dotted_day_first=True)),
        (["2024-03-25", "25 March 2024", "25/2024", "45/03/2024", "'25/13/2024", ""], DateOrder()),
    ],
)
def test_the_values_of_a_column_prove_its_order(values, order):
    assert orders_in([["any", value] for value in values] + [["short row"]], [1]) == {1: order}


def test_each_column_has_an_order_of_its_own():
    rows = [["25/03/2024", "03/25/2024"], ["03/04/2024", "03/04/2024"]]

    assert orders_in(rows, [0, 1]) == {0: DateOrder(slashed_day_first=True), 1: DateOrder(slashed_day_first=False)}


def test_time_in_a_role_tells_when_it_began():
    today = date(2026, 11, 21)

    assert started_before("2 years 1 month in role", today) == date(2024, 10, 21)
    assert started_before("3 mos", today) == date(2026, 8, 22)
    assert started_before("unknown", today) is None


def staged_days(lines, *names):
    workspace = WorkspaceFactory()
    file = BytesIO("\n".join(lines).encode())
    job = open_job(workspace=workspace, file=file, file_name="people.csv", keep_file=False)
    lifecycle.make_preview(job, file)
    return job, list(job.import_rows.order_by("row").values_list(*names, flat=len(names) == 1))


@pytest.mark.django_db
def test_the_last_row_of_a_long_file_decides_how_the_first_one_is_read():
    rows = [f"p{number}@q.example,03/04/2024" for number in range(2_500)]

    _, days = staged_days(["Email,Start date", *rows, "last@q.example,25/03/2024"], "role_started_on")

    assert (set(days[:-1]), days[-1]) == ({date(2024, 4, 3)}, date(2024, 3, 25))


@pytest.mark.django_db
def test_a_column_of_dotted_and_slashed_dates_is_read_the_same_way():
    rows = ["a@q.example,25.03.2024", "b@q.example,03.04.2024", "c@q.example,03/04/2024", "d@q.example,2024-03-04"]

    _, days = staged_days(["Email,Start date", *rows], "role_started_on")

    assert days == [date(2024, 3, 25), date(2024, 4, 3), date(2024, 4, 3), date(2024, 3, 4)]


@pytest.mark.django_db
def test_days_of_posts_and_of_roles_follow_their_own_columns():
    lines = [
        "Email,Start date,Post content,Post date",
        "a@q.example,25/03/2024,Which CRM do you use?,03/25/2024",
        "b@q.example,03/04/2024,We are hiring,03/04/2024",
    ]

    job, _ = staged_days(lines, "row")
    lifecycle.begin_commit(job, policy="fill")
    lifecycle.run(job.pk)

    days = Lead.objects.order_by("email").values_list("role_started_on", "posts__posted_at__date")
    assert list(days) == [(date(2024, 3, 25), date(2024, 3, 25)), (date(2024, 4, 3), date(2024, 3, 4))]


@pytest.mark.django_db
def test_a_date_that_a_contradictory_column_leaves_open_is_reported_as_unread():
    rows = ["a@q.example,25/03/2024", "b@q.example,03/25/2024", "c@q.example,03/04/2024", "d@q.example,03.04.2024"]

    job, days = staged_days(["Email,Start date", *rows], "role_started_on")

    assert days == [date(2024, 3, 25), date(2024, 3, 25), None, date(2024, 4, 3)]
    assert job.summary["unread"] == {"role_started": {"count": 1, "examples": [[4, "03/04/2024"]]}}
    assert job.summary["assumed_dates"] == []
