"""Signals that `scoring` sends to the apps above it, which it does not import."""

from django.dispatch import Signal

# Within the transaction that put leads back to Not Scored: receivers settle those whose score is not under way.
states_undone = Signal()  # offer, lead_ids, which are locked
