"""Room on the disk that holds the installation's files: work and uploads stop before the database has to."""

import shutil

from django.conf import settings


def free() -> int:
    folder = next(path for path in (settings.VAR_DIR, *settings.VAR_DIR.absolute().parents) if path.exists())
    return shutil.disk_usage(folder).free


def is_low() -> bool:
    return free() < settings.LOW_DISK_MIB * 2**20


def warning() -> str:
    """For those who use the installation; empty while there is room."""
    if not is_low():
        return ""
    return (
        f"The server's disk is nearly full: {free() // 2**20:,} MiB are free. Files cannot be uploaded, and imports "
        f"and enrichment wait. They go on by themselves once {settings.LOW_DISK_MIB:,} MiB are free."
    )
