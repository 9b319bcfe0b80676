"""Access to objects: every view fetches them here, and another workspace's object is a 404."""

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404

from autoreach.pages import get_workspace, number
from leads.models import ImportJob, Lead, LeadMerge, Membership, Offer, SavedView, Search, SeedAccount, Workspace
from leads.workspaces.scorer import uses_ai

Right = Membership.Right
REFUSALS = {
    Right.SPEND: "You may not spend in this workspace. An owner can allow it under Members.",
    Right.ARCHIVE: "You may not archive offers or undo imports in this workspace. An owner can allow it under Members.",
    Right.INVITE: "You may not invite people to this workspace. An owner can allow it under Members.",
    Right.SETTINGS: "You may not change the settings of this workspace. An owner can allow it under Members.",
}


def may(request, right):
    return request.membership is not None and request.membership.may(right)


def require(request, right):
    """The workspace, where the user has `right` in it; a refusal that says who can help where not."""
    workspace = get_workspace(request)
    if not may(request, right):
        raise PermissionDenied(REFUSALS[right])
    return workspace


def may_score(request):
    """Scoring costs money where the AI of the workspace does it."""
    return may(request, Right.SPEND) or not uses_ai(get_workspace(request))


def require_to_score(request):
    if not may_score(request):
        raise PermissionDenied(REFUSALS[Right.SPEND])


def require_owner(request):
    workspace = get_workspace(request)
    if not request.membership.is_owner:
        raise PermissionDenied("Only owners of the workspace may change what its members may do.")
    return workspace


def get_membership(request, pk):
    return get_object_or_404(Membership.objects.select_related("user"), pk=pk, workspace=get_workspace(request))


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


def get_hand_merge(request, pk):
    merges = LeadMerge.objects.filter(workspace=get_workspace(request), record__by_hand=True)
    return get_object_or_404(merges.select_related("lead"), pk=pk)


def get_search(request, pk):
    return get_object_or_404(Search, pk=pk, workspace=get_workspace(request), deleted_at=None)


def get_import(request, pk):
    return get_object_or_404(
        ImportJob.objects.select_related("offer", "search"), pk=pk, workspace=get_workspace(request)
    )


def get_seed_account(request, pk):
    return get_object_or_404(SeedAccount, pk=pk, workspace=get_workspace(request))


def offers(request):
    return Offer.objects.current().filter(workspace=get_workspace(request))


def leads(request):
    return Lead.objects.filter(workspace=get_workspace(request))


def searches(request):
    """Without where each goes on: that is large, and only the page of one search shows it."""
    return Search.objects.filter(workspace=get_workspace(request), deleted_at=None).defer("cursor")


def seed_accounts(request):
    return SeedAccount.objects.filter(workspace=get_workspace(request))


def saved_views(request):
    """Those of the user, in this workspace."""
    return SavedView.objects.filter(workspace=get_workspace(request), user=request.user)


def imports(request):
    return ImportJob.objects.filter(workspace=get_workspace(request))
