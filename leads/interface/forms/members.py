from django import forms
from django.contrib.auth import get_user_model
from django.contrib.auth.forms import UserCreationForm

from leads.accounts.forms import RULES
from leads.interface.forms.concurrent_edits import ConcurrentEdits
from leads.models import Invitation, Membership

Role, Right = Membership.Role, Membership.Right


class RightsForm(forms.ModelForm):
    role = forms.ChoiceField(
        choices=Role, widget=forms.RadioSelect, help_text="An owner may do everything, and decides what members may do."
    )
    rights = forms.MultipleChoiceField(
        choices=Right, widget=forms.CheckboxSelectMultiple, required=False, label="A member may"
    )


class MembershipForm(ConcurrentEdits, RightsForm):
    class Meta:
        model = Membership
        fields = ["role", "rights"]

    def clean_role(self):
        role = self.cleaned_data["role"]
        if role != Role.OWNER and is_last_owner(self.instance):
            raise forms.ValidationError("The workspace needs an owner. Make somebody else an owner first.")
        return role


class InvitationForm(RightsForm):
    email = forms.EmailField(
        required=False, label="E-mail address", help_text="For whom it is. Without one you send the link yourself."
    )

    class Meta:
        model = Invitation
        fields = ["email", "role", "rights"]

    def __init__(self, *args, sender, **kwargs):
        """`sender`, a membership, can give no more than it has."""
        super().__init__(*args, **kwargs)
        if not sender.is_owner:
            self.fields["role"].choices = [(Role.MEMBER, Role.MEMBER.label)]
            self.fields["rights"].choices = [(right.value, right.label) for right in Right if sender.may(right)]


class JoinForm(UserCreationForm):
    email = forms.EmailField(required=False, label="E-mail address", help_text="For a forgotten password.")

    class Meta:
        model = get_user_model()
        fields = ["username", "email"]
        help_texts = {"username": ""}

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["password1"].help_text = RULES
        self.fields["password2"].help_text = ""


def is_last_owner(membership):
    """Ask with the workspace locked, so that two owners cannot both go."""
    owners = Membership.objects.filter(workspace=membership.workspace_id, role=Role.OWNER)
    return owners.filter(pk=membership.pk).exists() and owners.count() == 1
