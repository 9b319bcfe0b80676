"""News the ground floor sends upwards. Senders know no listener; listeners only enqueue."""

from django.dispatch import Signal

offer_created = Signal()  # offer
leads_added = Signal()  # search
search_completed = Signal()  # search
rescore_requested = Signal()  # workspace, offer, leads (a queryset)
