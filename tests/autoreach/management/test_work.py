import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.core.management.base import SystemCheckError

from autoreach.management.commands.work import Command

LOADED = """
import sys, django
django.setup()
from autoreach.management.commands import work
work.load_tasks()
print(*sys.modules)
"""


def test_workers_are_forked_with_all_tasks_loaded():
    folder = settings.BASE_DIR
    files = [
        path.relative_to(folder)
        for app in ("autoreach", "leads", "pool", "enrichment", "scoring")
        for path in (folder / app).rglob("tasks.py")
    ]
    tasks = {".".join(path.with_suffix("").parts) for path in files}
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "autoreach.settings"}
    done = subprocess.run([sys.executable, "-c", LOADED], cwd=folder, env=environment, capture_output=True, text=True)
    assert (tasks - {*done.stdout.split()}, done.stderr) == (set(), "")


def test_no_worker_begins_with_numbers_that_scoring_refuses(settings):
    settings.SCORING = {"actve": 65}
    with pytest.raises(SystemCheckError, match=r"\(scoring.E001\) SCORING names unknown numbers: actve."):
        Command().check(tags=Command.requires_system_checks)
