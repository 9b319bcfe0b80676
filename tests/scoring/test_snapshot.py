from datetime import date, timedelta

import pytest
from django.utils import timezone

from leads.models import Company, Post
from scoring.models import PostReading
from scoring.readings import with_readings
from scoring.snapshot import POSTS_PER_LEAD, PostView, Snapshot, load_posts, load_snapshots
from tests.factories import LeadFactory, OfferFactory

TODAY = date(2026, 11, 21)


@pytest.fixture
def offer(db):
    return OfferFactory()


@pytest.fixture
def lead(offer):
    return LeadFactory(workspace=offer.workspace)


def wrote(lead, number, posted_at=None, text="Hi"):
    return Post.objects.create(
        workspace=lead.workspace, lead=lead, platform="x", external_id=str(number), text=text, posted_at=posted_at
    )


def test_snapshots_hold_what_the_lead_brought_in_two_queries(offer, django_assert_num_queries):
    leads = [
        LeadFactory(workspace=offer.workspace, notes="Asked for a quote", role_started_on=date(2026, 10, 1)),
        LeadFactory(workspace=offer.workspace),
        LeadFactory(),
    ]
    Post.objects.create(
        workspace=offer.workspace, lead=leads[0], platform="x", external_id="1", text="Hello", url="https://x.com/1"
    )
    with django_assert_num_queries(2):
        first, second = load_snapshots(lead_ids=[lead.pk for lead in leads], offer=offer)
    assert (first.lead_id, first.title, first.notes) == (leads[0].pk, "Plant Manager", "Asked for a quote")
    assert [(post.text, post.url) for post in first.posts] == [("Hello", "https://x.com/1")]
    assert (second.lead_id, second.posts) == (leads[1].pk, ())


def test_every_column_of_a_snapshot_is_that_of_the_lead(offer):
    texts = {
        name: f"said of {name}"
        for name in Snapshot._fields
        if name not in ("lead_id", "today", "role_started_on", "last_active_on", "posts")
    }
    days = {"role_started_on": date(2026, 10, 1), "last_active_on": date(2026, 11, 2)}
    lead = LeadFactory(workspace=offer.workspace, **days, **texts)
    [snapshot] = load_snapshots(lead_ids=[lead.pk], offer=offer)
    assert snapshot == Snapshot(lead_id=lead.pk, today=timezone.localdate(), **days, **texts)


def test_what_a_lead_does_not_say_its_company_does(offer):
    known = {"name": "Dairy", "name_key": "dairy", "size": "11-50", "location": "Oslo", "industry": "Food"}
    company = Company.objects.create(workspace=offer.workspace, **known)
    silent = LeadFactory(workspace=offer.workspace, company=company, company_name="")
    said = {"company_name": "Works", "company_size": "1-10", "company_location": "Lyon", "industry": "Retail"}
    telling = LeadFactory(workspace=offer.workspace, company=company, **said)
    alone = LeadFactory(workspace=offer.workspace, company_name="")
    snapshots = load_snapshots(lead_ids=[silent.pk, telling.pk, alone.pk], offer=offer)
    assert [[getattr(snapshot, name) for name in said] for snapshot in snapshots] == [
        ["Dairy", "11-50", "Oslo", "Food"],
        list(said.values()),
        ["", "", "", ""],
    ]


def test_the_newest_posts_come_first_and_undated_ones_last(offer, lead):
    now = timezone.now()
    undated, old, new = wrote(lead, 1), wrote(lead, 2, now - timedelta(days=17 * 31)), wrote(lead, 3, now)
    wrote(lead, 4, now - timedelta(days=19 * 31))
    assert [post.id for post in load_posts([lead.pk], offer.workspace_id)[lead.pk]] == [new.pk, old.pk, undated.pk]


def test_a_post_is_not_dated_by_a_day_that_lies_in_the_future(offer, lead):
    now = timezone.now()
    for number, days in enumerate((30_000, 2, 0)):
        wrote(lead, number, now + timedelta(days=days))
    (snapshot,) = load_snapshots(lead_ids=[lead.pk], offer=offer)
    assert [post.posted_at for post in snapshot.posts] == [now, None, None]


def test_a_post_dated_in_the_future_takes_no_place_from_one_that_was_written(offer, lead):
    now = timezone.now()
    written = wrote(lead, 0, now - timedelta(days=9))
    for number in range(POSTS_PER_LEAD):
        wrote(lead, number + 1, now + timedelta(days=30))
    posts = load_posts([lead.pk], offer.workspace_id)[lead.pk]
    assert (posts[0].id, len(posts)) == (written.pk, POSTS_PER_LEAD)


def test_a_lead_has_no_more_posts_than_a_scorer_reads(offer, lead):
    for number in range(POSTS_PER_LEAD + 2):
        wrote(lead, number)
    assert len(load_posts([lead.pk], offer.workspace_id)[lead.pk]) == POSTS_PER_LEAD


def test_a_reading_is_kept_for_the_version_that_read_it(offer, lead):
    wrote(lead, 1)
    [read] = with_readings(load_snapshots(lead_ids=[lead.pk], offer=offer))
    assert load_posts([lead.pk], offer.workspace_id)[lead.pk] == list(read.posts)
    PostReading.objects.update(reader="another")
    assert [post.reading for post in load_posts([lead.pk], offer.workspace_id)[lead.pk]] == [None]


def test_posts_of_another_workspace_are_not_read(offer):
    stranger = LeadFactory()
    wrote(stranger, 1)
    assert load_posts([stranger.pk], offer.workspace_id) == {}


@pytest.mark.parametrize(
    ("fields", "blank"),
    [
        ({}, True),
        ({"full_name": "Nora"}, True),
        ({"title": "CEO"}, False),
        ({"notes": "Met"}, False),
        ({"role_started_on": TODAY}, False),
        ({"posts": (PostView(1, "Hi"),)}, False),
    ],
)
def test_a_name_alone_is_no_evidence(fields, blank):
    assert Snapshot(lead_id=1, today=TODAY, **fields).is_blank is blank


def test_a_source_names_a_text_of_the_lead():
    posts = (PostView(7, "Hello"), PostView(8, "Bye"))
    snapshot = Snapshot(lead_id=1, today=TODAY, title="CEO", full_name="Nora", role_started_on=TODAY, posts=posts)
    sources = ("post:8", "post:9", "title", "full_name", "role_started_on", "lead_id")
    assert [snapshot.source_text(source) for source in sources] == ["Bye", "", "CEO", "", "2026-11-21", ""]
    assert Snapshot(lead_id=1, today=TODAY).source_text("role_started_on") == ""
