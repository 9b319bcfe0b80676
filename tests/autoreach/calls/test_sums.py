import psycopg
import pytest
from django.db import connection

from autoreach.calls.models import DailyUsage, ProviderCall, Spending
from autoreach.calls.sums import SUMMED, add_up, statement_of
from tests.factories import ProviderCallFactory, WorkspaceFactory


@pytest.mark.django_db(transaction=True)
def test_two_processes_at_once_leave_one_row_of_each_kind():
    workspace = WorkspaceFactory()
    for _ in range(2):
        ProviderCallFactory(workspace=workspace, offer=None, lead=None, cost_usd="0.5")
    with psycopg.connect(**connection.get_connection_params()) as other:
        other.execute("SELECT pg_advisory_xact_lock(hashtext('calls.sums'))")
        for model, summed in SUMMED.items():
            other.execute(statement_of(model, summed))
        ProviderCallFactory(workspace=workspace, offer=None, lead=None, cost_usd="0.5")
        add_up()
        other.commit()
    add_up()
    spent = sum(ProviderCall.objects.values_list("cost_usd", flat=True))
    assert list(Spending.objects.values_list("usd", flat=True)) == [spent]
    assert list(DailyUsage.objects.values_list("calls", "usd")) == [(3, spent)]


@pytest.mark.django_db
def test_sums_go_with_their_workspace_in_whichever_order_it_is_deleted():
    workspace = WorkspaceFactory()
    ProviderCallFactory(workspace=workspace, offer=None, lead=None, cost_usd="0.5")
    Spending.objects.all().delete()
    DailyUsage.objects.all().delete()
    ProviderCall.objects.all().delete()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM leads_workspace WHERE id = %s", [workspace.pk])
    assert not (Spending.objects.exists() or DailyUsage.objects.exists())
