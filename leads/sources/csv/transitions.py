"""Which state of an import may follow which, and the function that writes it."""

from functools import partial

from autoreach.work.transitions import Transition
from leads.models import ImportJob

State = ImportJob.State
# In these states an import asks for work, whether a worker has it or not.
AT_WORK = (State.STAGING, State.COMMITTING, State.UNDOING)

Change = partial(Transition, field="state")
READ = Change(
    (State.MAPPING, State.PREVIEW, State.FAILED), (State.STAGING,), by="leads.sources.csv.lifecycle.request_preview"
)
PREVIEW = Change((State.MAPPING, State.STAGING), (State.PREVIEW,), by="leads.sources.csv.lifecycle.make_preview")
COMMIT = Change((State.PREVIEW,), (State.COMMITTING,), by="leads.sources.csv.lifecycle.begin_commit")
COMPLETE = Change((State.COMMITTING,), (State.COMPLETED,), by="leads.sources.csv.lifecycle.complete")
FAIL = Change(AT_WORK, (State.FAILED,), by="leads.sources.csv.lifecycle.fail")
TAKE_BACK = Change(
    (State.COMMITTING, State.COMPLETED, State.FAILED),
    (State.UNDOING,),
    by="leads.sources.csv.lifecycle.request_undo",
)
END_UNDO = Change((State.UNDOING,), (State.UNDONE,), by="leads.sources.csv.lifecycle.end_undo")
