import errno
import sys

import psycopg
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.views import defaults
from django.views.decorators.http import require_GET, require_POST

from autoreach.demo import remove_example
from autoreach.serving import disk_room, outage_page
from leads import access

# Classes of PostgreSQL's error codes: no connection, no room or too many connections, the server stops or starts.
OUTAGES = ("08", "53", "57P")


@require_POST
def remove_example_data(request):
    removed = remove_example(access.require(request, access.Right.SETTINGS))
    messages.success(request, f"The example was removed: its offer and {removed:,} people.")
    return redirect("buyers")


@login_not_required
@require_GET
def health(request):
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


def server_error(request):
    """A page that needs no database where it is away or the disk is full; the ordinary one for a mistake of ours."""
    reason = outage(sys.exc_info()[1])
    if not reason:
        return defaults.server_error(request)
    headers = {"Retry-After": str(outage_page.SECONDS), "Cache-Control": "no-store"}
    return HttpResponse(outage_page.page(reason), status=503, headers=headers)


def outage(error):
    """What to say of an error that comes from outside and passes; empty for any other."""
    while error:
        code = getattr(error, "sqlstate", None)
        if isinstance(error, psycopg.errors.DiskFull) or getattr(error, "errno", None) == errno.ENOSPC:
            return outage_page.DISK_FULL
        if isinstance(error, psycopg.OperationalError | psycopg.InterfaceError) and (code or "08").startswith(OUTAGES):
            return outage_page.DISK_FULL if disk_room.is_low() else outage_page.NO_DATABASE
        error = error.__cause__ or error.__context__
    return ""
