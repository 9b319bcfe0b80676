from django import forms

from autoreach.api.models import PersonalToken

Scope = PersonalToken.Scope


class TokenForm(forms.ModelForm):
    scopes = forms.MultipleChoiceField(choices=Scope, widget=forms.CheckboxSelectMultiple, label="It may")

    class Meta:
        model = PersonalToken
        fields = ["name", "scopes"]
        help_texts = {"name": "For what or on which computer you use it."}

    def __init__(self, *args, membership, **kwargs):
        """A token can be made only with what its member may do."""
        token = PersonalToken(membership=membership, scopes=[Scope.READ.value, Scope.ADD.value])
        super().__init__(*args, instance=token, **kwargs)
        allowed = [scope for scope in Scope if PersonalToken.may_have(membership, scope)]
        self.fields["scopes"].choices = [(scope.value, scope.label) for scope in allowed]

    def _get_validation_exclusions(self):
        """The member is not in the form, but the rule of one name counts for each member."""
        return super()._get_validation_exclusions() - {"membership"}
