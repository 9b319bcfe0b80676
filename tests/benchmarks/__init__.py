"""What every benchmark module offers: `SIZE`, a default number of rows, and `run(size)` giving figures.

The runner (`python -m tests.benchmarks`) gives each module a process and an empty, migrated database of its own.
"""

import resource
import sys
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Figure:
    name: str
    figure: float
    unit: str
    reference: float | None = None
    target: str = ""
    reached: bool | None = None


def at_most(name, figure, unit, *, limit, times=None):
    """`figure` must not exceed `limit`; with `times`, must not exceed `times` × `limit`, the measured reference."""
    if times is None:
        return Figure(name=name, figure=figure, unit=unit, target=f"≤ {limit:g} {unit}", reached=figure <= limit)
    return Figure(
        name=name,
        figure=figure,
        unit=unit,
        reference=limit,
        target=f"≤ {times:g} × reference",
        reached=figure <= times * limit,
    )


def at_least(name, figure, unit, *, limit, reference=None):
    """`figure` must reach `limit`; `reference` is printed beside it."""
    return Figure(
        name=name,
        figure=figure,
        unit=unit,
        reference=reference,
        target=f"≥ {limit:g} {unit}".rstrip(),
        reached=figure >= limit,
    )


def observed(name, figure, unit, *, reference=None):
    """A figure worth printing that has no target."""
    return Figure(name=name, figure=figure, unit=unit, reference=reference)


def peak_memory(*, of=(resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)):
    """Highest resident memory so far of this process and of the largest that it started and that has ended, in MiB."""
    peak = sum(resource.getrusage(who).ru_maxrss for who in of)
    return peak / 2**20 if sys.platform == "darwin" else peak / 2**10
