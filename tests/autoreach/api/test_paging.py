import pytest
from ninja.errors import HttpError

from autoreach.api.paging import NOT_A_CURSOR, page_of
from leads.interface.paging import Order
from leads.models import Offer
from tests.factories import OfferFactory

pytestmark = pytest.mark.django_db
NEWEST_FIRST = Order()


@pytest.fixture
def newest_first():
    return [OfferFactory() for _ in range(4)][::-1]


def page(cursor="", *, name="offers", limit=2):
    return page_of(Offer.objects.all(), NEWEST_FIRST, name=name, cursor=cursor, limit=limit)


def test_pages_go_on_where_the_one_before_ended_and_the_last_names_none(newest_first):
    first, following = page()
    second, none = page(following)
    assert (first, second, none) == (newest_first[:2], newest_first[2:], None)


def test_what_fits_on_one_page_has_no_other(newest_first):
    assert page(limit=4) == (newest_first, None)
    assert page(limit=3)[0] == newest_first[:3]


@pytest.mark.parametrize("broken", ["b2ZmZXJzOg", "b2ZmZXJzOng", "%%", "é"])
def test_what_is_no_cursor_is_refused(broken):
    with pytest.raises(HttpError) as refused:
        page(broken)
    assert (refused.value.status_code, str(refused.value)) == (422, NOT_A_CURSOR)


def test_the_cursor_of_another_list_is_refused(newest_first):
    _, of_offers = page()
    with pytest.raises(HttpError) as refused:
        page(of_offers, name="offers-of-today")
    assert str(refused.value) == NOT_A_CURSOR
