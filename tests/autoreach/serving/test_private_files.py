import os
import pwd
import stat

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage

from autoreach.serving.data_directory import let_pass
from autoreach.serving.private_files import make_private


@pytest.fixture(autouse=True)
def same_umask():
    before = os.umask(0o022)
    yield
    os.umask(before)


def mode(path):
    return stat.S_IMODE(path.stat().st_mode)


def test_what_others_could_read_is_taken_from_them(tmp_path):
    var = tmp_path / "var"
    for name in ("media/imports/people.csv", "log/web.log", "postgres/base/1", "secret_key"):
        (var / name).parent.mkdir(parents=True, exist_ok=True)
        (var / name).write_text("x")
    outside = tmp_path / "outside"
    outside.write_text("x")
    (var / "link").symlink_to(outside)
    make_private(var)
    private = [mode(var / name) for name in ("media", "media/imports", "media/imports/people.csv", "log/web.log")]
    assert (private, mode(var) & ~stat.S_IXGRP) == ([0o700, 0o700, 0o600, 0o600], 0o700)
    assert [mode(path) for path in (var / "postgres/base/1", outside, tmp_path)] == [0o644, 0o644, mode(tmp_path)]


def test_what_is_written_from_then_on_is_private(tmp_path):
    make_private(tmp_path / "new" / "var")
    (tmp_path / "new" / "var" / "file").write_text("x")
    assert [mode(tmp_path / "new" / name) for name in ("var", "var/file")] == [0o700, 0o600]


def test_a_folder_that_everybody_shares_is_left_as_it_is(tmp_path):
    (tmp_path / "shared").mkdir()
    (tmp_path / "shared").chmod(0o1777)
    make_private(tmp_path / "shared")
    assert mode(tmp_path / "shared") == 0o1777


def test_an_upload_is_private_whatever_the_umask(tmp_path):
    os.umask(0)
    name = FileSystemStorage(location=tmp_path).save("imports/people.csv", ContentFile(b"x"))
    assert (mode(tmp_path / name), mode(tmp_path / "imports")) == (0o600, 0o700)


@pytest.mark.skipif(os.geteuid() != 0, reason="only root lets another account pass")
def test_root_says_whose_folder_it_opens_and_opens_its_own_to_the_database_alone(tmp_path, capsys):
    tmp_path.chmod(0o700)
    var = tmp_path / "var"
    var.mkdir(mode=0o700)
    account = pwd.getpwnam("nobody")
    let_pass(var, account)
    assert (mode(var), var.stat().st_gid, mode(tmp_path)) == (0o710, account.pw_gid, 0o701)
    said = f"Other accounts may now pass through {tmp_path}, without seeing what is in it: PostgreSQL runs as nobody"
    assert f"{said} and must reach {var}.\n" in capsys.readouterr().out
    let_pass(var, account)
    assert capsys.readouterr().out == ""
