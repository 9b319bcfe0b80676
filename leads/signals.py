"""Signals that `leads` sends to the apps above it, which it does not import.

Receivers stand in `receivers.py` and enqueue a task for after the commit; one that writes in the sender's transaction
is named so.
"""

from django.dispatch import Signal

offer_created = Signal()  # offer
offer_changed = Signal()  # offer, whose scores are of what it said before
leads_added = Signal()  # search
search_started = Signal()  # search
# Within the transaction that stored its last page: the search is complete once the pipeline of its leads is.
search_read = Signal()  # search
search_completed = Signal()  # search
search_undone = Signal()  # search, whose leads are gone unless others have built on them
# Within the transaction that corrects a lead by hand: receivers write in it, and enqueue tasks for after the commit.
lead_corrected = Signal()  # correction (leads.people.correcting)
# Within the transaction of an undo, before the leads that it holds are deleted: receivers write in it.
leads_taken_back = Signal()  # lead_ids, workspace_id, since (when what is undone began)
outreach_window_changed = Signal()  # workspace: the times in which its LinkedIn account may read profiles

# Within the transaction of a merge or its undo: receivers (`merge_receivers.py`) carry their own rows and write nothing
# else. `leads_to_lock` is sent before leads are locked, for locks that come earlier.
leads_to_lock = Signal()  # lead_ids, offer_ids (what the leads are about to be scored for)
leads_merged = Signal()  # merge
merge_undone = Signal()  # merge

# Within the transaction of a deletion by staff, before leads are locked: for locks that come earlier.
deletion_to_lock = Signal()  # rows: by model, those that the deletion takes
