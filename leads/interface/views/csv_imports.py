import json
from pathlib import PurePath

from django.conf import settings
from django.contrib import messages
from django.http import StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_POST, require_safe

from autoreach.pages import render_part
from autoreach.serving import disk_room
from leads import access
from leads.interface.forms.csv_import import MappingForm, StartForm, UploadForm
from leads.interface.safe_cells import csv_lines
from leads.interface.uploads import is_too_large
from leads.models.csv_import import ImportJob
from leads.sources.csv import lifecycle
from leads.sources.csv.columns import NAME_PARTS, PERSON_FIELDS
from leads.sources.csv.dates import AHEAD, DAY_FIRST, parse_date
from leads.sources.csv.mapping import problem_of
from leads.sources.csv.staging import rejected_rows
from leads.sources.csv.transitions import AT_WORK
from leads.sources.csv.upload import open_job, save_mapping, set_mapping
from leads.sources.csv.xlsx.workbook import Workbook

State = ImportJob.State
MAPPABLE = (State.MAPPING, State.PREVIEW, State.FAILED)
UNFINISHED = (State.MAPPING, State.STAGING, State.PREVIEW, State.COMMITTING, State.UNDOING)
UNFINISHED_SHOWN = 10
REFUSED_SHOWN = 10
REASONS_SHOWN = 5
UNREAD = {
    "linkedin_url": "a LinkedIn profile",
    "x_handle": "an X account",
    "email": "an e-mail address",
    "phone": "a phone number",
    "connected_on": "the day of the connection",
    "role_started": "a start date of the role",
    "post_date": "the date of a post",
}
UNREAD_BECAUSE = "the text in that column is something else"
WORKBOOK_NAMES = {".xlsx", ".xlsm", ".xls"}
AHEAD_BECAUSE = "that date lies in the future"
COLUMNS_CHANGED = "The columns were changed after you opened this page. Nothing is imported yet; this preview is new."
DELIMITER_NAMES = {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}


def upload(request):
    workspace = access.get_workspace(request)
    sent = (request.POST, request.FILES) if request.method == "POST" else ()
    form = UploadForm(*sent, was_skipped=is_too_large(request), no_room=disk_room.warning())
    if form.is_valid():
        file = form.cleaned_data["file"]
        job = open_job(workspace=workspace, file=file, file_name=file.name, created_by=request.user)
        if not (refusal := refusal_of(job)):
            return redirect("import-columns", job.pk)
        discard_job(job)
        form.add_error("file", f"“{job}” cannot be imported. {refusal}")
    unfinished = access.imports(request).filter(state__in=UNFINISHED).order_by("-pk")[:UNFINISHED_SHOWN]
    context = {"form": form, "unfinished": unfinished, "max_bytes": settings.IMPORT_MAX_BYTES}
    return render(request, "leads/import_upload.html", context, status=422 if form.errors else 200)


def refusal_of(job):
    """What is wrong with the file itself; a missing column can still be mapped by hand."""
    return job.error if job.error and (not job.columns or not problem_of(job.mapping, job.header)) else ""


def discard_job(job):
    job.file.delete(save=False)
    job.delete()


def columns(request, pk):
    job = access.get_import(request, pk)
    if not is_mappable(job):
        return redirect("import", pk)
    form = MappingForm(request.POST or None, job=job)
    if form.is_valid():
        set_mapping(job, form.mapping())
        if form.cleaned_data["remember"]:
            save_mapping(job, job.file_name)
        lifecycle.request_preview(job)
        return redirect("import", pk)
    delimiter = DELIMITER_NAMES.get(job.delimiter, job.delimiter)
    context = {"form": form, "job": job, "step": "columns", "delimiter": delimiter, "misnamed": is_misnamed(job)}
    return render(request, "leads/import_columns.html", context, status=422 if form.errors else 200)


def is_misnamed(job):
    """Whether a text file has the name of a workbook. It is read as what it is, and its name may surprise."""
    return job.encoding != Workbook.encoding and PurePath(job.file_name.lower()).suffix in WORKBOOK_NAMES


def is_mappable(job):
    """Columns can be mapped until the import begins; from then on its page shows the progress."""
    return job.state in MAPPABLE and not job.search_id


@require_safe
def show(request, pk):
    job = access.get_import(request, pk)
    if job.state == State.MAPPING:
        return redirect("import-columns", pk)
    return show_job(request, job, StartForm(offers=access.offers(request), initial=start_choices(request, job)))


def show_job(request, job, form, status=200):
    context = {"job": job, "form": form, "watched": job.state in AT_WORK, "step": step_of(job)}
    if job.state == State.PREVIEW:
        context |= preview_of(job)
    return render_part(request, "leads/import.html", "import-status", context, status=status)


def shown_columns(job):
    """The columns that a preview was made with; its form sends them back."""
    return json.dumps(job.mapping, sort_keys=True)


def preview_of(job):
    unread = job.summary.get("unread", {})
    reasons = sorted(job.summary["reasons"].items(), key=lambda reason: -reason[1])
    refused = job.import_rows.exclude(reason="").order_by("row").values_list("line", "reason", "cells")
    return {
        "seen": shown_columns(job),
        "people": job.summary["unique_people"],
        "on_x": job.summary.get("on_x", 0),
        "on_linkedin": job.summary.get("on_linkedin", 0),
        "on_both": job.summary.get("on_both", 0),
        "unread": unread_values(unread),
        "assumed_dates": [
            (name, text, parse_date(text), parse_date(text, DAY_FIRST))
            for name, text in job.summary.get("assumed_dates", ())
        ],
        "navigator_links": unread.get("sales_navigator"),
        "no_names": bool(job.summary["create"]) and lacks_names(job),
        "reasons": reasons[:REASONS_SHOWN],
        "further_reasons": len(reasons[REASONS_SHOWN:]),
        "refused": [
            {"line": line, "reason": reason, "text": " · ".join(filter(str.strip, cells))[:200]}
            for line, reason, cells in refused[:REFUSED_SHOWN]
        ],
    }


def lacks_names(job):
    """Whether no column is read as the name, although one that holds no address could have it."""
    fields = {job.mapping.get(str(index), "") for index, _, samples in job.columns if samples}
    return not {*job.mapping.values()} & {*NAME_PARTS} and bool(fields - PERSON_FIELDS)


def unread_values(unread):
    """What rows are imported without: the value, why, and the count with examples."""
    fields = ((field.removesuffix(AHEAD), field.endswith(AHEAD), noted) for field, noted in unread.items())
    return [
        (UNREAD[field], AHEAD_BECAUSE if is_ahead else UNREAD_BECAUSE, noted)
        for field, is_ahead, noted in fields
        if field in UNREAD
    ]


def step_of(job):
    return "preview" if job.state in (State.STAGING, State.PREVIEW) else "import"


def start_choices(request, job):
    newest = access.offers(request).active().order_by("-created_at").first()
    return {"policy": job.policy, "offer": job.offer or newest}


@require_POST
def start(request, pk):
    access.require(request, access.Right.SPEND)
    job = access.get_import(request, pk)
    form = StartForm(request.POST, offers=access.offers(request))
    if not form.is_valid():
        return show_job(request, job, form, status=422)
    if job.state == State.PREVIEW and request.POST.get("seen", shown_columns(job)) != shown_columns(job):
        messages.warning(request, COLUMNS_CHANGED)
    elif job.state == State.PREVIEW:
        job.offer = form.cleaned_data["offer"]
        job.save(update_fields=["offer", "touched_at"])
        lifecycle.request_commit(job, policy=form.cleaned_data["policy"])
    return redirect("import", pk)


@require_POST
def undo(request, pk):
    access.require(request, access.Right.ARCHIVE)
    lifecycle.request_undo(access.get_import(request, pk))
    return redirect("import", pk)


@require_POST
def discard(request, pk):
    job = access.get_import(request, pk)
    if not is_mappable(job):
        return redirect("import", pk)
    discard_job(job)
    messages.success(request, f"“{job}” was discarded. Nothing was imported.")
    return redirect("import-upload")


@require_safe
def rejected(request, pk):
    job = access.get_import(request, pk)
    response = StreamingHttpResponse(csv_lines(rejected_rows(job)), content_type="text/csv; charset=utf-8")
    name = f"{PurePath(job.file_name).stem or 'import'} – rejected rows.csv"
    response["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name)
    return response
