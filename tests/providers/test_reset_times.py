import time
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from autoreach.providers.errors import RateLimited
from autoreach.providers.reset_times import reset_time
from tests.moments import about
from tests.providers.conftest import Canned


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"x-rate-limit-reset": lambda: time.time() + 300}, 300),
        ({"retry-after": lambda: 42}, 42),
        ({"retry-after-ms": lambda: 1500}, 1.5),
        ({"retry-after": lambda: 7, "x-rate-limit-reset": lambda: time.time() + 300}, 7),
        ({}, 900),
        ({"x-rate-limit-reset": lambda: "soon"}, 900),
        ({"x-rate-limit-reset": lambda: time.time() - 50}, 1),
        ({"x-rate-limit-reset": lambda: 4_294_967_296}, 86_400),
        ({"x-rate-limit-reset": lambda: "9" * 400}, 900),
        ({"retry-after": lambda: "Fri, 31 Dec 2106 23:59:59 GMT"}, 86_400),
        ({"retry-after": lambda: "-5"}, 1),
    ],
)
def test_a_429_says_when_to_come_back(wire, x, headers, seconds):
    made = {name: str(value()) for name, value in headers.items()}
    if "x-rate-limit-reset" in made:
        made["x-rate-limit-reset"] = made["x-rate-limit-reset"].split(".")[0]
    wire.will(Canned({"title": "Too Many Requests"}, 429, made))
    since = datetime.now(UTC)
    with pytest.raises(RateLimited) as caught:
        x.users(["15"])
    assert (caught.value.resume_at - since).total_seconds() == about(seconds, since=since.timestamp())
    assert (len(wire.asked), caught.value.scope, caught.value.temporary) == (1, "users", True)


def test_a_provider_whose_clock_is_wrong_is_still_waited_for_as_long_as_it_means(wire, x):
    since = datetime.now(UTC)
    theirs = since + timedelta(hours=5)
    headers = {
        "date": theirs.strftime("%a, %d %b %Y %H:%M:%S GMT"),
        "x-rate-limit-remaining": "0",
        "x-rate-limit-reset": str(int(theirs.timestamp()) + 60),
    }
    wire.will(Canned({}, 429, headers))
    with pytest.raises(RateLimited) as caught:
        x.users(["15"])
    assert (caught.value.resume_at - since).total_seconds() == about(60, since=since.timestamp())


@pytest.mark.parametrize(("ahead", "corrected"), [(4, 0), (-4, 0), (60, 60), (-60, -60)])
def test_a_clock_a_few_seconds_off_is_taken_as_right(ahead, corrected):
    now = datetime.now(UTC)
    theirs = now + timedelta(seconds=ahead)
    read = reset_time(str((theirs + timedelta(minutes=10)).timestamp()), {"date": format_datetime(theirs, usegmt=True)})
    assert (read - now).total_seconds() == pytest.approx(600 + ahead - corrected, abs=2)


def test_a_reset_that_is_no_time_is_unknown():
    assert [reset_time(written, {}) for written in (None, "", "soon", "1e400")] == [None] * 4
