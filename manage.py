#!/usr/bin/env python
import os
import sys
from contextlib import nullcontext

from django.conf import settings
from django.core.management import execute_from_command_line
from django.db import connection

from autoreach.serving import embedded_postgres, schema
from autoreach.serving.errors import DatabaseUnavailable


def database():
    """The embedded server for as long as the command runs, unless another database is configured."""
    if os.environ.get("DATABASE_URL"):
        return nullcontext()
    return embedded_postgres.of_installation(settings.VAR_DIR).in_use()


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "autoreach.settings")
    try:
        with database(), schema.explained(sys.argv, connection):
            execute_from_command_line(sys.argv)
    except DatabaseUnavailable as error:
        sys.exit(str(error))
