import pytest
from django.utils import timezone

from leads.accounts.deletion import NO_USER
from leads.models import Expansion, Search
from tests.factories import SearchFactory, UserFactory

pytestmark = pytest.mark.django_db


def daily_search(user, **fields):
    now = timezone.now()
    search = SearchFactory(created_by=user)
    return Expansion.objects.create(search=search, since=now, next_at=now, switched_by=user, **fields)


def test_no_daily_search_goes_on_for_a_deleted_user():
    gone, other = UserFactory(), UserFactory()
    daily_search(gone)
    daily_search(gone, is_on=False, stopped_because="Exhausted.")
    daily_search(other)
    gone.delete()
    assert list(Search.objects.order_by("pk").values_list("created_by", "by_deleted_user")) == [
        (None, True),
        (None, True),
        (other.pk, False),
    ]
    assert list(Expansion.objects.order_by("pk").values_list("switched_by", "is_on", "stopped_because")) == [
        (None, False, NO_USER),
        (None, False, "Exhausted."),
        (other.pk, True, ""),
    ]
