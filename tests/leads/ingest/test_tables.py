import threading

import pytest
from django.db import IntegrityError, connection, transaction

from leads.ingest import FoundProfile, ingest
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


def test_nobody_enters_a_workspace_that_is_gone():
    search = SearchFactory()
    search.workspace_id = 0
    with pytest.raises(Workspace.DoesNotExist):
        add(search, FoundProfile(email="n@works.example"))
    assert not Lead.objects.exists()
