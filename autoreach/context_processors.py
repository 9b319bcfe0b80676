from django.conf import settings

from autoreach.serving import disk_room


def installation(request):
    """`sandbox`: everything providers say here is made up. `has_mail`: this installation can send mail.

    `disk_warning` is empty while there is room.
    """
    return {
        "sandbox": bool(getattr(settings, "SANDBOX_URL", "")),
        "has_mail": bool(settings.EMAIL_URL),
        "disk_warning": disk_room.warning(),
    }
