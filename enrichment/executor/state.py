"""What the executor has in hand. Only `loop.py` writes these objects."""

from collections.abc import Generator
from dataclasses import dataclass, field

from autoreach.calls.call import PaidCall
from autoreach.calls.waits import Wait
from enrichment.steps import Outcome, Step, Subject


@dataclass(slots=True, eq=False)
class LeadWork:
    """A claimed job on its way through the stages.

    `running` counts the steps under way. `waits` holds by step name why a step waits, `skipped` why steps did nothing.
    """

    subject: Subject
    stage: int = -1
    running: int = 0
    waits: dict[str, Wait] = field(default_factory=dict)
    skipped: list[str] = field(default_factory=list)

    @property
    def job(self):
        return self.subject.job


@dataclass(slots=True, eq=False)
class StepRun:
    """A step under way: its generator and the calls it asked for. It ends with an outcome or with a wait."""

    work: LeadWork
    step: Step
    generator: Generator
    calls: list[PaidCall] = field(default_factory=list)
    open_calls: int = 0
    wait: Wait | None = None
    outcome: Outcome | None = None
