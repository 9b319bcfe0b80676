"""One kit for work that is resumable: it outlives the worker that does it.

The row is the work. A model that inherits `LeasedWork` is a queue: its rows say what is to be done, who does it now,
and what it waits for. A task of django-q2 is only a wake-up; it may be lost or repeated without harm.

    enqueue    wakeups.enqueue       wakes a worker once the transaction that wrote the row has committed
    claim      claims.claim          a worker puts its lease on due rows; the attempt counts from here
    renew      leases.kept           a thread extends the lease while the worker lives, however long a step takes;
                                     the loop of pipeline jobs calls `leases.renew` itself
    hold       leases.hold_one       each transaction of the work locks the row first; LeaseLost if another has it
    progress   attempts=0            with the cursor, in the transaction that stores what it stands for
    put off    claims.put_off        "what waits and why": `not_before`, and `waits_for` where the model has it
    retry      WorkQueue.retry       after an error, at `next_attempt`; after MAX_ATTEMPTS it is given up
    recover    claims.recover        each minute: a lease that ran out is taken off, and the row is in the queue again

The cursor is whatever column says where the work goes on: `Search.cursor`, `ImportJob.done_rows`, `PipelineJob.done`.

Work on one row at a time is a `WorkQueue` (work_queue.py) and a function that takes one step of it: imports, pool
matches, searches. Pipeline jobs are claimed in sets by a statement of their own (enrichment/jobs) and use the rest.
Status changes are data (transitions.py). Sweeps run each on its own (sweeps.py).
"""
