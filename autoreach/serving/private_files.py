"""What an installation stores is private to the user who runs it."""

import os
import stat
from pathlib import Path

UMASK = 0o077
OTHERS = stat.S_IRWXG | stat.S_IRWXO


def make_private(var_dir: Path) -> None:
    """Create the folder, and take from others what an earlier version let them read in it.

    New files are private by the umask, which every program inherits. The database looks after its own folder; where
    root runs it, its account gets there by the group's right to pass.
    """
    os.umask(UMASK)
    var_dir.mkdir(parents=True, exist_ok=True)
    for folder, folders, files in os.walk(var_dir):
        if folder == str(var_dir):
            folders[:] = [name for name in folders if not is_database(Path(folder, name))]
            withdraw(Path(folder), OTHERS if os.geteuid() else OTHERS & ~stat.S_IXGRP)
        for name in (*folders, *files):
            withdraw(Path(folder, name), OTHERS)


def is_database(folder: Path) -> bool:
    return folder.name.startswith("postgres")


def withdraw(path: Path, rights: int) -> None:
    details = path.lstat()
    mode = stat.S_IMODE(details.st_mode)
    shared = mode & stat.S_ISVTX or stat.S_ISLNK(details.st_mode)  # such a folder is not ours alone, as /tmp
    if details.st_uid == os.geteuid() and mode & rights and not shared:
        path.chmod(mode & ~rights)
