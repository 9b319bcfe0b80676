import os
import pwd
import stat

import pytest

from autoreach.serving import data_directory
from autoreach.serving.errors import DatabaseUnavailable, DiskFull

OURS = pwd.getpwuid(os.geteuid())


def mode_of(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_a_socket_folder_is_made_for_its_owner_alone(tmp_path):
    folder = tmp_path / "sockets" / "here"
    data_directory.own(folder, None)
    folder.chmod(0o755)
    data_directory.own(folder, None)
    assert mode_of(folder) == 0o700


def test_a_link_in_the_place_of_a_folder_is_refused(tmp_path):
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with pytest.raises(PermissionError) as refused:
        data_directory.own(tmp_path / "link", None)
    assert refused.value.filename == str(tmp_path / "link")


def test_a_file_of_another_user_is_named_in_a_sentence(tmp_path):
    with pytest.raises(DatabaseUnavailable) as refused, data_directory.naming_owners(tmp_path):
        raise PermissionError(1, "no", "/some/file")
    assert str(refused.value) == "/some/file belongs to another user: run as that user, or remove it."


def test_too_little_room_is_said_in_mebibytes(tmp_path):
    with pytest.raises(DiskFull, match=f"under {tmp_path}, and PostgreSQL needs 1099511627776 MiB to start"):
        data_directory.check_disk(tmp_path / "postgres", 2**60)
    assert data_directory.check_disk(tmp_path / "postgres", 1) is None


def test_folders_above_may_be_passed_and_not_listed_and_only_strangers_folders_are_named(tmp_path, capsys):
    data = tmp_path / "closed" / "data"
    data.mkdir(parents=True)
    data.parent.chmod(0o700)
    data.chmod(0o700)
    data_directory.let_pass(data, OURS)
    assert (mode_of(data), mode_of(data.parent)) == (0o710, 0o701)
    said = capsys.readouterr().out
    assert f"Other accounts may now pass through {data.parent}, without seeing what is in it" in said
    data_directory.let_pass(data, OURS)
    assert capsys.readouterr().out == ""


def test_an_empty_folder_makes_way_and_one_with_files_is_left(tmp_path):
    (tmp_path / "empty").mkdir()
    data_directory.remove_empty(tmp_path / "empty")
    (tmp_path / "notes.txt").touch()
    with pytest.raises(DatabaseUnavailable, match="is not a PostgreSQL data directory but holds files"):
        data_directory.remove_empty(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_an_account_that_the_machine_does_not_know_is_named_by_its_number():
    with pytest.raises(DatabaseUnavailable, match="user number 4000000001, which this machine does not know"):
        data_directory.account_by_id(4_000_000_001)


@pytest.mark.parametrize(
    ("output", "sentence"),
    [
        ("LOG: a\nFATAL:  lock file exists\nLOG: b", "It failed: lock file exists."),
        ("FATAL:  first\nPANIC:  second", "It failed: second."),
        ("odd words", "It failed: odd words."),
        ("FATAL: No space left on device", "The disk is full: PostgreSQL found no space left on it."),
    ],
)
def test_what_postgresql_complains_of_last_is_the_sentence(output, sentence):
    assert str(data_directory.failure(output, "It failed")) == sentence


def test_a_subprocess_gets_the_account_and_nothing_of_this_environment(monkeypatch):
    monkeypatch.setenv("SECRET_KEY", "s")
    own = data_directory.run_as(None)
    assert (set(own["env"]), own["cwd"], "user" in own) == ({"PATH", "LC_ALL", "TZ"}, "/", False)
    other = data_directory.run_as(OURS)
    assert (other["user"], other["group"], other["extra_groups"]) == (OURS.pw_uid, OURS.pw_gid, [])
