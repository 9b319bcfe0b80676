import pytest
from django.db import connection
from django_q.brokers import get_broker
from django_q.models import OrmQ

from autoreach.serving.broker import PatientBroker

pytestmark = pytest.mark.django_db


@pytest.fixture
def broker():
    broker = get_broker()
    assert type(broker) is PatientBroker
    return broker


def test_no_task_is_put_in_or_taken_out_while_the_disk_has_no_room(broker, settings):
    broker.enqueue("first")
    settings.LOW_DISK_MIB = 2**40
    broker.enqueue("second")
    assert (broker.dequeue(), OrmQ.objects.count()) == (None, 1)
    settings.LOW_DISK_MIB = 0
    assert [payload for _, payload in broker.dequeue()] == ["first"]


@pytest.mark.django_db(transaction=True)
def test_a_task_that_enqueues_another_keeps_its_connection():
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(4711)")
        connection.close_at = 0  # as after a minute
        get_broker().enqueue("next")
        cursor.execute("SELECT pg_advisory_unlock(4711)")
        assert (cursor.fetchone(), OrmQ.objects.count()) == ((True,), 1)
