"""Setting buyer states by hand, with a way back."""

from collections import defaultdict

from django.db import connection, transaction
from django.utils import timezone

from leads.models import BuyerState
from scoring.models import BuyerScore, StateChange
from scoring.scores import lock_leads, lock_scores, set_state
from scoring.signals import states_undone

# What a change remembers of leads whose score nothing had asked for.
UNASKED = "unasked"


def change_state(*, offer, leads, state, user):
    """Put `leads` (a queryset) into `state` for `offer` and remember their states; one transaction."""
    with transaction.atomic():
        lead_ids = list(leads.order_by("pk").values_list("pk", flat=True))
        with connection.cursor() as cursor:
            lock_scores(cursor, offer.pk)
            lock_leads(cursor, lead_ids)
        change = StateChange.objects.create(
            workspace_id=offer.workspace_id,
            offer=offer,
            user=user,
            state=state,
            before=standing(offer, lead_ids, state),
        )
        set_state(offer=offer, lead_ids=lead_ids, state=state)
    return change


def standing(offer, lead_ids, new_state):
    """The leads that will change, by the state they are in; those without a score row are UNASKED."""
    states = dict(BuyerScore.objects.filter(offer=offer, lead__in=lead_ids).values_list("lead_id", "state"))
    before = defaultdict(list)
    for lead_id in lead_ids:
        state = states.get(lead_id, UNASKED)
        if state != new_state:
            before[state].append(lead_id)
    return before


def undo(change):
    """Take a change back where nothing has moved since. Returns how many leads moved back."""
    restored = 0
    with transaction.atomic():
        if not StateChange.objects.filter(pk=change.pk, undone_at=None).update(undone_at=timezone.now()):
            return 0
        for state, lead_ids in sorted(change.before.items()):
            unmoved = BuyerScore.objects.filter(offer=change.offer, lead__in=lead_ids, state=change.state)
            unmoved = list(unmoved.values_list("lead_id", flat=True))
            state = BuyerState.NOT_SCORED if state == UNASKED else state
            restored += set_state(offer=change.offer, lead_ids=unmoved, state=state)
            if state == BuyerState.NOT_SCORED:
                states_undone.send(StateChange, offer=change.offer, lead_ids=unmoved)
    return restored
