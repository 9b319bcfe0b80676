from datetime import UTC, date, datetime

import pytest

from leads.models import BuyerState, Lead, LeadSource
from leads.people.correcting import correct_field
from leads.people.merged_fields import brought_by, take_over, trust_in
from leads.people.merging import merge_leads, undo_merge
from tests.factories import SearchFactory, UserFactory

pytestmark = pytest.mark.django_db

IMPORTED = ["csv", "2026-01-01"]


def taken(pair, ours, theirs):
    """The values that the first lead has after it took over the second's, and what it did not take."""
    kept, gone = pair
    for lead, fields in ((kept, ours), (gone, theirs)):
        for name, value in ({"provenance": {}} | fields).items():
            setattr(lead, name, value)
    differences = take_over(kept, gone, {kept.pk: IMPORTED, gone.pk: IMPORTED})
    return {name: getattr(kept, name) for name in ours | theirs}, differences


@pytest.mark.parametrize(
    ("ours", "theirs", "wins"),
    [
        (["linkedin", "2026-01-01"], ["csv", "2026-02-01"], "Oslo"),
        (["x", "2026-02-01"], ["csv", "2026-01-01"], "Rome"),
        (["web", "2026-02-01"], ["linkedin", "2026-01-01"], "Rome"),
        (["hand", "2026-01-01"], ["linkedin", "2026-02-01"], "Oslo"),
        (["linkedin", "2026-01-01"], ["linkedin", "2026-02-01"], "Rome"),
        (["linkedin", "2026-01-01"], ["linkedin", "2026-01-01"], "Oslo"),
        (IMPORTED, ["csv", "2025-12-31"], "Oslo"),
    ],
)
def test_the_more_trustworthy_source_wins_and_then_the_newer(pair, ours, theirs, wins):
    values, differences = taken(
        pair,
        {"location": "Oslo", "provenance": {"location": ours}},
        {"location": "Rome", "provenance": {"location": theirs}},
    )
    other = "Rome" if wins == "Oslo" else "Oslo"
    assert (values["location"], differences) == (wins, [{"field": "location", "taken": wins, "other": other}])


def test_a_source_without_a_trust_of_its_own_stands_between_x_and_linkedin(pair):
    kept, _ = pair
    ranks = {}
    for source in ("x", "web", "csv", "pool", "linkedin", "hand"):
        kept.provenance = {"title": [source, "2026-01-01"]}
        ranks[source], _ = trust_in(kept, "title", {})
    assert ranks == {"x": 1, "web": 1, "csv": 2, "pool": 2, "linkedin": 3, "hand": 4}


def test_what_only_one_knows_is_kept_whatever_its_source(pair):
    values, differences = taken(
        pair,
        {"bio": "Mine", "provenance": {"bio": ["x", "2020-01-01"]}},
        {"skills": "sql", "industry": "Retail", "bio": "", "provenance": {"bio": ["hand", "2026-01-01"]}},
    )
    assert (values["bio"], values["skills"], values["industry"], differences) == ("Mine", "sql", "Retail", [])
    assert values["provenance"] == {"bio": ["x", "2020-01-01"], "skills": IMPORTED, "industry": IMPORTED}


def test_the_role_of_another_company_is_taken_as_a_whole(pair):
    started = date(2020, 1, 1)
    theirs = {"company_name": "Dairy", "title": "", "provenance": {"company_name": ["linkedin", "2026-01-01"]}}
    values, differences = taken(pair, {"company_name": "Works", "title": "CEO", "role_started_on": started}, theirs)
    assert (values["company_name"], values["title"], values["role_started_on"]) == ("Dairy", "", None)
    assert differences == [{"field": "company_name", "taken": "Dairy", "other": "Works"}]


def test_two_roles_at_one_company_complete_each_other(pair):
    theirs = {"company_name": "WORKS", "title": "", "provenance": {"company_name": ["linkedin", "2026-01-01"]}}
    values, differences = taken(pair, {"company_name": "Works GmbH", "title": "CEO"}, theirs)
    assert (values["company_name"], values["title"]) == ("WORKS", "CEO")
    assert differences == [{"field": "company_name", "taken": "WORKS", "other": "Works GmbH"}]


def test_a_place_is_taken_with_its_parts(pair):
    values, _ = taken(
        pair,
        {"location": "", "city": "", "region": "", "country": ""},
        {"location": "Oslo, Norway", "city": "Oslo", "region": "NO:oslo", "country": "NO"},
    )
    assert [values[name] for name in ("location", "city", "region", "country")] == [
        "Oslo, Norway", "Oslo", "NO:oslo", "NO",
    ]  # fmt: skip


def test_an_e_mail_address_is_filled_and_never_replaced(pair):
    theirs = {"email": "n@two.example", "email_key": "n@two.example", "provenance": {"email": ["hand", "2026-01-01"]}}
    values, differences = taken(pair, {"email": "n@one.example", "email_key": "n@one.example"}, theirs)
    assert (values["email"], differences) == (
        "n@one.example",
        [{"field": "email", "taken": "n@one.example", "other": "n@two.example"}],
    )


def test_notes_of_both_are_kept_once(pair):
    values, differences = taken(pair, {"notes": "Met in Oslo"}, {"notes": "Called"})
    again, _ = taken(pair, {"notes": "Same"}, {"notes": "Same"})
    assert (values["notes"], again["notes"], differences) == ("Met in Oslo\n\nCalled", "Same", [])


def test_the_closer_connection_and_the_newer_times_are_kept(pair):
    early, late = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 2, 1, tzinfo=UTC)
    values, _ = taken(
        pair,
        {"connection": Lead.Connection.PENDING_SENT, "enriched_at": late, "last_active_on": None},
        {"connection": Lead.Connection.CONNECTED, "enriched_at": early, "last_active_on": date(2026, 1, 5)},
    )
    assert values == {
        "connection": Lead.Connection.CONNECTED,
        "enriched_at": late,
        "last_active_on": date(2026, 1, 5),
    }


@pytest.mark.parametrize(("ours", "state"), [(BuyerState.NOT_SCORED, "active"), (BuyerState.MONITOR, "monitor")])
def test_the_best_score_of_the_other_stands_in_for_a_missing_one(pair, ours, state):
    values, _ = taken(
        pair, {"best_state": ours, "best_score": None}, {"best_state": BuyerState.ACTIVE, "best_score": 80}
    )
    assert (values["best_state"], values["best_score"]) == (state, 80 if state == "active" else None)


def test_values_without_provenance_come_from_the_first_source(pair):
    kept, gone = pair
    search = SearchFactory(workspace=kept.workspace)
    for number, kind in enumerate(("pool", "csv"), start=1):
        source = LeadSource.objects.create(
            workspace=kept.workspace, lead=kept, search=search, kind=kind, reference=kind
        )
        LeadSource.objects.filter(pk=source.pk).update(created_at=datetime(2026, number, 3, tzinfo=UTC))
    assert brought_by(kept) == ["pool", "2026-01-03"]
    assert brought_by(gone) == ["import", gone.created_at.date().isoformat()]


def test_an_undo_leaves_what_a_hand_confirmed_since_with_its_parts(pair):
    kept, gone = pair
    known = {"location": "Oslo, Norway", "city": "Oslo", "country": "NO", "industry": "Retail"}
    Lead.objects.filter(pk=gone.pk).update(**known)
    merge = merge_leads(kept_id=kept.pk, gone_id=gone.pk)
    correct_field(lead_id=kept.pk, name="location", value="Oslo, Norway", user=UserFactory())
    undo_merge(merge)
    assert Lead.objects.values(*known).get(pk=kept.pk) == known | {"industry": ""}
