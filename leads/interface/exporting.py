"""Leads as rows of a CSV or XLSX file."""

from datetime import date, datetime
from tempfile import NamedTemporaryFile

from django.contrib import messages
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Value
from django.db.models.functions import Lower
from django.http import FileResponse, StreamingHttpResponse
from django.utils import timezone

from leads.identity.platforms import PLATFORMS
from leads.interface.lead_filters import with_scores_for
from leads.interface.responses import leads_changed
from leads.interface.safe_cells import csv_lines, defused
from leads.models import BuyerState, Lead, LeadSource
from leads.sources.registry import source_of

LEAD_COLUMNS = {
    "Name": "full_name",
    "Title": "title",
    "Company": "company_name",
    "Company size": "company_size",
    "Industry": "industry",
    "Location": "location",
    "LinkedIn": "linkedin_slug",
    "X": "x_handle",
    "E-mail": "email",
    "Phone": "phone",
    "Website": "website",
    "Connection": "connection",
    "Connected on": "connected_on",
    "Sources": "kinds",
    "Added": "created_at",
}
BEST_COLUMNS = {"Best score": "best_score", "Best state": "best_state"}
OFFER_COLUMNS = {
    "Offer": "offer_name",
    "Score": "of_offer__score",
    "State": "of_offer__state",
    "Fit": "of_offer__fit",
    "Intent": "of_offer__intent",
    "Timing": "of_offer__timing",
    "Top reason": "of_offer__top_reason",
    "Newest signal": "of_offer__newest_signal_at",
    "Scored": "of_offer__scored_at",
}
# Of a worksheet of Excel, the header included.
SHEET_ROWS = 1_048_576
CONNECTIONS, STATES = dict(Lead.Connection.choices) | {Lead.Connection.UNKNOWN: ""}, dict(BuyerState.choices)
WORDS = {
    **{platform.field: platform.address for platform in PLATFORMS.values()},
    "connection": lambda value: CONNECTIONS.get(value, value),
    "kinds": lambda kinds: ", ".join(sorted(source_of(kind).label for kind in kinds)),
    "best_state": lambda value: STATES.get(value, value),
    "of_offer__state": lambda value: STATES.get(value, ""),
}


def export_file(request, leads, order, offer=None):
    """The response that is the file of `leads`, in the format that the selection form posts."""
    rows = export_rows(leads, order, offer)
    name = f"leads-{timezone.localdate():%Y-%m-%d}"
    if request.POST.get("format") == "xlsx":
        if not fits_sheet(leads):
            messages.error(
                request, f"Excel holds {SHEET_ROWS - 1:,} leads in one sheet, and more are selected: export a CSV file."
            )
            return leads_changed(request)
        return FileResponse(xlsx_file(rows), as_attachment=True, filename=f"{name}.xlsx")
    response = StreamingHttpResponse(csv_lines(rows), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def export_rows(leads, order, offer=None):
    """The header, then a row for each of `leads`, with their best scores and, where one is named, those for `offer`.

    They come in the order of their list, which an index gives.
    """
    columns = LEAD_COLUMNS | (OFFER_COLUMNS if offer else {}) | BEST_COLUMNS
    kinds = LeadSource.objects.filter(lead=OuterRef("pk")).order_by("kind").values("kind").distinct()
    leads = leads.annotate(kinds=ArraySubquery(kinds), name_key=Lower("full_name")).order_by(*order.fields())
    if offer:
        leads = with_scores_for(offer, leads).annotate(offer_name=Value(offer.name))
    yield list(columns)
    for values in leads.values_list(*columns.values()).iterator(chunk_size=2000):
        yield [cell(name, value) for name, value in zip(columns.values(), values, strict=True)]


def cell(name, value):
    if name in WORDS:
        value = WORDS[name](value)
    elif isinstance(value, datetime):
        value = value.isoformat(timespec="seconds")
    elif isinstance(value, date):
        value = value.isoformat()
    return "" if value is None else value


def fits_sheet(leads):
    return leads.order_by()[:SHEET_ROWS].count() < SHEET_ROWS


def xlsx_file(rows):
    """A temporary file, at its beginning, holding a workbook of `rows`."""
    from openpyxl import Workbook  # slow to load, and few processes write a workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Leads")
    for row in rows:
        sheet.append([defused(clean_cell(value)) for value in row])
    file = NamedTemporaryFile(suffix=".xlsx")  # noqa: SIM115 the response closes it
    book.save(file)
    file.seek(0)
    return file


def clean_cell(value):
    return "".join(letter for letter in value if letter >= " " or letter in "\t\n") if isinstance(value, str) else value
