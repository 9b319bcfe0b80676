"""A step of the pipeline: pure code that says which calls it needs and what their answers mean."""

from collections.abc import Generator
from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal
from typing import Any, Protocol

from autoreach.calls.call import Call
from autoreach.providers import Providers
from autoreach.providers.errors import ProviderError
from autoreach.providers.registry import PROVIDERS
from autoreach.providers.results import Answer
from enrichment.models import PipelineJob
from leads.models import Lead, Offer, PlatformProfile


def not_configured(provider: str) -> str:
    """Why a step is skipped: it says nothing of the person."""
    return f"{PROVIDERS[provider].label} is not configured"


@dataclass(slots=True)
class Subject:
    """A lead in work, as loaded before the current stage. `wrote_on` are the platforms of its stored posts.

    A job that only scores has no steps, and nothing is loaded for it.
    """

    job: PipelineJob
    lead: Lead | None = None
    x: PlatformProfile | None = None
    linkedin: PlatformProfile | None = None
    wrote_on: frozenset[str] = frozenset()
    offer: Offer | None = None

    def profile_on(self, platform):
        return getattr(self, platform)

    def chose(self, step):
        """Whether a user chose the step for this lead: then it reads what is still fresh too."""
        return step.name in self.job.chosen_steps


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a step brought: `value` goes to its `store`; `missing` tells users why it brought nothing, or not all.

    With `again_in` the step is tried again later, while the job has tries left with its provider.
    """

    value: Any = None
    missing: str = ""
    again_in: timedelta | None = None


@dataclass(frozen=True, slots=True)
class PlannedCalls:
    """Calls to a provider that a step makes for one lead, at most, and the most they cost; None: unknown.

    `usual` is what they usually cost, where that is less.
    """

    provider: str
    calls: int
    usd: Decimal | None = Decimal(0)
    usual: Decimal | None = None


Calls = Generator[list[Call], list[Answer | ProviderError], Outcome]


class Step(Protocol):
    """`name` is what the job remembers as done, `label` what people read, `phase` where the job then stands.

    `provider` is the one that withholds where an outcome says `again_in`. `read_from` is the platform whose account of
    the lead the outcome is about; if the lead has another account by then, the outcome is dropped.
    `prefers` names earlier steps that may make this one needless. It waits for them where they wait for a moment only.
    `unable` ends the sentence that counts the leads for which the step can do nothing.

    The executor handles limits, budgets, credits, retries and crashes. A step gets only answers and lasting errors
    (NotVisible, NotSupported, InvalidRequest, Refused …, or the error of the last try).
    """

    name: str
    label: str
    provider: str
    read_from: str
    phase: PipelineJob.Phase
    prefers: tuple[str, ...] = ()

    def waits_on(self, subject: Subject) -> tuple[str, ...]:
        """Names of earlier steps whose results this one needs; while they wait, it waits."""

    def skips(self, subject: Subject, providers: Providers) -> str:
        """Why there is nothing to do for this lead, or ""."""

    def run(self, subject: Subject) -> Calls:
        """Yields lists of calls that may be made at once, and is sent their answers or errors in the same order."""

    def leads_among(self, needs) -> int:
        """For how many of the counted leads (`enrichment.costs.Needs`) there may be something to do."""

    def planned_calls(self) -> list[PlannedCalls]:
        """What the step asks for one lead, at most."""

    def store(self, results: list[tuple[Subject, Any]]) -> None:
        """Write the values of many leads set-wise, within the transaction that holds their jobs and leads."""
