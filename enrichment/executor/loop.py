"""Many leads in work at once: their steps' calls go out in threads, their results come back in batches.

Only this thread touches the database. A batch of results is one transaction: calls booked, what they brought
stored, steps ticked off. What a crash interrupts is found by its lease (`enrichment.claims`).
"""

import logging
import time
from collections import deque
from concurrent.futures import FIRST_COMPLETED, ThreadPoolExecutor, wait
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from autoreach.calls import ledger, waits
from autoreach.calls.clients import clients, gate
from autoreach.calls.ledger import Planned
from autoreach.calls.waits import Deferral
from autoreach.providers import Providers
from autoreach.providers.errors import AuthFailed, ProviderError, RateLimited
from autoreach.providers.registry import PROVIDERS
from autoreach.work import leases
from enrichment.executor.completion import finish_works
from enrichment.executor.results import write_results
from enrichment.executor.stages import STAGES, planned_steps
from enrichment.executor.state import Running, Work
from enrichment.executor.subjects import load_subjects
from enrichment.jobs import claims
from enrichment.models import PipelineJob
from enrichment.steps import Outcome
from leads.workspaces.outreach_window import next_opening

logger = logging.getLogger(__name__)

Status = PipelineJob.Status
# Leads in work for each call in flight: a slow call's lead must still end within the worker's time.
OPEN_FOR_EACH_CALL = {PipelineJob.Lane.FAST: 10, PipelineJob.Lane.SLOW: 1}
# Calls handed to the threads for each that one thread makes: while results are stored, the threads go on with these.
AHEAD = {PipelineJob.Lane.FAST: 3, PipelineJob.Lane.SLOW: 1}
# Seconds that leads in work get when the time for new ones is over.
GRACE = {PipelineJob.Lane.FAST: 120, PipelineJob.Lane.SLOW: 600}
BATCH = 500
# Results are written when so many steps have ended, or after so many seconds: people watch them arrive.
FLUSH = 200
FLUSH_SECONDS = 0.5
CLAIM_SECONDS = 0.4
# Worth holding a lead open for; a longer wait gives the job back.
SHORT = timedelta(seconds=3)


class Conductor:
    """Works on the due jobs of one lane until none is left or `seconds` have passed."""

    def __init__(self, *, lane, seconds=60, concurrency=None, providers: Providers | None = None):
        self.lane = lane
        self.deadline = time.monotonic() + seconds
        self.end = self.deadline + GRACE[lane]
        self.concurrency = concurrency or settings.ENRICH_CONCURRENCY
        self.providers = providers or clients(with_ai=lane == PipelineJob.Lane.SLOW)
        self.gate = gate()
        self.lease = leases.new_lease()
        configured = any((self.providers.x, self.providers.linkedin, self.providers.ai))
        self.sendable = self.concurrency * AHEAD[lane]
        self.capacity = self.concurrency * OPEN_FOR_EACH_CALL[lane] if configured else BATCH
        self.renewed = time.monotonic()
        self.claimed = 0.0
        self.works: set[Work] = set()
        self.wanted: deque = deque()
        self.later: list = []
        self.futures: dict = {}
        self.answered: list[Planned] = []
        self.ended: list[Running] = []
        self.ready: list[Work] = []
        self.flushed = self.finished = time.monotonic()

    def run(self):
        """Returns whether jobs may be left."""
        with ThreadPoolExecutor(self.concurrency, thread_name_prefix="calls") as self.pool:
            try:
                return self._run()
            finally:
                # where this breaks off, nobody waits for what was not sent yet
                self.pool.shutdown(wait=False, cancel_futures=True)
                self.gate.give_back()

    def run_suspect(self):
        """Work on one job that several workers did not bring to an end, with nothing else in hand."""
        with ThreadPoolExecutor(self.concurrency) as self.pool:
            jobs = claims.claim(lease=self.lease, size=1, lane=self.lane, suspects=True)
            self.take_on(jobs)
            self.drain()
        return bool(jobs)

    def _run(self):
        while time.monotonic() < self.deadline:
            claimed = self.claim()
            if not (claimed or self.works):
                return False
            self.turn()
        self.drain()
        return True

    def drain(self):
        while self.works:
            self.turn()

    def turn(self):
        self.dispatch()
        self.collect()
        self.settle()
        self.keep_lease()

    def claim(self):
        """Take on as many leads as keep all calls going. Returns how many jobs came."""
        now, jobs = time.monotonic(), []
        # small claims in a busy loop cost more than they bring
        if self.works and now - self.claimed < CLAIM_SECONDS:
            return 0
        self.claimed = now
        if self.lane == PipelineJob.Lane.FAST and len(self.ready) < BATCH:
            jobs += claims.claim(lease=self.lease, size=BATCH, lane=self.lane, scoring_only=True)
        if len(self.works) <= self.capacity * 3 // 4:
            room = self.capacity - len(self.works)
            jobs += claims.claim(lease=self.lease, size=room, lane=self.lane, scoring_only=False)
        self.take_on(jobs)
        return len(jobs)

    def take_on(self, jobs):
        works = [Work(subject) for subject in load_subjects(jobs)]
        self.works.update(works)
        for work in works:
            waiting = waits.of_rescore(work.job)
            if waiting:
                work.deferred["score"] = waiting
                self.ready.append(work)
            else:
                self.advance(work)

    # from stage to stage

    def advance(self, work):
        """Begin the next stage that has anything to do for this lead; after the last, the lead is ready to score."""
        while work.stage + 1 < len(STAGES):
            work.stage += 1
            for step in planned_steps(work.job, work.stage):
                self.begin_step(work, step)
            if work.running:
                return
        self.ready.append(work)

    def begin_step(self, work, step):
        needed = [work.deferred[name] for name in step.waits_on(work.subject) if name in work.deferred]
        preferred = [work.deferred[name] for name in step.prefers if name in work.deferred]
        needed += [deferral for deferral in preferred if waits.is_worth_waiting(deferral, work.job)]
        hindered = [deferral for deferral in needed if not deferral.partial]
        if hindered:
            work.deferred[step.name] = hindered[0]
            return
        reason = step.skips(work.subject, self.providers)
        if reason:
            work.skipped.append(f"{step.label}: {reason}")
            return
        running = Running(work, step, step.run(work.subject))
        work.running += 1
        self.resume(running, None)

    def resume(self, running, results):
        """Hand a step what it asked for; it asks for more, or it has ended."""
        try:
            asked = running.generator.send(results)
        except StopIteration as end:
            self.end_step(running, end.value or Outcome())
        except Exception:
            logger.exception("step %s failed on lead %s", running.step.name, running.work.subject.lead.pk)
            self.end_step(running, Outcome(missing="what came back could not be understood"))
        else:
            running.calls = [Planned.of(running.work.subject, running.step, call) for call in asked]
            running.open_calls = len(running.calls)
            self.wanted.extend((running, planned) for planned in running.calls)

    def end_step(self, running, outcome):
        running.outcome = outcome
        provider = running.step.provider
        if outcome.again_in and not waits.is_last_try(running.work.job, provider):
            until = timezone.now() + outcome.again_in
            self.defer_step(running, Deferral(until, Status.PENDING, outcome.missing, failed=provider, partial=True))
        self.ended.append(running)

    def defer_step(self, running, deferral):
        running.deferral = running.deferral or deferral

    # calls out and answers in

    def dispatch(self):
        """Send what may be sent now; the ledger knows of it first."""
        now = timezone.now()
        self.wanted.extend((running, planned) for due, running, planned in self.later if due <= now)
        self.later = [entry for entry in self.later if entry[0] > now]
        going, refused = {}, set()
        if len(self.futures) > (self.concurrency + self.sendable) // 2:
            return  # the threads have enough, and few large entries on the ledger are cheaper than many small ones
        for _ in range(len(self.wanted)):
            if len(self.futures) + len(going) >= self.sendable:
                break
            running, planned = self.wanted.popleft()
            if running.deferral:
                self.call_ended(running)
                continue
            service = (planned.call.provider, planned.call.operation)
            if service in refused:
                self.wanted.append((running, planned))
                continue
            deferral = self.hindrance(running, planned)
            if deferral is None:
                going[planned] = running
                planned.place = self.gate.place(*service)
            elif deferral.failed and waits.is_last_try(running.work.job, deferral.failed):
                used = ledger.Used(planned.call.provider, planned.call.operation)
                planned.result, planned.replayed = AuthFailed(deferral.reason, usage=used), True
                self.call_ended(running)
            elif deferral.until - now <= SHORT and time.monotonic() < self.deadline:
                refused.add(service)
                self.later.append((deferral.until, running, planned))
            else:
                self.defer_step(running, deferral)
                self.call_ended(running)
        if going:
            self.send(going)

    def hindrance(self, running, planned):
        call, job = planned.call, planned.subject.job
        if time.monotonic() > self.end:
            return Deferral(timezone.now(), Status.PENDING, "goes on in a moment")
        if PROVIDERS[call.provider].keeps_window:
            opening = next_opening(job.workspace)
            if opening:
                reason = f"{PROVIDERS[call.provider].label} is read inside the outreach window only"
                return Deferral(opening, Status.OUTSIDE_WINDOW, reason)
        wait_until = self.gate.admit(call.provider, call.operation)
        if wait_until is None:
            return None
        return waits.of_wait(call.provider, wait_until)

    def send(self, going):
        due = set(ledger.begin(list(going), lease=self.lease))
        for planned, running in going.items():
            if planned in due:
                self.futures[self.pool.submit(self.make, planned.call, planned.place)] = (running, planned)
                continue
            self.gate.release(planned.call.provider, planned.call.operation, planned.place)
            if planned.no_room:
                self.defer_step(running, waits.of_budget(ledger.NO_ROOM))
                self.call_ended(running)
            elif planned.held_by_other:
                until = timezone.now() + timedelta(seconds=10)
                self.defer_step(running, Deferral(until, Status.PENDING, "another worker asks the same"))
                self.call_ended(running)
            else:
                self.call_ended(running)

    def make(self, call, place):
        """In a thread. What waited there for longer than its place in the provider's window holds is not sent."""
        if place.until and timezone.now() > place.until:
            used = ledger.Used(call.provider, call.operation)
            raise RateLimited("the window closed", resume_at=timezone.now(), scope=call.operation, usage=used)
        self.gate.admitted.first, self.gate.admitted.asking = True, place.asking
        return call.send(self.providers)

    def collect(self):
        """Wait a moment for answers, and hand them to their steps."""
        if not self.futures:
            if self.works and not (self.ended or self.ready):
                time.sleep(0.02)
            return
        done, _ = wait(self.futures, timeout=FLUSH_SECONDS, return_when=FIRST_COMPLETED)
        for future in done:
            running, planned = self.futures.pop(future)
            planned.result = self.result_of(future, planned)
            self.answered.append(planned)
            self.call_ended(running)

    def result_of(self, future, planned):
        call = planned.call
        error = future.exception()
        if error is None:
            answer = future.result()
            self.gate.observe(call.provider, call.operation, answer.limit, place=planned.place)
            return answer
        if not isinstance(error, ProviderError):
            logger.error("call %s broke", planned.key, exc_info=error)
            used = ledger.Used(call.provider, call.operation, cost_usd=None)
            error = ProviderError("the answer could not be read", usage=used, uncertain=True)
        self.gate.observe(call.provider, call.operation, None, error, place=planned.place)
        return error

    def call_ended(self, running):
        running.open_calls -= 1
        if running.open_calls > 0:
            return
        for planned in running.calls:
            deferral = waits.of_error(planned.result, running.work.job)
            if deferral:
                self.defer_step(running, deferral)
        if running.deferral:
            running.generator.close()
            self.ended.append(running)
        else:
            self.resume(running, [planned.result for planned in running.calls])

    # results into the database

    def settle(self):
        """Store what came, in batches: few transactions, and no lead waits long."""
        idle = not self.futures and not self.wanted
        late = time.monotonic() - self.flushed > FLUSH_SECONDS
        if (self.answered or self.ended) and (idle or late or len(self.ended) >= FLUSH):
            self.flush()
        if self.ready and (idle or len(self.ready) >= FLUSH or time.monotonic() - self.finished > FLUSH_SECONDS):
            ready, self.ready = self.ready, []
            finish_works(ready)
            self.finished = time.monotonic()
            self.works.difference_update(ready)

    def flush(self):
        answered, self.answered = self.answered, []
        ended, self.ended = self.ended, []
        self.flushed = time.monotonic()
        works = {running.work for running in ended}
        held = leases.retry_on_contention(self.lease, write_results, answered, ended)
        for running in ended:
            running.work.running -= 1
            if running.deferral:
                running.work.deferred[running.step.name] = running.deferral
        self.works.difference_update(work for work in works if work.job.pk not in held)
        self.go_on([work for work in works if work.job.pk in held and not work.running])

    def go_on(self, works):
        """The next stage sees what this one stored."""
        fresh = {subject.job.pk: subject for subject in load_subjects([work.job for work in works])}
        for work in works:
            if work.job.pk in fresh:
                work.subject = fresh[work.job.pk]
                self.advance(work)
            else:
                self.works.discard(work)

    def keep_lease(self):
        if time.monotonic() - self.renewed > leases.RENEW_AFTER.total_seconds():
            self.renewed = time.monotonic()
            leases.renew(self.lease)
