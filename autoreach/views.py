from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import JsonResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_GET, require_POST

from autoreach.demo import remove_example
from leads import access


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
