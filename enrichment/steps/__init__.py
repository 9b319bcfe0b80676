"""What a step of the pipeline is: pure code that says which calls it needs and what their answers mean."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, Protocol

from autoreach.calls.call import Call
from autoreach.providers import Providers
from autoreach.providers.errors import ProviderError
from autoreach.providers.results import Answer
from enrichment.models import PipelineJob
from leads.models import Lead, Offer, PlatformProfile


@dataclass(slots=True)
class Subject:
    """One lead in work, as loaded before the current stage; `wrote_on` are the platforms of its stored posts."""

    job: PipelineJob
    lead: Lead
    x: PlatformProfile | None = None
    linkedin: PlatformProfile | None = None
    wrote_on: frozenset[str] = frozenset()
    offer: Offer | None = None

    def profile_on(self, platform):
        return getattr(self, platform)

    def chose(self, step):
        """Whether a user chose the step for this lead: what is still fresh is fetched all the same."""
        return step.name in self.job.chosen_steps


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a step brought: `value` goes to its `store`; `missing` says for people why it brought nothing, or not all.

    `again_in` has it tried once more later, while the job has tries left with the step's provider.
    """

    value: Any = None
    missing: str = ""
    again_in: timedelta | None = None


Calls = Generator[list[Call], list[Answer | ProviderError], Outcome]


class Step(Protocol):
    """`name` is what the job remembers as done, `label` what people read, `phase` where the job then stands.

    `provider` is the one that withholds where an outcome says `again_in`. `read_from` is the platform whose account of
    the lead the outcome is about: where the lead has another by the time it comes, it is nobody's.
    `prefers` names earlier steps that may make this one needless: put off for a moment, they put it off too, and for
    longer it goes on without them.

    The executor handles limits, budgets, credits, retries and crashes: a step meets only answers and the errors that
    stay (NotVisible, NotSupported, InvalidRequest, Refused …, or the last attempt's).
    """

    name: str
    label: str
    provider: str
    read_from: str
    phase: PipelineJob.Phase
    prefers: tuple[str, ...] = ()

    def waits_on(self, subject: Subject) -> tuple[str, ...]:
        """Names of earlier steps without which this one cannot do its best: put off, they put it off too."""

    def skips(self, subject: Subject, providers: Providers) -> str:
        """Why there is nothing to do for this lead; "" where there is."""

    def run(self, subject: Subject) -> Calls:
        """Yields lists of calls that may be made at once and gets their answers or errors in the same order."""

    def store(self, results: list[tuple[Subject, Any]]) -> None:
        """Write the values of many leads set-wise, within a transaction that holds their jobs and leads."""
