class CannotServe(Exception):
    """Its text is the one sentence to show a person."""


class DatabaseUnavailable(CannotServe):
    pass
