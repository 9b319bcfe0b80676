from leads.audience import asking


def read_audience(reading_id):
    asking.QUEUE.run(reading_id, asking.step)


def tend():
    """Every minute: what lost its wake-up or its worker, and what a budget has room for again."""
    asking.resume_in_budget()
    asking.QUEUE.sweep()
