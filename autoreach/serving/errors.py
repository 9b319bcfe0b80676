class CannotServe(Exception):
    """Its text is the one sentence to show a person."""


class DatabaseUnavailable(CannotServe):
    pass


class DatabaseSilent(DatabaseUnavailable):
    """It does not answer now, and may later."""


class DiskFull(DatabaseUnavailable):
    pass
