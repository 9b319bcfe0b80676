from django.conf import settings


def installation(request):
    """`sandbox`: everything providers say here is made up. `has_mail`: this installation can send mail."""
    return {"sandbox": bool(getattr(settings, "SANDBOX_URL", "")), "has_mail": bool(settings.EMAIL_URL)}
