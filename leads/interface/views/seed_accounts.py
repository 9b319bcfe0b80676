"""Saving the accounts that lookalike searches propose, and taking them off again."""

from django.contrib import messages
from django.http import Http404
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from autoreach.pages import number
from leads import access


@require_POST
def change(request, pk, action):
    seed = access.get_seed_account(request, pk)
    if action == "save":
        seed.save_for(request.user)
        messages.success(request, f"{seed} is saved.")
    elif action == "remove":
        seed.remove()
        messages.success(request, f"{seed} is no longer saved. The leads that it brought stay.")
    else:
        raise Http404
    return redirect(page_of(request))


def page_of(request):
    """The page of the search it was changed on, or else the tab of the saved accounts."""
    search = number(request.POST.get("search", ""))
    return f"{reverse('leads')}?tab=lookalikes" if search is None else reverse("search", args=[search])
