"""The executor: many leads in work at once, their calls in threads, their results in batches.

claim → stages of steps → calls out (`CallSender`) → answers in → results stored → next stage → score and end

Only this thread touches the database, and only this module writes the state (`state.py`). A batch of results is one
transaction: calls booked, what they brought stored, steps ticked off. A crash is found by the lease.
"""

import logging
import time
from zlib import crc32

from django.conf import settings
from django.utils import timezone

from autoreach.calls.call import Owner, PaidCall
from autoreach.calls.clients import clients
from autoreach.calls.sender import IDLE_SECONDS, CallSender
from autoreach.calls.waits import Wait, is_last_try
from autoreach.serving import disk_room
from autoreach.work import leases
from enrichment.executor import waiting
from enrichment.executor.completion import finish_works
from enrichment.executor.results import write_results
from enrichment.executor.stages import STAGES, planned_steps
from enrichment.executor.state import LeadWork, StepRun
from enrichment.executor.subjects import load_subjects
from enrichment.jobs import claiming
from enrichment.models import PipelineJob
from enrichment.models.pipeline import OWNER
from enrichment.steps import Outcome
from leads.identity.platforms import HANDLE_FIELDS
from leads.workspaces.outreach_window import wait_for_window

logger = logging.getLogger(__name__)

# Leads in work for each call in flight. Few where calls are slow: each lead must end within the worker's time.
LEADS_PER_CALL = {PipelineJob.Lane.FAST: 10, PipelineJob.Lane.SLOW: 1}
# Calls handed to the threads for each that one thread makes.
AHEAD = {PipelineJob.Lane.FAST: 3, PipelineJob.Lane.SLOW: 1}
# Seconds that leads in work get when the time for new ones is over.
GRACE = {PipelineJob.Lane.FAST: 120, PipelineJob.Lane.SLOW: 600}
BATCH = 500
# Results are written when so many steps have ended, or after so many seconds: users watch them arrive.
FLUSH = 200
FLUSH_SECONDS = 0.5
CLAIM_SECONDS = 0.4


class Executor:
    """Works on the due jobs of one lane until none is left or `seconds` have passed."""

    def __init__(self, *, lane, seconds=60, concurrency=None, providers=None):
        self.lane = lane
        self.deadline = time.monotonic() + seconds
        self.last_send = self.deadline + GRACE[lane]
        self.lease = leases.new_lease()
        concurrency = concurrency or settings.ENRICH_CONCURRENCY
        self.providers = providers or clients(with_ai=lane == PipelineJob.Lane.SLOW)
        self.sender = CallSender(
            lease=self.lease,
            concurrency=concurrency,
            ahead=AHEAD[lane],
            deadline=self.deadline,
            hold=self.hold,
            providers=self.providers,
        )
        configured = any((self.providers.x, self.providers.linkedin, self.providers.ai))
        self.capacity = concurrency * LEADS_PER_CALL[lane] if configured else BATCH
        self.works: set[LeadWork] = set()
        self.answered: list[PaidCall] = []
        self.ended: list[StepRun] = []
        self.ready: list[LeadWork] = []
        self.claimed_at = 0.0
        self.renewed_at = self.flushed_at = self.finished_at = time.monotonic()

    def run(self):
        """Returns whether jobs may be left."""
        with self.sender:
            while time.monotonic() < self.deadline:
                claimed = self.claim()
                if not (claimed or self.works):
                    return False
                self.turn()
            self.drain()
        return True

    def run_suspect(self):
        """Work on one job that several workers did not finish, with no other lead in work."""
        with self.sender:
            jobs = claiming.claim(lease=self.lease, size=1, lane=self.lane, suspects=True)
            self.take_on(jobs)
            self.drain()
        return bool(jobs)

    def drain(self):
        while self.works:
            self.turn()

    def turn(self):
        self.sender.dispatch()
        self.collect()
        self.write_batches()
        self.keep_lease()

    # jobs in

    def claim(self):
        """Claim as many jobs as keep all threads busy. Returns how many."""
        now, jobs = time.monotonic(), []
        # small claims in a busy loop cost more than they bring
        if self.works and now - self.claimed_at < CLAIM_SECONDS:
            return 0
        self.claimed_at = now
        if disk_room.is_low():
            return 0
        if self.lane == PipelineJob.Lane.FAST and len(self.ready) < BATCH:
            jobs += claiming.claim(lease=self.lease, size=BATCH, lane=self.lane, scoring_only=True)
        if len(self.works) <= self.capacity * 3 // 4:
            room = self.capacity - len(self.works)
            jobs += claiming.claim(lease=self.lease, size=room, lane=self.lane, scoring_only=False)
        self.take_on(jobs)
        return len(jobs)

    def take_on(self, jobs):
        works = [LeadWork(subject) for subject in load_subjects(jobs)]
        self.works.update(works)
        for work in works:
            if wait := waiting.after_rescore(work.job):
                work.waits["score"] = wait
                self.ready.append(work)
            else:
                self.advance(work)

    # from stage to stage

    def advance(self, work):
        while work.stage + 1 < len(STAGES):
            work.stage += 1
            for step in planned_steps(work.job, work.stage):
                self.start_step(work, step)
            if work.running:
                return
        self.ready.append(work)

    def start_step(self, work, step):
        needed = [work.waits[name] for name in step.waits_on(work.subject) if name in work.waits]
        preferred = [work.waits[name] for name in step.prefers if name in work.waits]
        needed += [wait for wait in preferred if waiting.is_worth_waiting(wait, work.job)]
        joined = next((wait for wait in needed if not wait.partial), None)
        if joined:
            work.waits[step.name] = joined
        elif reason := step.skips(work.subject, self.providers):
            work.skipped.append(f"{step.label}: {reason}")
        else:
            work.running += 1
            self.resume(StepRun(work, step, step.run(work.subject)), None)

    def resume(self, run, results):
        try:
            asked = run.generator.send(results)
        except StopIteration as end:
            self.end_step(run, end.value or Outcome())
        except Exception:
            logger.exception("step %s failed on lead %s", run.step.name, run.work.subject.lead.pk)
            self.end_step(run, Outcome(missing="what came back could not be understood"))
        else:
            run.calls = [self.paid_call(run, call) for call in asked]
            run.open_calls = len(run.calls)
            self.sender.ask(run.calls)

    def paid_call(self, run, call):
        job, step = run.work.job, run.step
        return PaidCall(
            owner=Owner(OWNER, job.pk),
            purpose=step.label,
            call=call,
            key=f"{OWNER}:{job.pk}.{job.rounds.get(step.name, 0)}:{step.name}{account_of(run)}:{call.name}",
            workspace_id=job.workspace_id,
            offer_id=job.offer_id,
            lead_id=job.lead_id,
            source=job.source,
            failures=job.failures,
            context=run,
        )

    def end_step(self, run, outcome):
        run.outcome = outcome
        provider = run.step.provider
        if outcome.again_in and not is_last_try(run.work.job.failures, provider):
            until = timezone.now() + outcome.again_in
            run.wait = run.wait or Wait(until, outcome.missing, failed=provider, partial=True)
        self.ended.append(run)

    # answers in

    def hold(self, call):
        """The wait of a call for something other than its provider; the sender asks before each call."""
        for sibling in call.context.calls:
            if sibling.wait and sibling.result is None:
                return sibling.wait  # the step cannot go on without it
        if time.monotonic() > self.last_send:
            return Wait(timezone.now(), "continues in a moment")
        return wait_for_window(call.call.provider, call.context.work.job.workspace)

    def collect(self):
        calls = self.sender.collect(FLUSH_SECONDS)
        if self.works and not (calls or self.ended or self.ready or self.sender.in_flight):
            time.sleep(IDLE_SECONDS)
        for call in calls:
            if call.result is not None:
                self.answered.append(call)
            else:
                self.put_off_calls(call.context, call.wait)
            self.end_call(call.context)

    def put_off_calls(self, run, wait):
        run.wait = run.wait or wait
        # the step cannot go on without this call, so those that were not sent wait with it
        for call in run.calls:
            if call.result is None and call.wait is None:
                call.wait = wait

    def end_call(self, run):
        run.open_calls -= 1
        if run.open_calls:
            return
        run.wait = run.wait or next((call.wait for call in run.calls if call.wait), None)
        if run.wait:
            run.generator.close()
            self.ended.append(run)
        else:
            self.resume(run, [call.result for call in run.calls])

    # results into the database

    def write_batches(self):
        """Store results in batches: few transactions, and no lead waits long."""
        now, idle = time.monotonic(), self.sender.is_idle
        if (self.answered or self.ended) and (
            idle or len(self.ended) >= FLUSH or now - self.flushed_at > FLUSH_SECONDS
        ):
            self.flush()
        if self.ready and (idle or len(self.ready) >= FLUSH or now - self.finished_at > FLUSH_SECONDS):
            ready, self.ready = self.ready, []
            finish_works(ready)
            self.finished_at = time.monotonic()
            self.works.difference_update(ready)

    def flush(self):
        answered, self.answered = self.answered, []
        ended, self.ended = self.ended, []
        self.flushed_at = time.monotonic()
        written = leases.retry_on_contention(self.lease, write_results, answered, ended)
        for run in ended:
            self.note_result(run, written.get(run))
        works = {run.work for run in ended}
        self.continue_works([work for work in works if work in self.works and not work.running])

    def note_result(self, run, result):
        """Note what was written of a step; `result` is None where another worker holds its job."""
        work = run.work
        if result is None:
            self.works.discard(work)
            return
        work.running -= 1
        if result.wait:
            work.waits[run.step.name] = result.wait
            return
        work.job.done = [*work.job.done, run.step.name]
        work.job.phase = run.step.phase
        if result.missing:
            work.skipped.append(f"{run.step.label}: {result.missing}")

    def continue_works(self, works):
        # the next stage sees what this one stored
        fresh = {subject.job.pk: subject for subject in load_subjects([work.job for work in works])}
        for work in works:
            if work.job.pk in fresh:
                work.subject = fresh[work.job.pk]
                self.advance(work)
            else:
                self.works.discard(work)

    def keep_lease(self):
        if time.monotonic() - self.renewed_at > leases.RENEW_AFTER.total_seconds():
            self.renewed_at = time.monotonic()
            leases.renew(self.lease)


def account_of(run):
    """What the key of a call says of the account it starts from: an answer about a former account is not used again."""
    key = HANDLE_FIELDS.get(run.step.read_from)
    return f"@{crc32(getattr(run.work.subject.lead, key).encode()):08x}" if key else ""
