"""What runs each minute and finds the states that a crash, a lost wake-up or a pause leaves behind."""

import logging
from collections.abc import Callable

logger = logging.getLogger(__name__)


def run_each(*sweeps: Callable[[], object]) -> None:
    """Run the sweeps in order. One that fails is logged, and those behind it run all the same."""
    for sweep in sweeps:
        try:
            sweep()
        except Exception:
            logger.exception("%r failed", sweep)
