"""For tests of moments that the code reckons from a clock it reads itself."""

import time

import pytest


def about(seconds, *, since):
    """So many seconds, give or take two seconds and what has passed since `since`, in seconds since 1970."""
    return pytest.approx(seconds, abs=2 + time.time() - since)
