"""Which status of a search may follow which, and the function that writes it.

The search of a CSV import begins running, that of a person added by hand or of the example completed; the others are
pending until a worker claims them.
"""

from autoreach.work.transitions import Transition
from leads.models import Search

Status = Search.Status
AT_WORK = (Status.PENDING, Status.RUNNING)

CLAIM = Transition((Status.PENDING,), (Status.RUNNING,), by="leads.sources.runner.queue_of")
FREE = Transition((Status.RUNNING,), (Status.PENDING,), by="leads.sources.runner.queue_of")
PUT_OFF = Transition((Status.RUNNING,), (Status.PENDING,), by="leads.sources.runner.put_off")
# Every page is read; the pipeline of its leads may still be at work.
READ = Transition((Status.RUNNING,), (Status.FINISHING,), by="leads.sources.runner.finish_reading")
COMPLETE = Transition((Status.RUNNING, Status.FINISHING), (Status.COMPLETED,), by="leads.sources.runner.complete")
FAIL = Transition((*AT_WORK, Status.COMPLETED, Status.FAILED), (Status.FAILED,), by="leads.sources.runner.fail")
UNDO = Transition((Status.RUNNING, Status.COMPLETED, Status.FAILED), (Status.UNDONE,), by="leads.sources.runner.undo")

# A worker that has the search stores what it is reading, and then lets go of it.
PAUSE = Transition(AT_WORK, (Status.PAUSED,), by="leads.sources.running.control.pause")
PAUSE_HELD = Transition((Status.RUNNING,), (Status.PAUSED,), by="leads.sources.runner.pause_held")
RESUME = Transition((Status.PAUSED,), (Status.PENDING,), by="leads.sources.running.control.resume")
GO_ON = Transition((Status.PAUSED,), (Status.RUNNING,), by="leads.sources.running.control.resume")
CANCEL = Transition((*AT_WORK, Status.PAUSED), (Status.CANCELLED,), by="leads.sources.running.control.cancel")
