from leads.models import LeadSource, Search
from leads.sources.info import SourceInfo
from leads.sources.registry import CSV, EXAMPLE, MANUAL, POOL, SOURCES, choices, source_of
from leads.sources.source import RUNNING

# those that do not run as searches
BROUGHT = {kind: info for kind, info in SOURCES.items() if kind not in RUNNING}


def test_each_source_stands_under_its_kind():
    assert [(kind, info.kind, info.label) for kind, info in BROUGHT.items()] == [
        (CSV, "csv", "CSV import"),
        (MANUAL, "manual", "Manual"),
        (POOL, "pool", "Pool DB"),
        (EXAMPLE, "example", "Example data"),
    ]
    assert {kind: SOURCES[kind] for kind in RUNNING} == {kind: source.info for kind, source in RUNNING.items()}


def test_who_waits_for_one_lead_goes_before_who_brings_many():
    assert [(info.kind, info.priority) for info in sorted(BROUGHT.values(), key=lambda info: info.priority)] == [
        ("manual", 20),
        ("pool", 30),
        ("csv", 50),
        ("example", 50),
    ]


def test_who_shows_intent_goes_before_people_added_by_hand():
    assert SOURCES["tweet_search"].shows_intent
    assert max(info.priority for info in SOURCES.values() if info.shows_intent) < SOURCES[MANUAL].priority


def test_whose_profile_is_known_and_whose_end_asks_the_pool():
    assert [info.kind for info in BROUGHT.values() if info.profiles_known] == ["pool", "example"]
    assert [info.kind for info in BROUGHT.values() if info.asks_pool] == ["csv", "example"]
    assert [info.kind for info in BROUGHT.values() if info.has_own_tab] == ["manual", "pool"]


def test_a_kind_without_a_description_is_like_any_other():
    assert source_of("webinar") == SourceInfo("webinar", "webinar", priority=50, profiles_known=False, asks_pool=True)
    assert source_of(POOL) is SOURCES[POOL]


def test_searches_and_the_sources_of_leads_are_shown_by_their_label():
    assert choices() == [(kind, info.label) for kind, info in SOURCES.items()]
    shown = [model(kind=kind).get_kind_display() for model in (Search, LeadSource) for kind in (POOL, "webinar")]
    assert shown == ["Pool DB", "webinar", "Pool DB", "webinar"]
