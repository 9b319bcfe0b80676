from datetime import timedelta

import pytest

from leads.ingest import FoundProfile
from leads.models import Lead, Search
from leads.sources.manual.add_person import add_person
from tests.factories import OfferFactory, UserFactory

pytestmark = pytest.mark.django_db
MARA = FoundProfile(linkedin="mara-quill", full_name="Mara Quill", title="CEO")


@pytest.fixture
def offer():
    return OfferFactory()


@pytest.fixture
def add(offer):
    user = UserFactory()

    def added(profile=MARA, form_id="1", **options):
        options = {"workspace": offer.workspace, "user": user, "offer": offer} | options
        return add_person(profile=profile, form_id=form_id, **options)

    return added


def test_a_person_added_by_hand_is_a_search_that_is_over(add, offer):
    lead, search = add()
    assert (lead.full_name, lead.linkedin_slug, lead.workspace) == ("Mara Quill", "mara-quill", offer.workspace)
    assert (search.kind, search.status, search.label, search.offer, search.created, search.updated) == (
        "manual",
        "completed",
        "Mara Quill",
        offer,
        1,
        0,
    )
    assert search.parameters == {"linkedin": "mara-quill", "full_name": "Mara Quill", "title": "CEO", "form": "1"}
    assert search.started_at == search.completed_at


def test_the_second_of_two_clicks_gets_what_the_first_one_made(add):
    assert add() == add()
    assert (Search.objects.count(), Lead.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "change",
    [
        {"form_id": "2"},
        {"profile": FoundProfile(linkedin="mara-quill", title="Chair")},
        {"user": None},
        {"offer": None},
    ],
    ids=["another form", "other fields", "another user", "another offer"],
)
def test_what_differs_is_another_search(add, change):
    lead, search = add()
    if "user" in change:
        change = {"user": UserFactory()}
    again, other = add(**change)
    assert (again.pk, Search.objects.count(), other.created) == (lead.pk, 2, 0)
    assert other != search


@pytest.mark.parametrize(("seconds", "searches"), [(8, 1), (12, 2)])
def test_two_clicks_are_ten_seconds_apart_at_most(add, seconds, searches):
    _, search = add()
    Search.objects.update(created_at=search.created_at - timedelta(seconds=seconds))
    add()
    assert Search.objects.count() == searches
