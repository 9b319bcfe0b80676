"""Make `.venv` hold what a requirements file pins. Run by any Python ≥ 3.11, with nothing installed."""

import hashlib
import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ENVIRONMENT = ROOT / ".venv"
PYTHON = ENVIRONMENT / "bin" / "python"
EVERYTHING = "requirements-dev.txt"
PIP_INSTALL = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes")
NEEDED_DISK = 1500 * 2**20


def main(requirements):
    if is_installed(requirements):
        return
    # Root's database server runs as another account, which must be able to read its own programs.
    os.umask(0o022)
    check_disk()
    if subprocess.run([PYTHON, "--version"], capture_output=True).returncode if PYTHON.exists() else True:
        make_environment()
    print(f"Installing the packages of {requirements} (a minute or two, once) …", flush=True)
    done = subprocess.run(
        [PYTHON, *PIP_INSTALL, "--requirement", ROOT / requirements],
        stderr=subprocess.PIPE,
        text=True,
    )
    if done.returncode:
        sys.exit(reason(done.stderr))
    stamp(requirements).write_text(fingerprint(requirements))


def is_installed(requirements):
    """Whether this very list, or the longer one that contains it, is what the environment holds."""
    return PYTHON.exists() and any(
        stamp(name).exists() and stamp(name).read_text() == fingerprint(name) for name in {requirements, EVERYTHING}
    )


def stamp(requirements):
    return ENVIRONMENT / f"{requirements}.installed"


def fingerprint(requirements):
    return hashlib.sha256((ROOT / requirements).read_bytes()).hexdigest()


def check_disk():
    free = shutil.disk_usage(ROOT).free
    if free < NEEDED_DISK:
        sys.exit(
            f"The disk is full: {free // 2**20} MiB are free under {ROOT}, "
            f"and the Python environment needs {NEEDED_DISK // 2**20} MiB."
        )


def make_environment():
    try:
        import ensurepip  # noqa: F401
    except ImportError:
        install_venv_package()
    done = subprocess.run([sys.executable, "-m", "venv", "--clear", ENVIRONMENT], capture_output=True, text=True)
    if done.returncode:
        sys.exit(reason(done.stderr + done.stdout))


def install_venv_package():
    """Debian keeps the standard library's `venv` in a package of its own."""
    package = f"python{sys.version_info.major}.{sys.version_info.minor}-venv"
    if os.geteuid() != 0 or not shutil.which("apt-get"):
        sys.exit(f"{sys.executable} comes without its venv module: install it (on Debian: apt-get install {package}).")
    for command in (["apt-get", "update"], ["apt-get", "install", "--yes", "--no-install-recommends", package]):
        done = subprocess.run(command, capture_output=True, text=True)
        if done.returncode:
            sys.exit(f"{package} could not be installed: {reason(done.stderr)}")


def reason(output):
    if "No space left on device" in output:
        return "The disk is full: installing the packages found no space left on it."
    lines = [line for line in output.splitlines() if line.startswith(("ERROR", "Error"))] or output.splitlines()[-1:]
    return "The packages could not be installed. " + " ".join(lines)


if __name__ == "__main__":
    main(*sys.argv[1:])
