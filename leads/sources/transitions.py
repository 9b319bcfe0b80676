"""Which status of a search may follow which, and the function that writes it.

The search of a CSV import begins running, that of a person added by hand or of the example completed; the others are
pending until a worker claims them.
"""

from autoreach.work.transitions import Transition
from leads.models import Search

Status = Search.Status
AT_WORK = (Status.PENDING, Status.RUNNING)

CLAIM = Transition((Status.PENDING,), (Status.RUNNING,), by="leads.sources.runner.searches_of")
FREE = Transition((Status.RUNNING,), (Status.PENDING,), by="leads.sources.runner.searches_of")
COMPLETE = Transition((Status.RUNNING,), (Status.COMPLETED,), by="leads.sources.runner.complete")
FAIL = Transition((*AT_WORK, Status.COMPLETED, Status.FAILED), (Status.FAILED,), by="leads.sources.runner.fail")
UNDO = Transition((Status.RUNNING, Status.COMPLETED, Status.FAILED), (Status.UNDONE,), by="leads.sources.runner.undo")
