"""The personal tokens of the member who looks at the Settings page."""

from django.contrib import messages
from django.db import IntegrityError
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from autoreach.api import tokens
from autoreach.api.models import NAME_TAKEN, PersonalToken
from autoreach.api.token_form import TokenForm
from autoreach.pages import get_workspace


def make_token(request):
    """The page that answers is the only one that ever shows the token: it is stored nowhere."""
    get_workspace(request)
    form = TokenForm(request.POST or None, membership=request.membership)
    try:
        if form.is_valid():
            token, text = tokens.make(membership=request.membership, **form.cleaned_data)
            return render(request, "api/token_made.html", {"token": token, "text": text})
    except IntegrityError:
        # the first of two clicks was stored in between
        form.add_error(None, NAME_TAKEN)
    return render(request, "api/make_token.html", {"form": form}, status=422 if form.errors else 200)


@require_POST
def revoke_token(request, pk):
    get_workspace(request)
    token = get_object_or_404(PersonalToken, pk=pk, membership=request.membership)
    token.delete()
    messages.success(request, f"The token “{token.name}” is revoked. It opens nothing any more.")
    return redirect("settings")
