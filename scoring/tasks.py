from scoring import readings


def forget_old():
    """Every day."""
    readings.forget_old()
