import csv
import io
from datetime import date

import pytest
from openpyxl import load_workbook

from leads.interface import exporting
from leads.interface.exporting import clean_cell
from leads.interface.views import leads as views
from leads.models import BuyerState, LeadSource
from tests.factories import BuyerScoreFactory, LeadFactory, OfferFactory, SearchFactory

pytestmark = pytest.mark.django_db


def exported(browser, **data):
    response = browser.post("/leads/export/", data)
    return list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


def test_the_ticked_leads_are_exported_with_the_offers_scores(browser, workspace, lead):
    LeadFactory(workspace=workspace, full_name="Not ticked")
    offer = OfferFactory(workspace=workspace)
    BuyerScoreFactory(lead=lead, offer=offer, state=BuyerState.ACTIVE, score=77, fit=80, intent=70, timing=60)
    BuyerScoreFactory(lead=lead, offer=OfferFactory(workspace=workspace), score=11)
    (row,) = exported(browser, lead=[lead.pk], offer=offer.pk)
    assert (row["Name"], row["Score"], row["State"], row["Fit"], row["Intent"], row["Timing"]) == (
        "Nora Sample", "77", "Ready", "80", "70", "60",
    )  # fmt: skip


def test_all_that_match_the_filter_are_exported(browser, workspace, lead):
    for number in range(70):
        LeadFactory(workspace=workspace, full_name=f"Oslo {number}")
    LeadFactory(full_name="Oslo elsewhere")
    rows = exported(browser, everything="1", filter="q=oslo")
    assert [row["Name"] for row in rows] == [f"Oslo {number}" for number in reversed(range(70))]
    assert exported(browser, everything="1", filter="state=nonsense") == []


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
    for part in (exporting, views):
        monkeypatch.setattr(part, "SHEET_ROWS", 3)
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


def test_a_cell_keeps_its_lines_and_loses_what_a_workbook_cannot_hold():
    assert [clean_cell(value) for value in ("one\ntwo\tthree\x0b\x00", 7)] == ["one\ntwo\tthree", 7]
