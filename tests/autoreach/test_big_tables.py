import re
from contextlib import contextmanager

import pytest
from django.contrib.admin.models import LogEntry
from django.db import connection
from django.urls import reverse

from autoreach import big_tables, dependent_rows
from autoreach.calls.models import ProviderCall
from enrichment.models import PipelineJob
from leads.models import Company, ImportJob, ImportRow, Lead, LeadSource, Offer, Search, SeedAccount, Workspace
from scoring.models import BuyerScore, ScoreChange, Signal, StateCount
from tests.factories import (
    BuyerScoreFactory,
    LeadFactory,
    MembershipFactory,
    OfferFactory,
    PipelineRunFactory,
    ProviderCallFactory,
    SearchFactory,
    SeedAccountFactory,
)

pytestmark = pytest.mark.django_db

TABLES = (
    *(Company, ImportJob, ImportRow, Lead, LeadSource, Offer, Search, SeedAccount, SeedAccount.searches.through),
    *(BuyerScore, ScoreChange, Signal, StateCount, PipelineJob, ProviderCall, Workspace),
)


@pytest.fixture(autouse=True)
def small_portions(monkeypatch):
    monkeypatch.setattr(dependent_rows, "PORTION", 2)
    monkeypatch.setattr(big_tables, "CAP", 4)


def filled(leads):
    """A workspace with rows in many tables, of which some name the workspace, some a lead and some an offer alone."""
    workspace = MembershipFactory(workspace__name="Large team").workspace
    offer = OfferFactory(workspace=workspace, name="Taktgeber")
    search = SearchFactory(workspace=workspace, offer=offer)
    run = PipelineRunFactory(workspace=workspace, offer=offer, search=search)
    SeedAccountFactory(offer=offer).searches.add(search)
    imported = ImportJob.objects.create(workspace=workspace, search=search)
    for number in range(leads):
        company = Company.objects.create(workspace=workspace, name=f"Works {number}", name_key=f"works {number}")
        lead = LeadFactory(workspace=workspace, company=company)
        of_lead = {"workspace": workspace, "lead": lead}
        LeadSource.objects.create(**of_lead, search=search, kind="csv", reference=number)
        ImportRow.objects.create(job=imported, row=number, line=number)
        BuyerScoreFactory(lead=lead, offer=offer)
        ScoreChange.objects.create(lead=lead, offer=offer, happened_at="2026-11-01T00:00Z")
        Signal.objects.create(**of_lead, offer=offer, kind="hiring", source="notes")
        PipelineJob.objects.create(**of_lead, offer=offer, run=run)
        ProviderCallFactory(**of_lead, offer=offer)
    return workspace


def address_of(obj, page="delete"):
    meta = obj._meta
    return reverse(f"admin:{meta.app_label}_{meta.model_name}_{page}", args=[obj.pk] if page == "delete" else [])


def summary(response):
    """The numbers of the page that asks whether to delete."""
    return dict(re.findall(r"<li>([\w /-]+): ([\d,+]+)</li>", response.content.decode()))


def rows():
    return {model.__name__: model.objects.count() for model in TABLES}


@contextmanager
def answers():
    """The number of rows in each answer of the database."""
    numbers = []

    def note(execute, sql, params, many, context):
        result = execute(sql, params, many, context)
        if sql.startswith("SELECT"):
            numbers.append(context["cursor"].rowcount)
        return result

    with connection.execute_wrapper(note):
        yield numbers


def test_the_page_that_asks_counts_no_further_than_the_cap(admin_client):
    numbers = summary(admin_client.get(address_of(filled(leads=5))))
    wanted = ("Leads", "Score changes", "Import rows", "Pipeline jobs", "Offers", "Seed accounts", "Workspaces")
    assert [numbers[table] for table in wanted] == ["4+", "4+", "4+", "4+", "1", "1", "1"]


@pytest.mark.parametrize(("leads", "said"), [(1, 0), (5, 1)])
@pytest.mark.parametrize("selected", [False, True])
def test_the_page_that_asks_says_that_many_rows_take_long(admin_client, leads, said, selected):
    workspace = filled(leads)
    if selected:
        form = {"action": "delete_selected", "_selected_action": [workspace.pk]}
        page = admin_client.post(address_of(workspace, "changelist"), form)
    else:
        page = admin_client.get(address_of(workspace))
    assert page.content.decode().count("There are many rows to delete. This can take a minute.") == said


def test_the_page_that_asks_names_a_few(admin_client):
    page = admin_client.get(address_of(filled(leads=5))).content.decode()
    assert "Offers: Taktgeber</li>" in page
    assert len(re.findall(r"Leads: (Nora Sample \d+, ){2}Nora Sample \d+ and others", page)) == 1


def test_neither_the_page_that_asks_nor_the_deletion_fetches_more_at_once_for_more_leads(admin_client, monkeypatch):
    monkeypatch.setattr(dependent_rows, "PORTION", 3)

    def most_at_once(leads):
        workspace = filled(leads)
        with answers() as asking:
            admin_client.get(address_of(workspace))
        with answers() as deleting:
            admin_client.post(address_of(workspace), {"post": "yes"})
        return max(asking), max(deleting)

    assert most_at_once(5) == most_at_once(12) == (3, 3)


def test_the_deletion_of_a_workspace_takes_all_that_is_its_own(admin_client):
    filled(leads=1)
    before = rows()
    admin_client.post(address_of(filled(leads=5)), {"post": "yes"})
    assert rows() == before


def test_the_deletion_of_an_offer_takes_what_depends_on_it_and_keeps_the_rest(admin_client):
    kept, workspace = filled(leads=1), filled(leads=5)
    admin_client.post(address_of(workspace.offers.get()), {"post": "yes"})
    left = {"BuyerScore": 1, "ScoreChange": 1, "Signal": 1, "PipelineJob": 1, "SeedAccount": 1}
    same = {"Lead": 6, "Company": 6, "ProviderCall": 6, "LeadSource": 6, "Search": 2, "ImportRow": 6, "Workspace": 2}
    assert {table: count for table, count in rows().items() if table in left | same} == left | same
    assert set(BuyerScore.objects.values_list("workspace", flat=True)) == {kept.pk}
    assert set(ProviderCall.objects.filter(workspace=workspace).values_list("offer", flat=True)) == {None}


def test_chosen_leads_are_deleted_and_each_deletion_is_noted(admin_client):
    workspace = filled(leads=5)
    chosen = list(workspace.leads.order_by("pk").values_list("pk", flat=True)[:3])
    form = {"action": "delete_selected", "_selected_action": chosen}
    page = admin_client.post(address_of(workspace.leads.first(), "changelist"), form)
    assert {table: number for table, number in summary(page).items() if table in ("Leads", "Buyer scores")} == {
        "Leads": "3",
        "Buyer scores": "3",
    }
    admin_client.post(address_of(workspace.leads.first(), "changelist"), form | {"post": "yes"})
    assert (workspace.leads.count(), BuyerScore.objects.count(), LogEntry.objects.count()) == (2, 2, 3)


def test_no_whole_table_is_deleted_by_one_choice(admin_client, monkeypatch):
    monkeypatch.setattr(big_tables, "DELETED_AT_ONCE", 4)
    lead = filled(leads=5).leads.first()
    form = {"action": "delete_selected", "_selected_action": [lead.pk], "select_across": "1", "post": "yes"}
    page = admin_client.post(address_of(lead, "changelist"), form, follow=True)
    assert [str(message) for message in page.context["messages"]] == [
        "Nothing was deleted: at most 4 can be deleted at once."
    ]
    assert Lead.objects.count() == 5


@pytest.mark.parametrize(("leads", "said"), [(4, "4"), (5, "4+")])
def test_a_list_says_where_it_stopped_counting(admin_client, monkeypatch, leads, said):
    monkeypatch.setattr(big_tables.BigTableAdmin, "list_per_page", 3)
    for number in range(leads):
        LeadFactory(full_name=f"Nora {number}")
    page = admin_client.get("/admin/leads/lead/", {"q": "nora"}).content.decode()
    assert re.findall(r"(?:Select all )?[\d,+]+ (?:leads|results)\b", page) == [
        f"{said} results",
        f"Select all {said} leads",
        f"{said} leads",
    ]
