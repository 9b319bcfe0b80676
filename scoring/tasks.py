from scoring import history, readings


def forget_old():
    """Every day."""
    readings.forget_old()
    history.forget_old()
