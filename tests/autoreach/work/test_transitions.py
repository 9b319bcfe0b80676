import pytest

from autoreach.work.transitions import Transition
from leads.models import Search
from tests.factories import SearchFactory

START = Transition(("pending", "cancelled"), ("running",), by="tests.start")
STOP = Transition(("running",), ("failed", "cancelled"), by="tests.stop")


@pytest.mark.django_db
def test_rows_in_another_status_are_left_as_they_are():
    waiting, done = SearchFactory(status="pending"), SearchFactory(status="completed", label="before")
    assert START.write(Search.objects.all(), label="after") == 1
    waiting.refresh_from_db()
    done.refresh_from_db()
    assert [(each.status, each.label) for each in (waiting, done)] == [("running", "after"), ("completed", "before")]


@pytest.mark.django_db
def test_where_a_transition_has_several_ends_the_caller_picks_one():
    search = SearchFactory(status="running")
    assert STOP.write(Search.objects.all(), "cancelled") == 1
    search.refresh_from_db()
    assert search.status == "cancelled"


@pytest.mark.parametrize("after", [None, "completed", "running"])
def test_no_other_status_can_be_written(after):
    with pytest.raises(ValueError, match=r"tests\.stop writes one of"):
        STOP.target(after)
    assert [STOP.target("failed"), START.target(), START.target("running")] == ["failed", "running", "running"]


def test_a_statement_names_the_statuses_before():
    assert START.allowed_sql("s") == "s.status IN ('pending', 'cancelled')"
    assert Transition(("a",), ("b",), by="tests.move", field="state").allowed_sql("j") == "j.state IN ('a')"
