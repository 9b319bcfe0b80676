from leads.audience import asking


def read_audience(reading_id):
    asking.QUEUE.run(reading_id, asking.step)


def tend():
    """Every minute: what lost its wake-up or its worker, and what a budget has room for or another day may answer."""
    asking.resume_in_budget()
    asking.try_again_another_day()
    asking.QUEUE.sweep()
