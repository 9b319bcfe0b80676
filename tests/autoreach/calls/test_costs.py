from decimal import Decimal

import pytest

from autoreach.calls.costs import Cost, cost_of, costs_by_owner
from autoreach.calls.models import ProviderCall
from tests.factories import WorkspaceFactory

pytestmark = pytest.mark.django_db
Status = ProviderCall.Status
# in order: spent, reserved, free of charge, spent for all that is known, spent as part of another call, unknown
LINES = (
    (Status.BOOKED, "1"),
    (Status.STARTED, "2"),
    (Status.FAILED, "4"),
    (Status.UNCERTAIN, "8"),
    (Status.SETTLED, "16"),
    (Status.BOOKED, None),
)


def note(workspace, *lines, kind="job", owner=1):
    for status, usd in lines:
        key = str(ProviderCall.objects.count())
        of_owner = {"owner_kind": kind, "owner_id": owner}
        ProviderCall.objects.create(workspace=workspace, key=key, status=status, cost_usd=usd, **of_owner)


def test_calls_in_progress_are_reserved_and_all_but_those_that_failed_are_spent():
    note(WorkspaceFactory(), *LINES)
    assert cost_of(ProviderCall.objects.all()) == Cost(spent=Decimal(25), reserved=Decimal(2), unknown=1)


def test_without_calls_nothing_is_spent():
    assert cost_of(ProviderCall.objects.all()) == Cost(Decimal(0), Decimal(0), 0)


def test_each_piece_of_work_has_its_own_cost_and_one_without_calls_none():
    workspace = WorkspaceFactory()
    note(workspace, *LINES)
    note(workspace, (Status.BOOKED, "0.5"), owner=2)
    note(workspace, (Status.BOOKED, "0.7"), owner=3)
    note(workspace, (Status.BOOKED, "0.9"), kind="search")
    costs = costs_by_owner("job", [1, 2, 4])
    assert (dict(costs), costs[4]) == ({1: Cost(Decimal(25), Decimal(2), 1), 2: Cost(Decimal("0.5"))}, Cost())


def test_costs_add_up():
    assert Cost(Decimal(1), Decimal(2), 3) + Cost(Decimal(10), Decimal(20), 30) == Cost(Decimal(11), Decimal(22), 33)
