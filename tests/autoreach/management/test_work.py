import pytest
from django.core.management.base import SystemCheckError

from autoreach.management.commands.work import Command


def test_no_worker_begins_with_numbers_that_scoring_refuses(settings):
    settings.SCORING = {"actve": 65}
    with pytest.raises(SystemCheckError, match=r"\(scoring.E001\) SCORING names unknown numbers: actve."):
        Command().check(tags=Command.requires_system_checks)
