import signal
from datetime import UTC, datetime

import pytest

from autoreach.serving.sole_run import MARK, marks, started_at
from tests.installation import Installation, answer


@pytest.mark.slow
def test_a_second_start_from_the_same_folder_is_refused(installation):
    installation.start()
    rival = Installation(installation.var_dir).start()
    assert rival.said.splitlines()[0] == (
        f"AutoReach already runs from this folder, at {installation.url}: stop it first."
    )
    assert answer(f"{installation.url}/login/") == 200


@pytest.mark.slow
def test_the_next_start_recovers_from_a_kill_of_the_whole_group(installation):
    installation.start()
    installation.stop(signal.SIGKILL)
    installation.start()
    assert answer(f"{installation.url}/login/") == 200
    installation.stop()
    assert installation.is_stopped()


def test_a_run_on_a_database_of_its_own_says_since_when(tmp_path):
    before = datetime.now(UTC)
    own, shared = marks(tmp_path, owns_database=True), marks(tmp_path, owns_database=False)
    assert (own[MARK], shared) == (str(tmp_path), {MARK: str(tmp_path)})
    assert before <= started_at(own) <= datetime.now(UTC)
    assert started_at(shared) is None
