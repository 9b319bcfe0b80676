import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pool.describing import title_number
from pool.models import PoolProfile, PoolVector
from pool.profile_split import split_profile
from pool.profiles import LOCK, redescribe, store, store_leads
from tests.factories import LeadFactory

pytestmark = pytest.mark.django_db

TEXTS = dict.fromkeys(
    "linkedin_slug x_handle full_name role bio industry company company_size location skills keywords".split(), ""
)


def stored(**columns):
    store(profiles=[TEXTS | columns])


def profiles():
    return list(
        PoolProfile.objects.order_by("linkedin_slug", "x_handle").values_list(
            "linkedin_slug", "x_handle", "role", "bio"
        )
    )


def test_a_wrong_key_goes_with_the_texts_that_came_with_it():
    stored(linkedin_slug="nora-one", x_handle="paul", full_name="Nora", role="CEO", bio="Likes cats")
    lead = LeadFactory(linkedin_slug="nora-one", full_name="Nora", title="CEO", company_name="", bio="")
    split_profile(
        linkedin_slug="nora-one", x_handle="paul", wrong="x_handle", texts={"bio": "Likes cats"}, lead_ids=[lead.pk]
    )
    assert profiles() == [("nora-one", "", "CEO", "")]


def test_a_profile_is_parted_under_the_lock_of_all_that_write_profiles():
    with CaptureQueriesContext(connection) as captured:
        split_profile(linkedin_slug="nora-one", x_handle="paul", wrong="x_handle", texts={}, lead_ids=[])
    statements = [query["sql"] for query in captured if "pool" in query["sql"]]
    assert ["FROM" in statements[1], statements[0]] == [True, LOCK]


def test_a_text_that_somebody_else_told_since_stays():
    stored(linkedin_slug="nora-one", x_handle="paul", role="CEO", bio="Likes dogs")
    split_profile(linkedin_slug="nora-one", x_handle="paul", wrong="x_handle", texts={"bio": "Likes cats"}, lead_ids=[])
    assert profiles() == [("nora-one", "", "CEO", "Likes dogs")]


def test_each_lead_is_stored_under_the_keys_it_has_now():
    stored(linkedin_slug="nora-one", x_handle="paul", role="CEO")
    nora = LeadFactory(linkedin_slug="nora-one", x_handle="", title="CEO", company_name="")
    paul = LeadFactory(linkedin_slug="", x_handle="paul", title="Nurse", company_name="")
    split_profile(linkedin_slug="nora-one", x_handle="paul", wrong="x_handle", texts={}, lead_ids=[nora.pk, paul.pk])
    assert profiles() == [("", "paul", "Nurse", ""), ("nora-one", "", "CEO", "")]


def test_a_profile_with_one_of_the_keys_is_left_alone():
    stored(linkedin_slug="nora-one", role="CEO")
    store_leads(lead_ids=[])
    split_profile(linkedin_slug="nora-one", x_handle="", wrong="linkedin_slug", texts={"title": "CEO"}, lead_ids=[])
    split_profile(linkedin_slug="nora-one", x_handle="paul", wrong="x_handle", texts={"title": "CEO"}, lead_ids=[])
    assert profiles() == [("nora-one", "", "CEO", "")]


def test_a_split_profile_is_described_again():
    stored(linkedin_slug="nora-one", x_handle="paul", role="CEO")
    split_profile(linkedin_slug="nora-one", x_handle="paul", wrong="x_handle", texts={}, lead_ids=[])
    assert PoolProfile.objects.get().embedding_model == ""


def test_a_split_profile_is_described_by_what_it_keeps():
    stored(linkedin_slug="nora-one", x_handle="paul", role="CEO", bio="Likes cats", location="Lyon, France")
    texts = {"location": "Lyon, France", "bio": "Likes cats"}
    split_profile(linkedin_slug="nora-one", x_handle="paul", wrong="x_handle", texts=texts, lead_ids=[])
    redescribe(limit=10)
    vector = PoolVector.objects.get()
    assert (vector.title_number, vector.country, vector.city) == (title_number("CEO"), "", "")
