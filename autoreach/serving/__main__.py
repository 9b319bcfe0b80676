"""`python -m autoreach.serving`: serve until told to stop, and say in one sentence what is in the way."""

import errno
import signal
import sys

from django.core.exceptions import ImproperlyConfigured

from autoreach.serving.errors import CannotServe
from autoreach.serving.serve import serve

STOPS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Stopped(BaseException):
    pass


def main():
    for number in STOPS:
        if signal.getsignal(number) is not signal.SIG_IGN:  # as nohup and a background job of a script set it
            signal.signal(number, stop)
    try:
        serve()
    except (CannotServe, ImproperlyConfigured) as error:
        sys.exit(str(error))
    except PermissionError as error:
        sys.exit(f"{error.filename} belongs to another user: run as that user, or remove it.")
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        sys.exit("The disk is full: no space is left to write to.")
    except Stopped:
        pass
    print("\nAutoReach has stopped.")


def stop(number, frame):
    # A second Ctrl-C must not interrupt the stopping that the first one began.
    for again in STOPS:
        signal.signal(again, signal.SIG_IGN)
    raise Stopped


if __name__ == "__main__":
    main()
