"""Many calls in flight at once, in threads; the ledger knows of each before it is sent.

Only the thread that owns the sender touches the database.
"""

import logging
import time
from collections import deque
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, Future, ThreadPoolExecutor, wait
from datetime import datetime, timedelta
from math import inf
from uuid import UUID

from django.utils import timezone

from autoreach.calls import ledger, waits
from autoreach.calls.call import PaidCall
from autoreach.calls.clients import clients, confirm_account, gate
from autoreach.calls.gate import Place
from autoreach.calls.waits import Wait
from autoreach.providers import Providers
from autoreach.providers.errors import AuthFailed, NotFound, ProviderError, RateLimited
from autoreach.providers.registry import PROVIDERS
from autoreach.providers.results import Answer, Usage

logger = logging.getLogger(__name__)

# The sender waits this long itself; a longer wait goes back to the owner.
SHORT = timedelta(seconds=3)
ANSWER_SECONDS = 0.5
IDLE_SECONDS = 0.02
OK = 200


def never(call: PaidCall) -> None:
    return None


def is_proof(call: PaidCall, answer: Answer) -> bool:
    """Whether the answer shows that nothing is wrong with credits: it cost something, or such calls never do."""
    never_charged = PROVIDERS[call.call.provider].has_flat_rate or not call.call.estimate_usd
    return never_charged or answer.usage.cost_usd != 0


class CallSender:
    """Sends calls and collects their answers.

    `concurrency` calls are made at a time; `ahead` times as many are handed to the threads, so that these go on while
    results are stored. `hold` returns a wait to postpone a call. Until `deadline`
    (time.monotonic) short waits are sat out.
    """

    def __init__(
        self,
        *,
        lease: UUID,
        concurrency: int = 1,
        ahead: int = 1,
        deadline: float = inf,
        hold: Callable[[PaidCall], Wait | None] = never,
        providers: Providers | None = None,
    ):
        self.providers = providers or clients()
        self._gate = gate()
        self._lease = lease
        self._concurrency, self._capacity = concurrency, concurrency * ahead
        self._deadline, self._hold = deadline, hold
        self._wanted: deque[PaidCall] = deque()
        self._delayed: list[tuple[datetime, PaidCall]] = []
        self._in_flight: dict[Future, PaidCall] = {}
        self._ended: list[PaidCall] = []

    def __enter__(self):
        self._threads = ThreadPoolExecutor(self._concurrency, thread_name_prefix="calls")
        return self

    def __exit__(self, *error):
        # after an error, what was not sent yet is not waited for
        self._threads.shutdown(wait=False, cancel_futures=True)
        try:
            self._gate.give_back()
        finally:
            self._threads.shutdown()

    @property
    def in_flight(self) -> int:
        return len(self._in_flight)

    @property
    def is_idle(self) -> bool:
        """Whether nothing is in flight or ready to be sent."""
        return not (self._in_flight or self._wanted)

    def ask(self, calls: Iterable[PaidCall]) -> None:
        self._wanted.extend(calls)

    def complete(self, calls: Iterable[PaidCall]) -> None:
        """Make these calls and return when each has a result or a wait."""
        missing = dict.fromkeys(calls)
        self.ask(missing)
        while missing:
            self.dispatch()
            for call in self.collect():
                missing.pop(call, None)
            if missing and not self.in_flight:
                time.sleep(IDLE_SECONDS)

    def dispatch(self) -> None:
        """Send what may be sent now."""
        self._return_delayed()
        if len(self._in_flight) > (self._concurrency + self._capacity) // 2:
            return  # the threads have enough, and few large entries on the ledger are cheaper than many small ones
        admitted, busy = [], set()
        for _ in range(len(self._wanted)):
            if len(self._in_flight) + len(admitted) >= self._capacity:
                break
            call = self._wanted.popleft()
            if call.wait:
                self._ended.append(call)
            elif call.service in busy:
                self._wanted.append(call)
            elif self._admit(call, busy):
                admitted.append(call)
        if admitted:
            self._send(admitted)

    def collect(self, seconds: float = ANSWER_SECONDS) -> list[PaidCall]:
        """Calls that have ended; waits up to `seconds` for the next answer while any is in flight."""
        ended, self._ended = self._ended, []
        if self._in_flight:
            done, _ = wait(self._in_flight, timeout=0 if ended else seconds, return_when=FIRST_COMPLETED)
            for future in done:
                call = self._in_flight.pop(future)
                call.result = self._result_of(future, call)
                call.wait = waits.of_result(call.result, call.failures)
                ended.append(call)
        return ended

    def _return_delayed(self):
        now = timezone.now()
        self._wanted.extend(call for due, call in self._delayed if due <= now)
        self._delayed = [(due, call) for due, call in self._delayed if due > now]

    def _admit(self, call, busy):
        """Whether the call may be sent now. Where not, it ends with a wait, or is delayed by a moment."""
        held = self._hold(call) or self._closed(call)
        if held is None:
            call.place = self._gate.place(*call.service)
            return True
        if held.failed and waits.is_last_try(call.failures, held.failed):
            ledger.end_without_call(call, AuthFailed(held.reason, usage=Usage(*call.service)))
            self._ended.append(call)
        elif held.until - timezone.now() <= SHORT and time.monotonic() < self._deadline:
            busy.add(call.service)
            self._delayed.append((held.until, call))
        else:
            call.wait = held
            self._ended.append(call)
        return False

    def _closed(self, call):
        closed = self._gate.admit(*call.service)
        return closed and waits.of_closed(call.call.provider, closed)

    def _send(self, admitted):
        due = set(ledger.begin(admitted, lease=self._lease))
        for call in admitted:
            if call in due:
                self._in_flight[self._threads.submit(self._make, call.call, call.place)] = call
                continue
            self._gate.release(*call.service, call.place)
            call.wait = call.wait or waits.of_result(call.result, call.failures)
            self._ended.append(call)

    def _make(self, call, place: Place) -> Answer:
        """In a thread. A call that waited there beyond its place in the provider's window is not sent."""
        if place.until and timezone.now() > place.until:
            usage = Usage(call.provider, call.operation)
            raise RateLimited("the window closed", resume_at=timezone.now(), scope=call.operation, usage=usage)
        self._gate.begin_sending(place)
        try:
            return call.send(self.providers)
        except NotFound as error:
            if error.status not in (None, OK):
                confirm_account(call.provider, self.providers, error)
            raise

    def _result_of(self, future, call) -> Answer | ProviderError:
        error = future.exception()
        if error is None:
            answer = future.result()
            self._gate.observe(*call.service, answer.limit, place=call.place, paid=is_proof(call, answer))
            return answer
        if not isinstance(error, ProviderError):
            logger.error("call %s broke", call.key, exc_info=error)
            usage = Usage(*call.service, cost_usd=None)
            error = ProviderError("the answer could not be read", usage=usage, uncertain=True)
        self._gate.observe(*call.service, None, error, place=call.place)
        return error
