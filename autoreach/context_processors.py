from django.conf import settings


def installation(request):
    """`sandbox`: everything providers say here is made up."""
    return {"sandbox": bool(getattr(settings, "SANDBOX_URL", ""))}
