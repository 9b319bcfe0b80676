"""Access to objects: every view fetches them here, and another workspace's object is a 404."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from autoreach.pages import get_workspace, number
from leads.models import ImportJob, Lead, LeadMerge, Membership, Offer, Search, Workspace


def owns_workspace(request):
    return get_workspace(request).memberships.filter(user=request.user, role=Membership.Role.OWNER).exists()


def get_owned_workspace(request):
    if not owns_workspace(request):
        raise PermissionDenied("Only owners of the workspace may change this.")
    return request.workspace


def get_membership_workspace(request, pk, *, to_edit=False):
    """With `to_edit`, inside a transaction, it is locked until that ends."""
    workspaces = Workspace.objects.select_for_update(no_key=True, of=("self",)) if to_edit else Workspace.objects
    return get_object_or_404(workspaces, pk=pk, memberships__user=request.user)


def named_offer(request):
    """The offer a form names, or None where it names none."""
    pk = number(request.POST.get("offer", ""))
    return None if pk is None else get_offer(request, pk)


def get_offer(request, pk, *, to_edit=False):
    """With `to_edit`, inside a transaction, it is locked until that ends."""
    offers = Offer.objects.select_for_update(no_key=True, of=("self",)) if to_edit else Offer.objects
    return get_object_or_404(offers, pk=pk, workspace=get_workspace(request))


def get_lead(request, pk):
    return get_object_or_404(Lead, pk=pk, workspace=get_workspace(request))


def merged_into(request, pk):
    """The id of the lead that a merge put in the place of this one, or None."""
    merges = LeadMerge.objects.filter(workspace=get_workspace(request), gone_id=pk, undone_at=None)
    return merges.values_list("lead", flat=True).first()


def get_search(request, pk):
    return get_object_or_404(Search, pk=pk, workspace=get_workspace(request))


def get_import(request, pk):
    return get_object_or_404(
        ImportJob.objects.select_related("offer", "search"), pk=pk, workspace=get_workspace(request)
    )


def offers(request):
    return Offer.objects.current().filter(workspace=get_workspace(request))


def leads(request):
    return Lead.objects.filter(workspace=get_workspace(request))


def searches(request):
    return Search.objects.filter(workspace=get_workspace(request))


def imports(request):
    return ImportJob.objects.filter(workspace=get_workspace(request))
