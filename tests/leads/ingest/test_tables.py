import threading

import pytest
from django.db import IntegrityError, OperationalError, connection, transaction

from leads.ingest import FoundProfile, ingest
from leads.ingest.tables import lock_ingest, staging
from leads.models import Lead, LeadSource, Search, Workspace
from tests.factories import SearchFactory, WorkspaceFactory
from tests.leads.ingest.adding import add

pytestmark = pytest.mark.django_db


@pytest.mark.django_db(transaction=True)
def test_two_workers_bringing_the_same_people_at_once_make_each_one_lead():
    workspace = WorkspaceFactory()
    searches = [SearchFactory(workspace=workspace) for _ in range(3)]
    people = [FoundProfile(linkedin=f"made-up-{n}", email=f"m{n}@one.example") for n in range(200)]

    def bring(search):
        ingest(search=search, profiles=people)
        connection.close()

    threads = [threading.Thread(target=bring, args=[search]) for search in searches]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Lead.objects.filter(workspace=workspace).count() == 200
    assert sorted(Search.objects.values_list("created", flat=True)) == [0, 0, 200]


@pytest.mark.parametrize("referred_to", ["workspace", "company", "lead"])
def test_nothing_is_deleted_that_rows_still_refer_to(referred_to):
    search = SearchFactory()
    add(search, FoundProfile(email="n@works.example", company_name="Works"))
    lead = Lead.objects.get()
    row = {"workspace": lead.workspace, "company": lead.company, "lead": lead}[referred_to]
    with pytest.raises(IntegrityError, match="still referenced"), transaction.atomic():
        type(row).objects.filter(pk=row.pk)._raw_delete("default")
    assert (LeadSource.objects.get().lead, lead.company.workspace) == (lead, search.workspace)


def test_no_lead_enters_a_workspace_that_is_gone():
    search = SearchFactory()
    search.workspace_id = 0
    with pytest.raises(Workspace.DoesNotExist):
        add(search, FoundProfile(email="n@works.example"))
    assert not Lead.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_workspace_cannot_be_deleted_while_people_come_in():
    workspace = WorkspaceFactory()
    refused = []

    def delete():
        with connection.cursor() as cursor:
            cursor.execute("SET lock_timeout = '100ms'")
            try:
                cursor.execute("DELETE FROM leads_workspace WHERE id = %s", [workspace.pk])
            except OperationalError as error:
                refused.append(str(error).splitlines()[0])
        connection.close()

    with transaction.atomic(), staging(workspace.pk):
        thread = threading.Thread(target=delete)
        thread.start()
        thread.join()
    assert refused == ["canceling statement due to lock timeout"]


@pytest.mark.django_db(transaction=True)
def test_the_lock_of_ingest_is_one_for_each_workspace():
    taken = []

    def take(workspace_id):
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '100ms'")
            try:
                lock_ingest(workspace_id)
                taken.append(workspace_id)
            except OperationalError:
                pass
        connection.close()

    with transaction.atomic():
        lock_ingest(1)
        for workspace_id in (1, 2):
            thread = threading.Thread(target=take, args=[workspace_id])
            thread.start()
            thread.join()
    assert taken == [2]
