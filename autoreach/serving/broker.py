"""django-q2's queue in the database, which rests while the disk has no room, and leaves a worker its connection."""

from time import sleep

from django import db
from django_q.brokers.orm import ORM
from django_q.conf import Conf
from django_q.models import OrmQ

from autoreach.serving import disk_room


class PatientBroker(ORM):
    @staticmethod
    def get_connection(list_key: str | None = None):
        """django-q2 would close an old connection here, also where a task enqueues another.

        A worker's place is a lock of its session, and would go with it.
        """
        return OrmQ.objects.using(Conf.ORM)

    def enqueue(self, task: str) -> str | None:
        """Without room the wake-up is left out: what it would wake is found by the sweeps once there is room again."""
        return None if disk_room.is_low() else super().enqueue(task)

    def dequeue(self) -> list | None:
        if disk_room.is_low():
            sleep(Conf.POLL)
            return None
        if db.transaction.get_autocommit(using=Conf.ORM):
            db.close_old_connections()
        return super().dequeue()
