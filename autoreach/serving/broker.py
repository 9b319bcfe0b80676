"""django-q2's queue in the database, which rests while the disk has no room, and leaves a worker its connection."""

from time import sleep

from django.utils import timezone
from django_q.brokers.orm import ORM
from django_q.conf import Conf
from django_q.models import OrmQ

from autoreach.serving import disk_room


class PatientBroker(ORM):
    def enqueue(self, task: str) -> str | None:
        """Without room the wake-up is left out: what it would wake is found by the sweeps once there is room again.

        django-q2 would close an old connection first, and with it a worker's place, which is a lock of its session.
        """
        if disk_room.is_low():
            return None
        return (
            OrmQ.objects.using(Conf.ORM)
            .create(key=self.list_key or Conf.CLUSTER_NAME, payload=task, lock=timezone.now())
            .pk
        )

    def dequeue(self) -> list | None:
        if disk_room.is_low():
            sleep(Conf.POLL)
            return None
        return super().dequeue()
