"""News the ground floor sends upwards. Senders know no listener; listeners only enqueue."""

from django.dispatch import Signal

offer_created = Signal()  # offer
leads_added = Signal()  # search
search_completed = Signal()  # search
rescore_requested = Signal()  # workspace, offer, leads (a queryset)
workspace_changed = Signal()  # workspace: its budget or outreach window

# Within the transaction of a merge or its undo: listeners carry their own rows and write nothing else.
# lead_ids, offer_ids (what they are about to be scored for): sent before leads are locked, for locks that come earlier
leads_to_lock = Signal()
leads_merged = Signal()  # merge
merge_undone = Signal()  # merge
