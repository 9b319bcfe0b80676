from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.internal.ratelimit import get_ip
from django.urls import reverse


class AccountAdapter(DefaultAccountAdapter):
    """Limits guesses for an account by where they come from, so that a stranger's guesses lock no owner out."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "username_password_mismatch": "Please enter a correct username and password.",
        "username_email_password_mismatch": "Please enter a correct username and password.",
        "too_many_login_attempts": "Too many wrong attempts from here. Wait five minutes, then try again.",
    }

    def is_open_for_signup(self, request):
        """An account begins with an invitation (`leads.accounts.invitations`) or with staff."""
        return False

    def get_password_change_redirect_url(self, request):
        return reverse("account_change_password")

    def _get_login_attempts_cache_key(self, request, **credentials):
        return f"{get_ip(request)}:{super()._get_login_attempts_cache_key(request, **credentials)}"
