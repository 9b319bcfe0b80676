from allauth.account.utils import perform_login
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.contrib.auth.decorators import login_not_required
from django.db import IntegrityError, transaction
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from leads import access
from leads.accounts import invitations
from leads.interface.forms.members import InvitationForm, JoinForm, MembershipForm, is_last_owner
from leads.models import Invitation
from leads.workspaces.choice import choose
from leads.workspaces.page_guard import any_workspace


@require_safe
def members(request):
    workspace = access.get_workspace(request)
    waiting = Invitation.objects.none()
    if access.may(request, access.Right.INVITE):
        waiting = workspace.invitations.filter(accepted_at=None, expires_at__gt=timezone.now())
    waiting = waiting.select_related("invited_by").order_by("-pk")
    context = {
        "members": workspace.memberships.select_related("user").order_by("created_at", "pk"),
        "invitations": [
            (invitation, link_of(request, invitation))
            for invitation in waiting
            if invitations.may_give(request.membership, invitation)
        ],
    }
    return render(request, "leads/members.html", context)


def link_of(request, invitation):
    return request.build_absolute_uri(reverse("join", args=[invitations.token_of(invitation)]))


@transaction.atomic
def change(request, pk):
    access.get_membership_workspace(request, access.require_owner(request).pk, to_edit=request.method == "POST")
    membership = access.get_membership(request, pk)
    form = MembershipForm(request.POST or None, instance=membership)
    if form.is_valid():
        form.save(commit=False).save(update_fields=list(form.fields))
        messages.success(request, f"What {membership.user.get_username()} may do is saved.{form.kept_note()}")
        return redirect("members")
    context = {"form": form, "changed": membership}
    return render(request, "leads/member.html", context, status=422 if form.errors else 200)


@require_POST
@transaction.atomic
def remove(request, pk):
    access.get_membership_workspace(request, access.require_owner(request).pk, to_edit=True)
    membership = access.get_membership(request, pk)
    if is_last_owner(membership):
        messages.error(request, "The workspace needs an owner. Make somebody else an owner first.")
        return redirect("member", pk)
    membership.delete()
    messages.success(request, f"{membership.user.get_username()} is no longer a member.")
    return redirect("members")


def invite(request):
    workspace = access.require(request, access.Right.INVITE)
    blank = Invitation(workspace=workspace, invited_by=request.user)
    form = InvitationForm(request.POST or None, instance=blank, sender=request.membership)
    if form.is_valid():
        invitation = form.save(commit=False)
        if invitations.keep(invitation):
            announce(request, invitation)
        return redirect("members")
    return render(request, "leads/invite.html", {"form": form}, status=422 if form.errors else 200)


def announce(request, invitation):
    if not (invitation.email and settings.EMAIL_URL):
        messages.success(request, "The invitation is ready. Copy its link and send it.")
        return
    try:
        invitations.send(invitation, link_of(request, invitation))
    except OSError:
        messages.warning(
            request, f"The mail to {invitation.email} could not be sent. Copy the link and send it yourself."
        )
    else:
        messages.success(request, f"The invitation was sent to {invitation.email}.")


@require_POST
def withdraw(request, pk):
    workspace = access.require(request, access.Right.INVITE)
    invitation = get_object_or_404(Invitation, pk=pk, workspace=workspace, accepted_at=None)
    if not invitations.may_give(request.membership, invitation):
        raise Http404  # as on the page, which does not list it
    invitation.delete()
    messages.success(request, "The invitation is withdrawn. Its link lets no one in.")
    return redirect("members")


@login_not_required
@any_workspace
def join(request, token):
    """Let the holder of an invitation in: with the account they are logged in to, or with a new one."""
    try:
        invitation = invitations.find(token)
        form = None if request.user.is_authenticated else JoinForm(request.POST or None)
        if request.method == "POST" and (form is None or form.is_valid()):
            return let_in(request, token, form)
    except IntegrityError:
        form.add_error("username", get_user_model()._meta.get_field("username").error_messages["unique"])
    except invitations.InvitationRefused as refused:
        return render(request, "leads/join_refused.html", {"reason": str(refused)}, status=410)
    context = {"form": form, "invitation": invitation, "address": request.path}
    context["is_member"] = form is None and invitation.workspace.memberships.filter(user=request.user).exists()
    return render(request, "leads/join.html", context, status=422 if form and form.errors else 200)


def let_in(request, token, form):
    with transaction.atomic():
        user = form.save() if form else request.user
        workspace = invitations.accept(token=token, user=user)
    response = redirect("buyers") if form is None else perform_login(request, user, redirect_url=reverse("buyers"))
    choose(request, workspace)
    messages.success(request, f"Welcome to {workspace.name}.")
    return response
