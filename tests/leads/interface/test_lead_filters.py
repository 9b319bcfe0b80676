import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from leads.ingest import FoundProfile, ingest
from leads.interface import lead_filters
from leads.interface.lead_filters import LeadFilter
from leads.interface.views import leads as leads_view
from leads.models import BuyerState, Lead, LeadSource
from leads.sources.registry import CSV, MANUAL, POOL, SOURCES, source_of
from tests.factories import BuyerScoreFactory, LeadFactory, OfferFactory, SearchFactory
from tests.pages import markup, words

pytestmark = pytest.mark.django_db


def names(response):
    return [lead.full_name for lead in response.context["page"].rows]


def listed(browser, **params):
    return names(browser.get("/leads/", params))


def test_filters_narrow_the_list(browser, workspace, lead):
    pool = SearchFactory(workspace=workspace, kind=POOL)
    ingest(search=pool, profiles=[FoundProfile(linkedin="pia", full_name="Pia Pool", location="Oslo, Norway")])
    Lead.objects.filter(full_name="Pia Pool").update(connection="connected", best_score=71, best_state="active")
    assert listed(browser, source="pool") == ["Pia Pool"]
    assert listed(browser, tab="sources") == []
    assert listed(browser, state="active") == ["Pia Pool"]
    assert listed(browser, connection="not_connected") == ["Nora Sample"]
    assert listed(browser, score_from=70, score_to=72) == ["Pia Pool"]
    assert listed(browser, location="lyon") == ["Nora Sample"]
    assert listed(browser, q="nor sam") == ["Nora Sample"]
    assert listed(browser, search=pool.pk) == ["Pia Pool"]
    assert listed(browser, q="nora", source="pool") == []


def test_a_far_page_of_an_offers_leads_reads_no_score_of_the_pages_before(browser, workspace):
    offer = OfferFactory(workspace=workspace)
    leads = [LeadFactory(workspace=workspace, full_name=f"Person {number}") for number in range(3)]
    for lead in leads:
        BuyerScoreFactory(lead=lead, offer=offer)
    with CaptureQueriesContext(connection) as captured:
        shown = listed(browser, offer=offer.pk, after=f".{leads[2].pk}")
    listing = next(
        query["sql"] for query in captured if "ORDER BY" in query["sql"] and "scoring_buyerscore" in query["sql"]
    )
    bounds = [f"{column} < {leads[2].pk}" in listing for column in ('"leads_lead"."id"', 'of_offer."lead_id"')]
    assert (shown, listing.count("JOIN"), bounds) == (["Person 1", "Person 0"], 1, [True, True])


def test_state_and_score_of_an_offer_are_those_of_one_buyer_score(browser, workspace, lead):
    wanted, other = OfferFactory(workspace=workspace), OfferFactory(workspace=workspace)
    BuyerScoreFactory(lead=lead, offer=wanted, state=BuyerState.MONITOR, score=40)
    BuyerScoreFactory(lead=lead, offer=other, state=BuyerState.ACTIVE, score=80)
    assert listed(browser, offer=wanted.pk, state="monitor") == ["Nora Sample"]
    assert listed(browser, offer=wanted.pk, state="active") == []
    assert listed(browser, offer=wanted.pk, score_from=60) == []
    assert listed(browser, offer=other.pk, state="active", score_from=60) == ["Nora Sample"]


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"state": "nonsense"}, "state"),
        ({"score_from": "abc"}, "score_from"),
        ({"score_to": "1e400"}, "score_to"),
        ({"search": "99999999999999999999"}, "search"),
        ({"q": "x" * 201}, "q"),
        ({"q": "a\0b"}, "q"),
        ({"sort": "height"}, "sort"),
    ],
)
def test_a_filter_that_makes_no_sense_is_explained(browser, lead, params, field):
    response = browser.get("/leads/", params)
    assert (response.status_code, list(response.context["form"].errors), names(response)) == (200, [field], [])
    assert response.context["form"].errors[field][0] in response.content.decode().replace("&#x27;", "'")


def test_another_workspaces_offer_is_no_filter(browser, lead):
    theirs = BuyerScoreFactory(offer__name="Secret offer").offer
    response = browser.get("/leads/", {"offer": theirs.pk})
    assert (response.status_code, "Secret offer" in response.content.decode()) == (404, False)
    assert "Secret offer" not in browser.get("/leads/").content.decode()


@pytest.mark.parametrize(
    "words",
    ["jurgen-ebersbach", "https://www.linkedin.com/in/Jurgen-Ebersbach/", "@jurgen_e", "x.com/jurgen_e", "jurgen_e"],
)
def test_a_lead_is_found_by_its_address(browser, workspace, words):
    LeadFactory(workspace=workspace, full_name="Jürgen E.", linkedin_slug="jurgen-ebersbach", x_handle="jurgen_e")
    LeadFactory(workspace=workspace, full_name="Nora Sample", linkedin_slug="nora-sample")
    LeadFactory(full_name="Elsewhere", linkedin_slug="jurgen-ebersbach", x_handle="jurgen_e")
    assert listed(browser, q=words) == ["Jürgen E."]


def test_a_location_is_looked_for_in_the_location_alone(browser, workspace):
    LeadFactory(workspace=workspace, full_name="In Lyon", location="Lyon, France")
    LeadFactory(workspace=workspace, full_name="Sells in Lyon", title="Head of Lyon sales", location="Paris")
    assert listed(browser, location="lyon") == ["In Lyon"]


def test_an_empty_tab_says_what_fills_it(browser, workspace):
    pages = [words(browser.get("/leads/", {"tab": "signals", "q": q})) for q in ("", "Nora")]
    assert [("No leads here yet" in page, "Clear the filters" in page) for page in pages] == [
        (True, False),
        (False, True),
    ]


def test_signals_has_searches_for_what_people_say_and_sources_the_others(browser, workspace):
    for kind in (CSV, MANUAL, POOL, "tweet_search", "x_followers", "x_post"):
        search = SearchFactory(workspace=workspace, kind=kind)
        lead = LeadFactory(workspace=workspace, full_name=source_of(kind).label)
        LeadSource.objects.create(workspace=workspace, lead=lead, search=search, kind=kind, reference="1")
    assert listed(browser, tab="signals") == ["Tweet search"]
    assert sorted(listed(browser, tab="sources")) == ["Answers to a post on X", "CSV import", "X followers"]
    assert listed(browser, source="manual") == ["Manual"]


def test_both_ends_of_a_range_of_scores_count(browser, workspace):
    for score in (39, 40, 60, 61, None):
        LeadFactory(workspace=workspace, full_name=f"Scored {score}", best_score=score)
    assert listed(browser, score_from=40, score_to=60) == ["Scored 60", "Scored 40"]


def test_a_long_list_is_counted_no_further_than_its_cap(browser, workspace, monkeypatch):
    monkeypatch.setattr(lead_filters, "COUNT_CAP", 3)
    monkeypatch.setattr(leads_view, "COUNT_CAP", 3)
    LeadFactory.create_batch(3, workspace=workspace)
    assert lead_filters.capped_count(Lead.objects.all()) == 3
    LeadFactory.create_batch(60, workspace=workspace)
    assert lead_filters.capped_count(Lead.objects.all()) == 4
    assert words(browser.get("/leads/")).count("3+ leads") == 1


def test_an_archived_offer_still_filters(browser, workspace, lead):
    offer = OfferFactory(workspace=workspace, archived_at=timezone.now())
    BuyerScoreFactory(lead=lead, offer=offer, state="active", score=77)
    LeadFactory(workspace=workspace)
    assert listed(browser, offer=offer.pk) == ["Nora Sample"]


def test_each_tab_says_how_many_leads_it_has_and_counts_no_further_than_it_shows(browser, workspace, lead, monkeypatch):
    for number, kind in enumerate(("tweet_search", "x_followers", "tweet_search")):
        people = [FoundProfile(x=f"person{number}{each}") for each in range(3)]
        ingest(search=SearchFactory(workspace=workspace, kind=kind), profiles=people)
    ingest(search=SearchFactory(workspace=workspace, kind="x_followers"), profiles=[FoundProfile(x="person00")])

    def counts():
        return {name: count for name, _, count in browser.get("/leads/").context["tabs"]}

    assert {name: counts()[name] for name in ("", "signals", "sources")} == {"": 10, "signals": 6, "sources": 4}
    monkeypatch.setattr(lead_filters, "COUNT_CAP", 2)
    assert {name: counts()[name] for name in ("", "signals", "sources")} == {"": 3, "signals": 3, "sources": 3}


def test_what_the_tabs_count_is_not_counted_again(browser, workspace, lead):
    people = [FoundProfile(x=f"person{number}") for number in range(51)]
    ingest(search=SearchFactory(workspace=workspace, kind="tweet_search"), profiles=people)

    def count(**params):
        with CaptureQueriesContext(connection) as captured:
            page = browser.get("/leads/", params)
        return page.context["count"], sum("count(" in query["sql"].lower() for query in captured)

    assert [count(), count(tab="signals"), count(sort="name")] == [(52, 1), (51, 1), (52, 1)]
    assert count(source="tweet_search") == (51, 2)


def test_the_offer_that_narrows_the_list_is_the_one_chosen_in_the_form(browser, workspace):
    offers = OfferFactory.create_batch(2, workspace=workspace)
    page = markup(browser.get("/leads/", {"offer": offers[1].pk}))
    assert [page.count(f'<option value="{offer.pk}" selected>') for offer in offers] == [0, 1]


def test_sources_that_find_accounts_are_not_offered_as_sources_of_leads():
    offered = [kind for kind, _ in LeadFilter.base_filters["source"].field.choices if kind]
    assert offered == [kind for kind in SOURCES if kind not in ("x_lookalike", "linkedin_lookalike")]
