"""The package's forms in the product's words: sentence case, no placeholder that repeats the label."""

from allauth.account import forms
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.totp.forms import ActivateTOTPForm as TOTPForm
from allauth.mfa.totp.internal.auth import SECRET_SESSION_KEY
from allauth.mfa.webauthn.forms import AddWebAuthnForm as WebAuthnForm

RULES = "At least 8 characters, not digits alone, and none that many people use."


class PlainWords:
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.label = field.label and str(field.label).capitalize()
            if name == "password1":
                field.help_text = RULES


class LoginForm(PlainWords, forms.LoginForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["login"].label = "Username or e-mail address"


class ChangePasswordForm(PlainWords, forms.ChangePasswordForm):
    pass


class SetPasswordForm(PlainWords, forms.SetPasswordForm):
    pass


class ResetPasswordForm(PlainWords, forms.ResetPasswordForm):
    pass


class ResetPasswordKeyForm(PlainWords, forms.ResetPasswordKeyForm):
    pass


class ReauthenticateForm(PlainWords, forms.ReauthenticateForm):
    pass


class AuthenticateForm(PlainWords, mfa.AuthenticateForm):
    pass


class ReauthenticateWithCodeForm(PlainWords, mfa.ReauthenticateForm):
    pass


class ActivateTOTPForm(PlainWords, TOTPForm):
    def __init__(self, *args, **kwargs):
        shown = context.request.session.get(SECRET_SESSION_KEY)
        super().__init__(*args, **kwargs)
        if shown:
            # the package makes a key for each load of the page; a phone may have scanned the one shown first
            self.secret = context.request.session[SECRET_SESSION_KEY] = shown
        self.fields["code"].label = "Code that the app shows"


class AddWebAuthnForm(PlainWords, WebAuthnForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["passwordless"].label = "Log in with it alone, without a password"
        self.fields["passwordless"].help_text = "It then asks for your fingerprint, your face or its PIN."
