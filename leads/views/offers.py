from django.contrib import messages
from django.db import IntegrityError, transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_POST, require_safe

from leads import access
from leads.forms.offers import OfferForm
from leads.models import Offer
from leads.offers import create_offer

NAME_TAKEN = "Another offer of this workspace has this name."


@require_safe
def offers(request):
    archived = "archived" in request.GET
    workspace = access.get_workspace(request)
    shown = Offer.objects.filter(workspace=workspace, archived_at__isnull=not archived)
    return render(request, "leads/offers.html", {"offers": shown, "archived": archived})


@require_safe
def offer(request, pk):
    return render(request, "leads/offer.html", {"offer": access.get_offer(request, pk)})


def create(request):
    workspace = access.get_workspace(request)
    form = OfferForm(request.POST or None, workspace=workspace)
    if form.is_valid():
        try:
            created = create_offer(workspace=workspace, user=request.user, offer=form.save(commit=False))
        except IntegrityError:
            form.add_error("name", NAME_TAKEN)
        else:
            messages.success(request, f"{created.name} is saved. The pool is being matched with it.")
            return redirect(f"{reverse('buyers')}?{urlencode({'offer': created.pk})}")
    return offer_form(request, form)


def edit(request, pk):
    edited = access.get_offer(request, pk)
    form = OfferForm(request.POST or None, instance=edited, workspace=edited.workspace)
    if form.is_valid():
        try:
            with transaction.atomic():
                form.save(commit=False).save(update_fields=[*form.fields, "updated_at"])
        except IntegrityError:
            form.add_error("name", NAME_TAKEN)
        else:
            messages.success(request, f"{edited.name} is saved.")
            return redirect("offer", pk)
    return offer_form(request, form)


def offer_form(request, form):
    status = 422 if form.errors else 200
    return render(request, "leads/offer_form.html", {"form": form}, status=status)


@require_POST
def archive(request, pk):
    archived = access.get_offer(request, pk)
    archived.archive()
    messages.success(request, f"{archived.name} is archived. Its buyers are kept.")
    return redirect("offers")


@require_POST
def restore(request, pk):
    restored = access.get_offer(request, pk)
    try:
        with transaction.atomic():
            restored.restore()
    except IntegrityError:
        messages.error(request, f"A current offer is called {restored.name} too. Rename or archive that one first.")
        return redirect(f"{reverse('offers')}?archived")
    messages.success(request, f"{restored.name} is in use again.")
    return redirect("offer", pk)
