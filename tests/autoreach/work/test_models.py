import pytest

from enrichment.models import PipelineJob
from leads.models import ImportJob, Search


def test_the_next_attempt_waits_thirty_seconds_and_then_twice_as_long_each_time(clock):
    waits = [(Search(attempts=n).next_attempt() - clock.now).total_seconds() for n in range(4)]
    assert waits == [30, 30, 60, 120]


@pytest.mark.parametrize(("model", "attempts"), [(PipelineJob, 5), (ImportJob, 5), (Search, 3)])
def test_each_kind_of_work_is_exhausted_after_its_attempts(model, attempts):
    assert [model(attempts=n).is_exhausted for n in (0, attempts - 1, attempts)] == [False, False, True]
