"""django-q2's queue in the database, which rests while the disk has no room."""

from time import sleep

from django_q.brokers.orm import ORM
from django_q.conf import Conf

from autoreach.serving import disk_room


class PatientBroker(ORM):
    def enqueue(self, task: str) -> str | None:
        """Without room the wake-up is left out: what it would wake is found by the sweeps once there is room again."""
        return None if disk_room.is_low() else super().enqueue(task)

    def dequeue(self) -> list | None:
        if disk_room.is_low():
            sleep(Conf.POLL)
            return None
        return super().dequeue()
