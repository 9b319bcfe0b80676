import json
import os
import re
import subprocess
import sys

import pytest
from django.conf import settings

from autoreach import sandbox
from tests.test_house import ROOT

NAMES = ("EMAIL_HOST", "EMAIL_PORT", "EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD", "EMAIL_USE_TLS", "EMAIL_USE_SSL",
         "DEFAULT_FROM_EMAIL")  # fmt: skip
SAY = f"import json; from autoreach import settings as s; print(json.dumps([getattr(s, name) for name in {NAMES!r}]))"


def settings_with(tmp_path, **environment):
    environment = os.environ | {"VAR_DIR": str(tmp_path), **environment}
    return subprocess.run([sys.executable, "-c", SAY], cwd=ROOT, env=environment, capture_output=True, text=True)


@pytest.mark.parametrize(
    ("address", "read"),
    [
        (
            "smtp+tls://ada%40north.example:p%3Ass@mail.example",
            ["mail.example", 587, "ada@north.example", "p:ss", True, False, "ada@north.example"],
        ),
        ("smtps://u:p@mail.example:2465", ["mail.example", 2465, "u", "p", False, True, "u"]),
        ("smtp://mail.example", ["mail.example", 25, "", "", False, False, "autoreach@localhost"]),
        ("", ["", 25, "", "", False, False, "autoreach@localhost"]),
    ],
)
def test_the_mail_server_is_one_address(tmp_path, address, read):
    assert json.loads(settings_with(tmp_path, EMAIL_URL=address, EMAIL_FROM="").stdout) == read


def test_a_mail_server_that_cannot_be_read_says_how_it_is_written(tmp_path):
    said = settings_with(tmp_path, EMAIL_URL="mail.example").stderr
    assert said.splitlines()[-1].endswith("EMAIL_URL must be like smtp+tls://user:password@mail.example.com:587.")


def test_a_start_with_wrong_variables_names_all_of_them_and_starts_nothing(tmp_path):
    wrong = {"WORKERS": "two", "AI_TIMEOUT": "soon", "OPENAI_BASE_URL": "user:secret@localhost"}
    environment = os.environ | {"VAR_DIR": str(tmp_path)} | wrong
    start = subprocess.run(
        [sys.executable, "-m", "autoreach.serving"], cwd=ROOT, env=environment, capture_output=True, text=True
    )
    assert (start.returncode, start.stdout) == (1, "")
    assert start.stderr.splitlines() == [
        "WORKERS must be a whole number from 1, not 'two'.",
        "OPENAI_BASE_URL must be an address that begins with https://.",
        "AI_TIMEOUT must be a number from 1 to 300, not 'soon'.",
    ]


def test_every_variable_that_the_settings_read_stands_in_the_readme():
    code, readme = ((ROOT / name).read_text() for name in ("autoreach/settings.py", "README.md"))
    read = set(re.findall(r'(?:env\.\w+|environ\.get)\("([A-Z_]+)"', code))
    assert (len(read) > 20, {name for name in read if f"`{name}`" not in readme}) == (True, set())


def test_every_provider_is_given_its_variables():
    names = sandbox.environment("http://127.0.0.1:1")
    assert [name for name in names if not name.startswith(settings.PROVIDER_VARIABLES)] == []
