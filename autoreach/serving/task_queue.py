"""A queue between processes that outlives those which wait at it."""

from multiprocessing.connection import wait
from queue import Empty

from django_q import queues


class Queue(queues.Queue):
    def get(self):
        """The next entry, as soon as there is one.

        The standard library's queue is waited at with its lock in hand: a worker killed then leaves all others
        waiting for ever. Here nobody holds the lock for longer than it takes to read what has come.
        """
        while True:
            wait([self._reader])
            try:
                return super().get(block=False)
            except Empty:
                continue  # somebody else was quicker
