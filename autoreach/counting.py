"""Counting rows of tables of any length."""


def counted_to(cap, rows):
    """How many rows a queryset has, counted no further than `cap` + 1."""
    return rows.order_by()[: cap + 1].count()
