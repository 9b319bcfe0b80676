from dataclasses import fields

import pytest

from leads.ingest import OVERWRITE, FoundPost, FoundProfile, Ingested
from leads.models import Company, Lead
from tests.factories import SearchFactory
from tests.leads.ingest.adding import add

pytestmark = pytest.mark.django_db


def test_nobody_is_rejected_and_counted():
    search = SearchFactory()
    assert add(search, FoundProfile(title="CEO"), FoundProfile(full_name="Nora")) == Ingested(
        found=1, created=1, updated=0, duplicates=0, rejected=1
    )
    search.refresh_from_db()
    assert (search.found, search.created, search.rejected) == (2, 1, 1)


def test_what_the_database_cannot_store_is_cut_at_the_door():
    add(SearchFactory(), FoundProfile(full_name="No\x00ra \ud800Sample" + "x" * 500, bio="a\x00b"))
    lead = Lead.objects.get()
    assert (lead.full_name[:11], len(lead.full_name), lead.bio) == ("Nora Sample", 200, "ab")


def test_no_value_is_too_long_for_its_column():
    texts = [item.name for item in fields(FoundProfile) if item.name not in ("posts", "role_started_on", "linkedin")]
    search = SearchFactory()
    post = FoundPost(text="ﷺ" * 30_000, external_id="9" * 101, url="https://" + "u" * 600)
    links = ("linkedin.com/in/ACoAA" + "b" * 300, "https://linkedin.com/in/nora-" + "c" * 300)
    profiles = [
        FoundProfile(**dict.fromkeys(texts, letter * 30_000) | {"linkedin": link}, posts=[post])
        for letter in ("ß", "ﷺ", "İ", "a\0")
        for link in ("", f"{letter}-one", *links)
    ]

    assert add(search, *profiles, policy=OVERWRITE).found == 16
    assert max(map(len, Company.objects.values_list("name_key", flat=True))) == 200
    assert list(Lead.objects.exclude(x_user_id="").values_list("x_user_id")) == []


@pytest.mark.parametrize(("length", "kept"), [(20, "7" * 20), (21, "")])
def test_an_identity_too_long_is_none_rather_than_half_of_it(length, kept):
    add(SearchFactory(), FoundProfile(x_user_id="7" * length, full_name="Nora"))
    assert Lead.objects.get().x_user_id == kept
