"""An answer that is read to a limit of size and time."""

import time
from collections.abc import Iterator

import httpx2

from autoreach.providers.http import Limits


class TooLarge(Exception):
    pass


class BoundedStream(httpx2.SyncByteStream):
    """An answer of at most `max_bytes` that takes at most `seconds`."""

    def __init__(self, stream, max_bytes, seconds):
        self._stream, self._left, self._deadline = stream, max_bytes, time.monotonic() + seconds

    def __iter__(self) -> Iterator[bytes]:
        for chunk in self._stream:
            self._left -= len(chunk)
            if self._left < 0:
                raise TooLarge
            if time.monotonic() > self._deadline:
                raise httpx2.ReadTimeout("the answer took too long")
            yield chunk

    def close(self) -> None:
        self._stream.close()


def bound(limits: Limits, response: httpx2.Response) -> None:
    response.stream = BoundedStream(response.stream, limits.max_bytes, limits.total)
