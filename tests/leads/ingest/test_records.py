import hashlib
import json
from dataclasses import fields
from datetime import UTC, date, datetime

import pytest

from leads.ingest import OVERWRITE, FoundPost, FoundProfile, Ingested
from leads.ingest.columns import COLUMNS
from leads.ingest.records import post_record, record_of
from leads.models import Company, Lead
from tests.factories import SearchFactory
from tests.leads.ingest.adding import add

pytestmark = pytest.mark.django_db


def test_a_record_without_a_person_is_rejected_and_counted():
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
    others = ("posts", "connected_on", "role_started_on", "evidence_at", "linkedin")
    texts = [item.name for item in fields(FoundProfile) if item.name not in others]
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


def recorded(found, row=7):
    return dict(zip(COLUMNS, record_of(row, found), strict=True))


def test_a_found_profile_becomes_the_keys_and_the_texts_that_are_stored():
    known = recorded(
        FoundProfile(
            linkedin="https://www.linkedin.com/in/Nora-Sample/",
            x="@Nora_S",
            email=" Nora+crm@Sample.example ",
            full_name=" Nora \n Sample ",
            company_name="Works GmbH",
            company_domain="works.example",
            connected_on=date(2025, 6, 13),
            role_started_on=date(2024, 3, 1),
            evidence="“We are hiring”",
            evidence_url="https://x.com/nora_s/status/1",
            evidence_at=datetime(2026, 11, 20, tzinfo=UTC),
        )
    )
    assert {name: value for name, value in known.items() if value not in ("", "[]")} == {
        "row": 7,
        "reference": "7",
        "linkedin_slug": "nora-sample",
        "x_handle": "nora_s",
        "email_key": "nora@sample.example",
        "email": "nora+crm@sample.example",
        "full_name": "Nora Sample",
        "company_name": "Works GmbH",
        "company_key": "works",
        "company_domain": "works.example",
        "connected_on": date(2025, 6, 13),
        "role_started_on": date(2024, 3, 1),
        "evidence": "“We are hiring”",
        "evidence_url": "https://x.com/nora_s/status/1",
        "evidence_at": datetime(2026, 11, 20, tzinfo=UTC),
    }


@pytest.mark.parametrize("key", [{"x": "@nora"}, {"email": "n@works.example"}, {"x_user_id": "77"}])
def test_a_name_is_a_key_only_where_there_is_no_better_one(key):
    named = {"full_name": "Nora Sample", "company_name": "Works"}
    assert recorded(FoundProfile(**named))["person_key"] == "nora sample|works"
    assert recorded(FoundProfile(**named, **key))["person_key"] == ""


def test_where_nothing_identifies_a_person_there_is_no_record():
    assert record_of(0, FoundProfile(title="CEO", company_name="Works", linkedin="linkedin.com/company/works")) is None


def test_a_post_without_an_id_is_known_by_its_text():
    posts = [FoundPost(text="We are hiring"), FoundPost(text=" We are hiring\0"), FoundPost(text="")]
    first, second = json.loads(recorded(FoundProfile(x="@nora", posts=posts))["posts"])
    assert first == second | {"external_id": hashlib.sha256(b"We are hiring").hexdigest()[:40]}


def test_a_post_with_an_id_too_long_is_known_by_its_text_too():
    long, short = (post_record(FoundPost(text="Hi", external_id="9" * size)) for size in (101, 100))
    assert (len(long["external_id"]), short["external_id"]) == (40, "9" * 100)
