from datetime import timedelta

import pytest
from django.utils import timezone

from leads.models import Post
from scoring.intent.model import reader_version
from scoring.intent.reading import digest_of
from scoring.local import score_leads
from scoring.models import PostReading
from scoring.readings import forget_old, with_readings
from scoring.snapshot import load_snapshots
from tests.factories import LeadFactory, OfferFactory

pytestmark = pytest.mark.django_db
ASK = "Can anyone recommend a good help desk for a team of five? Ünser 👍"


@pytest.fixture
def offer():
    return OfferFactory(description="Help desk software for small teams.")


@pytest.fixture
def leads(offer):
    leads = LeadFactory.create_batch(2, workspace=offer.workspace)
    for lead in leads:
        Post.objects.create(workspace=offer.workspace, lead=lead, platform="x", external_id=str(lead.pk), text=ASK)
    return leads


def loaded(leads, offer):
    return load_snapshots(lead_ids=[lead.pk for lead in leads], offer=offer)


def test_a_text_is_read_once_and_kept(offer, leads, django_assert_num_queries):
    assert [post.reading for snapshot in loaded(leads, offer) for post in snapshot.posts] == [None, None]
    first = with_readings(loaded(leads, offer))
    [kept] = PostReading.objects.all()
    assert (kept.digest, kept.reader, kept.speaks) == (digest_of(ASK), reader_version(), "ask")
    again = loaded(leads, offer)
    assert again == first
    with django_assert_num_queries(0):
        assert with_readings(again) == first


def test_kept_readings_give_the_scores_that_reading_now_gives(offer, leads):
    assert score_leads(with_readings(loaded(leads, offer)), offer) == score_leads(
        [
            snapshot._replace(posts=tuple(post._replace(reading=None) for post in snapshot.posts))
            for snapshot in loaded(leads, offer)
        ],
        offer,
    )


def test_a_reading_of_another_version_is_made_again(offer, leads):
    PostReading.objects.create(digest=digest_of(ASK), reader="0-old", speaks="none")
    with_readings(loaded(leads, offer))
    assert PostReading.objects.get().speaks == "ask"


def test_readings_that_serve_no_longer_are_forgotten():
    today = timezone.localdate()
    for name, reader, age in (("a", reader_version(), 1), ("b", reader_version(), 900), ("c", "0-old", 1)):
        PostReading.objects.create(digest=digest_of(name), reader=reader, speaks="none")
        PostReading.objects.filter(digest=digest_of(name)).update(read_on=today - timedelta(days=age))
    forget_old()
    assert [each.digest for each in PostReading.objects.all()] == [digest_of("a")]
