from allauth.account import views as account
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import render


@login_not_required
def ask(request):
    """Where no mail can be sent, the page says whom to ask."""
    if not settings.EMAIL_URL:
        return render(request, "account/password_reset_by_staff.html")
    return account.password_reset(request)
