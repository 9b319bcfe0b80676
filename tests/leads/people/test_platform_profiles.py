from datetime import UTC, date, datetime, timedelta

import pytest
from django.utils import timezone

from leads.models import Company, Interaction, Lead, PlatformProfile, Post
from leads.people.platform_profiles import apply_fields, save_activity, save_profiles
from tests.factories import LeadFactory

pytestmark = pytest.mark.django_db

NOW = timezone.now()


@pytest.fixture
def lead():
    return LeadFactory(title="CEO", company_name="Works", company_size="11-50", company_location="Lyon", bio="")


def told(lead, overwrite=("title",), source="linkedin", started=None, user_id="", **fields):
    apply_fields(source=source, values=[(lead, fields, started, user_id)], overwrite=overwrite)
    lead.refresh_from_db()
    return lead


def profile(lead, **fields):
    known = {"workspace": lead.workspace, "lead": lead, "platform": "x", "handle": "nora", "fetched_at": NOW}
    return PlatformProfile(**known | fields)


def post(lead, external_id, day=None, **fields):
    known = {"platform": "x", "external_id": external_id, "text": "Hi", "posted_at": day}
    return Post(workspace=lead.workspace, lead=lead, **known | fields)


def test_a_profile_is_replaced_and_what_was_read_of_its_posts_is_not(lead):
    save_profiles([profile(lead, name="Nora", followers=7)])
    PlatformProfile.objects.update(posts_fetched_at=NOW)
    save_profiles([profile(lead, name="Nora S.", followers=None), profile(lead, platform="linkedin", name="N. S.")])
    assert list(PlatformProfile.objects.order_by("-platform").values_list("name", "followers", "posts_fetched_at")) == [
        ("Nora S.", None, NOW),
        ("N. S.", None, None),
    ]


def test_named_fields_are_overwritten_and_the_others_filled(lead):
    told(lead, title="COO", company_name="Dairy", bio="Hello", location="Oslo")
    assert (lead.title, lead.company_name, lead.bio, lead.location) == ("COO", "Works", "Hello", "Oslo")
    day = timezone.now().date().isoformat()
    assert lead.provenance == {name: ["linkedin", day] for name in ("title", "bio", "location")}


def test_an_empty_text_takes_nothing_away(lead):
    told(lead, title="", bio="")
    assert (lead.title, lead.provenance) == ("CEO", {})


def test_texts_are_cut_to_what_a_lead_holds(lead):
    told(lead, title=" x\n" + "y" * 400, bio="z" * 30_000)
    assert (lead.title, len(lead.bio)) == ("x " + "y" * 298, 20_000)


def test_another_company_clears_what_was_known_of_the_old_one(lead):
    told(lead, overwrite=("company_name",), company_name="Dairy GmbH")
    assert (lead.company_name, lead.company_size, lead.company_location, lead.company.name_key) == (
        "Dairy GmbH", "", "", "dairy",
    )  # fmt: skip


def test_the_same_company_keeps_what_is_known_of_it(lead):
    held = Company.objects.create(workspace=lead.workspace, name="WORKS", name_key="works")
    told(lead, overwrite=("company_name",), company_name="Works")
    assert (lead.company, lead.company_size, lead.company_location) == (held, "11-50", "Lyon")


def test_a_company_that_was_not_taken_over_is_not_the_lead_s(lead):
    told(lead, overwrite=(), company_name="Dairy")
    assert (lead.company_name, lead.company) == ("Works", None)


@pytest.mark.parametrize(("location", "city"), [("Oslo", ""), ("Lyon", "Lyon")])
def test_another_location_clears_its_parts(lead, location, city):
    Lead.objects.filter(pk=lead.pk).update(location="Lyon", city="Lyon", region="FR:ara", country="FR")
    told(lead, overwrite=("location",), location=location)
    assert (lead.location, lead.city, bool(lead.region), bool(lead.country)) == (location, city, bool(city), bool(city))


def test_the_start_of_the_role_is_the_newest_that_was_told(lead):
    told(lead, started=date(2024, 3, 1))
    assert told(lead).role_started_on == date(2024, 3, 1)
    assert told(lead, started=date(2025, 1, 1)).role_started_on == date(2025, 1, 1)


def test_an_x_user_id_belongs_to_one_lead_of_a_workspace(lead):
    second, third = LeadFactory.create_batch(2, workspace=lead.workspace)
    elsewhere = LeadFactory()
    apply_fields(source="x", values=[(one, {}, None, "77") for one in (second, lead, elsewhere)], overwrite=())
    told(third, user_id="77")
    told(lead, user_id="88")
    LeadFactory(x_user_id="99")
    told(second, user_id="99")
    ids = [Lead.objects.get(pk=one.pk).x_user_id for one in (lead, second, third, elsewhere)]
    assert ids == ["77", "99", "", "77"]


def test_posts_and_interactions_are_stored_once(lead):
    def told_again():
        return {
            "posts": [post(lead, "1"), post(lead, "2")],
            "interactions": [
                Interaction(workspace=lead.workspace, lead=lead, platform="x", kind="reply", person="paul", post_id="9")
            ],
            "fetched": [],
        }

    for _ in range(2):
        save_activity(**told_again())
    assert (Post.objects.count(), Interaction.objects.count()) == (2, 1)
    assert Post.objects.first().created_at is not None


def test_the_newest_post_moves_the_last_activity_forward_only(lead):
    days = [datetime(2026, 1, day, 12, tzinfo=UTC) for day in (5, 3)]
    save_activity(posts=[post(lead, str(day), day) for day in days], interactions=[], fetched=[])
    lead.refresh_from_db()
    assert lead.last_active_on == date(2026, 1, 5)
    later = timezone.now() + timedelta(days=2)
    save_activity(posts=[post(lead, "old", days[1]), post(lead, "to come", later)], interactions=[], fetched=[])
    lead.refresh_from_db()
    assert lead.last_active_on == date(2026, 1, 5)


def test_a_profile_whose_posts_were_read_says_when(lead):
    save_profiles([profile(lead), profile(lead, platform="linkedin")])
    read = PlatformProfile.objects.get(platform="x")
    save_activity(posts=[], interactions=[], fetched=[read])
    assert list(PlatformProfile.objects.exclude(posts_fetched_at=None)) == [read]
