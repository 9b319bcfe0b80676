"""What the conductor has in hand."""

from dataclasses import dataclass, field

from autoreach.calls.waits import Deferral
from enrichment.steps import Outcome, Step, Subject


@dataclass(slots=True, eq=False)
class Work:
    """One claimed job on its way through the stages."""

    subject: Subject
    stage: int = -1
    running: int = 0
    deferred: dict = field(default_factory=dict)
    skipped: list = field(default_factory=list)

    @property
    def job(self):
        return self.subject.job


@dataclass(slots=True, eq=False)
class Running:
    """A step under way: its generator, and the calls it waits for."""

    work: Work
    step: Step
    generator: object
    calls: list = field(default_factory=list)
    open_calls: int = 0
    deferral: Deferral | None = None
    outcome: Outcome | None = None
