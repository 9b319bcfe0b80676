#!/usr/bin/env python
import os
import sys
from contextlib import nullcontext

from django.core.management import execute_from_command_line

from autoreach import embedded_postgres

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "autoreach.settings")
    try:
        with (
            nullcontext() if os.environ.get("DATABASE_URL") else embedded_postgres.of_this_checkout().in_use()
        ):
            execute_from_command_line(sys.argv)
    except embedded_postgres.DatabaseUnavailable as error:
        sys.exit(str(error))
