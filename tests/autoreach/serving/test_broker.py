import pytest
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
