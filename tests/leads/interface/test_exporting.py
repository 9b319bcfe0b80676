import csv
import io
from datetime import date

import pytest
from openpyxl import load_workbook

from leads.interface import exporting
from leads.interface.exporting import clean_cell
from leads.models import BuyerState, Lead, LeadSource
from scoring.scores import set_state
from tests.factories import BuyerScoreFactory, LeadFactory, OfferFactory, SearchFactory

pytestmark = pytest.mark.django_db


def exported(browser, address="/leads/export/", **data):
    response = browser.post(address, data)
    return list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


@pytest.fixture
def scored_twice(workspace, lead):
    """The lead's offers: one in use for which it scores 43, another for which it scores 82."""
    in_use, other = (OfferFactory(workspace=workspace, name=name) for name in ("In use", "Other"))
    BuyerScoreFactory(lead=lead, offer=in_use, state=BuyerState.MONITOR, score=43, fit=50, intent=40, timing=30)
    BuyerScoreFactory(lead=lead, offer=other, state=BuyerState.ACTIVE, score=82)
    Lead.objects.filter(pk=lead.pk).update(best_score=82, best_state=BuyerState.ACTIVE)
    return in_use, other


@pytest.mark.parametrize("chosen", ["ticked", "everything"])
def test_an_export_of_the_leads_page_has_the_best_scores_as_its_list_does(browser, lead, scored_twice, chosen):
    in_use, _ = scored_twice
    page = browser.get("/leads/", {"offer": ""})
    (listed,) = page.context["page"].rows
    selection = {"lead": [lead.pk]} if chosen == "ticked" else {"everything": "1"}
    posted = selection | {"filter": page.context["selection_filter"], "offer": in_use.pk}
    (row,) = exported(browser, **posted)
    assert (listed.best_score, row["Best score"], row["Best state"]) == (82, "82", "Ready")
    assert [name for name in row if name in exporting.OFFER_COLUMNS] == []
    workbook = browser.post("/leads/export/", posted | {"format": "xlsx"})
    header, cells = load_workbook(io.BytesIO(b"".join(workbook.streaming_content))).active.values
    assert (header, cells[-2:]) == (tuple(row), (82, "Ready"))


def test_the_best_score_of_an_export_is_of_the_offer_whose_state_it_names(browser, lead, scored_twice):
    in_use, _ = scored_twice
    set_state(offer=in_use, lead_ids=[lead.pk], state=BuyerState.MANUAL)
    (row,) = exported(browser, lead=[lead.pk], offer="")
    assert (row["Best score"], row["Best state"]) == ("43", "Manual")


def test_an_export_of_the_buyers_page_has_the_scores_for_its_offer(browser, workspace, lead, scored_twice):
    LeadFactory(workspace=workspace, full_name="Not scored for it")
    in_use, _ = scored_twice
    page = browser.get("/buyers/", {"offer": in_use.pk, "state": "monitor"})
    (row,) = exported(browser, "/buyers/export/", everything="1", filter=page.context["selection_filter"])
    assert list(row.values())[-11:] == [
        "In use", "43", "Emerging", "50", "40", "30", "", "", row["Scored"], "82", "Ready",
    ]  # fmt: skip


def test_ticked_leads_of_a_list_narrowed_to_an_offer_have_its_scores_too(browser, workspace, lead, scored_twice):
    LeadFactory(workspace=workspace, full_name="Not ticked")
    in_use, _ = scored_twice
    narrowed = browser.get("/leads/", {"offer": in_use.pk, "score_to": 50})
    (row,) = exported(browser, lead=[lead.pk], filter=narrowed.context["selection_filter"])
    assert [row[name] for name in ("Name", "Offer", "Score", "Best score")] == ["Nora Sample", "In use", "43", "82"]


def test_an_export_names_no_offer_of_another_workspace(browser, lead):
    theirs = BuyerScoreFactory(offer__name="Secret offer").offer
    (row,) = exported(browser, lead=[lead.pk], filter=f"offer={theirs.pk}")
    assert (row["Name"], [name for name in row if name in exporting.OFFER_COLUMNS]) == ("Nora Sample", [])
    refused = browser.post("/buyers/export/", {"lead": [lead.pk], "filter": f"offer={theirs.pk}"})
    assert (refused.status_code, refused.content) == (400, b"An offer is needed.")


def test_all_that_match_the_filter_are_exported(browser, workspace, lead):
    for number in range(70):
        LeadFactory(workspace=workspace, full_name=f"Oslo {number}")
    LeadFactory(full_name="Oslo elsewhere")
    rows = exported(browser, everything="1", filter="q=oslo")
    assert [row["Name"] for row in rows] == [f"Oslo {number}" for number in reversed(range(70))]
    assert exported(browser, everything="1", filter="state=nonsense") == []


@pytest.mark.parametrize(
    ("sort", "order"),
    [
        ("", ["anna", "Cleo", "Bert", "Dora"]),
        ("sort=newest", ["anna", "Cleo", "Bert", "Dora"]),
        ("sort=score", ["Cleo", "Dora", "Bert", "anna"]),
        ("sort=name", ["anna", "Bert", "Cleo", "Dora"]),
    ],
)
@pytest.mark.parametrize("chosen", ["ticked", "everything"])
def test_an_export_has_the_order_of_its_list(browser, workspace, sort, order, chosen):
    scores = {"Dora": 40, "Bert": 20, "Cleo": 90, "anna": None}
    leads = [LeadFactory(workspace=workspace, full_name=name, best_score=score) for name, score in scores.items()]
    listed = [lead.full_name for lead in browser.get(f"/leads/?{sort}").context["page"].rows]
    selection = {"lead": [lead.pk for lead in leads]} if chosen == "ticked" else {"everything": "1"}
    assert ([row["Name"] for row in exported(browser, filter=sort, **selection)], listed) == (order, order)


@pytest.mark.parametrize("chosen", ["ticked", "everything"])
def test_an_export_of_the_buyers_page_is_best_first_as_its_list(browser, workspace, chosen):
    offer, other = OfferFactory(workspace=workspace), OfferFactory(workspace=workspace)
    numbers = {"Dora": (40, 50, 1), "Bert": (40, 60, 1), "Cleo": (90, 10, 1), "Fay": (40, 50, 3), "Eve": (40, 50, 1)}
    leads = []
    for name, (score, fit, tiebreak) in numbers.items():
        lead = LeadFactory(workspace=workspace, full_name=name)
        BuyerScoreFactory(lead=lead, offer=offer, state="active", score=score, fit=fit, tiebreak=tiebreak)
        BuyerScoreFactory(lead=lead, offer=other, state="active", score=100 - score)
        leads.append(lead)
    page = browser.get("/buyers/", {"offer": offer.pk}).context
    selection = {"lead": [lead.pk for lead in leads]} if chosen == "ticked" else {"everything": "1"}
    rows = exported(browser, "/buyers/export/", filter=page["selection_filter"], **selection)
    order = ["Cleo", "Bert", "Fay", "Eve", "Dora"]
    assert ([row["Name"] for row in rows], [row.lead.full_name for row in page["page"].rows]) == (order, order)


def test_another_workspaces_lead_is_never_exported(browser, lead):
    stranger = LeadFactory(full_name="Secret Person")
    assert exported(browser, lead=[stranger.pk]) == []


def test_formulas_are_defused_in_both_formats(browser, workspace):
    lead = LeadFactory(workspace=workspace, full_name="=1+1", title="@SUM(A1)", company_name="-2", location="+3\x0b")
    (row,) = exported(browser, lead=[lead.pk])
    assert [row[name] for name in ("Name", "Title", "Company")] == ["'=1+1", "'@SUM(A1)", "'-2"]
    response = browser.post("/leads/export/", {"lead": [lead.pk], "format": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert [cell.value for cell in sheet[2]][:3] == ["'=1+1", "'@SUM(A1)", "'-2"]
    assert [cell.data_type for cell in sheet[2]][:3] == ["s", "s", "s"]


def test_what_no_sheet_of_excel_holds_is_refused_and_exported_as_csv(browser, workspace, monkeypatch):
    monkeypatch.setattr(exporting, "SHEET_ROWS", 3)
    leads = [LeadFactory(workspace=workspace).pk for _ in range(3)]
    chosen = {"lead": leads, "format": "xlsx", "next": "/leads/?q=plant"}
    refused = browser.post("/leads/export/", chosen, follow=True)
    assert refused.redirect_chain[0][0] == "/leads/?q=plant"
    assert [str(message) for message in refused.context["messages"]] == [
        "Excel holds 2 leads in one sheet, and more are selected: export a CSV file."
    ]
    assert len(exported(browser, lead=leads)) == 3
    workbook = browser.post("/leads/export/", chosen | {"lead": leads[:2]})
    assert load_workbook(io.BytesIO(b"".join(workbook.streaming_content))).active.max_row == 3


def test_an_export_needs_a_post(browser, lead):
    response = browser.get("/leads/export/", {"lead": lead.pk})
    assert (response.status_code, response.headers["Allow"]) == (405, "POST")


def test_each_source_of_a_lead_is_named_once(browser, workspace, lead):
    for kind in ("csv", "manual", "csv"):
        search = SearchFactory(workspace=workspace, kind=kind)
        LeadSource.objects.create(workspace=workspace, lead=lead, search=search, kind=kind, reference="1")
    (row,) = exported(browser, lead=[lead.pk])
    assert row["Sources"] == "CSV import, Manual"


def test_a_row_holds_addresses_words_and_days(browser, workspace):
    lead = LeadFactory(
        workspace=workspace,
        linkedin_slug="nora",
        x_handle="nora_s",
        connection="connected",
        connected_on=date(2025, 6, 13),
        phone="0113 496 0000",
        best_score=0,
        best_state="monitor",
    )
    (row,) = exported(browser, lead=[lead.pk])
    assert (row["LinkedIn"], row["X"]) == ("https://www.linkedin.com/in/nora", "https://x.com/nora_s")
    assert (row["Connection"], row["Best score"], row["Best state"]) == ("Connected", "0", "Emerging")
    assert (row["Connected on"], row["Phone"]) == ("2025-06-13", "0113 496 0000")
    assert row["Added"] == lead.created_at.isoformat(timespec="seconds")


def test_a_connection_that_no_source_named_is_unknown_and_not_denied(browser, lead):
    LeadFactory(workspace=lead.workspace, connection="connected")
    page = browser.get("/leads/")
    assert dict(page.context["form"].fields["connection"].choices)["not_connected"] == "Unknown"
    assert page.content.decode().count('<span class="badge not_connected">Unknown</span>') == 1
    (row,) = exported(browser, lead=[lead.pk])
    assert (row["Connection"], row["Connected on"]) == ("", "")


def test_a_cell_keeps_its_lines_and_loses_what_a_workbook_cannot_hold():
    assert [clean_cell(value) for value in ("one\ntwo\tthree\x0b\x00", 7)] == ["one\ntwo\tthree", 7]
