import pytest
from django.urls import reverse

from autoreach.calls.models import ProviderCall
from leads.models import LeadSource, Search
from leads.sources.running import control
from leads.sources.source import RUNNING
from leads.sources.tasks import run_search
from leads.sources.written_queries import REVIEW, WrittenPhrase, WrittenPhrases, believed
from tests.factories import SearchFactory, WorkspaceFactory
from tests.leads.sources.searching import begin, lose_answer, offer_of, parameters_of

CONTENT = {"pains": "planning", "hiring": "", "seeking": "", "buying": "", "growth": ""}


@pytest.mark.parametrize(
    ("phrase", "kept"),
    [
        ('"not renew"  PlanMaster', ['"not renew" PlanMaster']),
        ("Planning RECOMMEND", []),
        ("min_faves:5 planning", []),
        ("planning -free", []),
        ("planning OR scheduling", []),
        ("(planning)", []),
        ("@planmaster slow", []),
        ('"planning', []),
        ("…", []),
        ("planning " * 20, []),
        ("a query that the platform does not take", []),
    ],
)
def test_a_phrase_is_believed_where_it_is_words_that_ask_for_something_new(phrase, kept):
    answer = WrittenPhrases(phrases=[WrittenPhrase(kind="buying", phrase=phrase)] * 2)
    found = believed(answer, ["recommend planning"], lambda query: "platform" not in query)
    assert [each.phrase for each in found] == kept


@pytest.fixture
def offer(sandbox):
    return offer_of(WorkspaceFactory(scorer="ai"))


def run(kind, offer, **typed):
    search = begin(kind, offer, by_ai=True, **({"review": False} | typed))
    run_search(search.pk)
    search.refresh_from_db()
    return search


@pytest.mark.django_db
def test_what_the_ai_writes_is_searched_for_and_stays_with_the_search(offer):
    search = run("tweet_search", offer, queries="planmaster", posts=50, days=60, replies=False)
    assert search.parameters["queries"] == ["planmaster", '"not renew" PlanMaster', "manual planning"]
    assert (search.parameters["by_ai"], search.problems, search.status) == (False, [], "finishing")
    assert search.label == "Tweets: planmaster and 2 more"
    assert LeadSource.objects.filter(search=search, evidence__icontains="not renew").exists()
    line = ProviderCall.objects.get(provider="ai")
    assert (line.purpose, line.status, line.owner_id) == ("Tweet search", "booked", search.pk)
    assert search.cost().spent > line.cost_usd > 0


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "typed"),
    [("tweet_search", {"queries": "planmaster", "posts": 50, "days": 7}), ("linkedin_content", CONTENT)],
)
def test_unless_they_say_otherwise_a_user_sees_them_before_anything_else_is_read(offer, kind, typed):
    search = begin(kind, offer, by_ai=True, **typed)
    run_search(search.pk)
    search.refresh_from_db()
    assert (search.status, search.lease, search.waits_for) == ("paused", None, "The AI has written its searches.")
    assert [call.provider for call in ProviderCall.objects.all()] == ["ai"]
    control.resume(search)
    run_search(search.pk)
    search.refresh_from_db()
    assert search.status == "finishing" and ProviderCall.objects.count() > 2


@pytest.mark.django_db
def test_the_changed_searches_replace_the_one_that_waits(north):
    offer = north.offer("Planwise")
    waiting, other = (
        SearchFactory(
            workspace=north.workspace, kind="tweet_search", offer=offer, status="paused", waits_for=waits_for,
            parameters=parameters_of("tweet_search", queries="planmaster\nmanual planning", review=True),
        )
        for waits_for in (REVIEW[0], "")
    )  # fmt: skip
    for search in (waiting, other):
        address = f"{reverse('search-create', args=['tweet_search'])}?again={search.pk}&offer={offer.pk}"
        shown = north.client.get(address).content.decode()
        assert "planmaster\nmanual planning" in shown
        typed = {"queries": f"manual planning {search.pk}", "posts": 50, "days": 7, "replies_a_post": 1, "min_likes": 0}
        assert north.client.post(address, typed | {"offer": offer.pk}).status_code == 302
    statuses = Search.objects.filter(pk__in=[waiting.pk, other.pk]).order_by("pk").values_list("status", flat=True)
    assert list(statuses) == ["cancelled", "paused"]


@pytest.mark.django_db
def test_each_phrase_goes_to_the_kind_of_intent_it_shows(offer):
    search = run("linkedin_content", offer, **CONTENT, posts=5, comments=False)
    assert search.parameters["pains"] == ["planning", "manual planning"]
    assert search.parameters["buying"] == ['"not renew" PlanMaster']


@pytest.mark.django_db
def test_where_the_ai_fails_the_phrases_of_the_form_are_searched_for(offer, sandbox):
    sandbox.faults.set([{"fault": "refusal", "provider": "openai"}])
    search = run("tweet_search", offer, queries="planmaster", posts=50, days=7, replies=False)
    assert (search.status, search.parameters["queries"], search.counts["posts"] > 0) == (
        "finishing",
        ["planmaster"],
        True,
    )
    assert [each["about"] for each in search.problems] == ["further searches by the AI"]


@pytest.mark.django_db
def test_phrases_that_a_crash_lost_are_not_paid_twice(offer):
    typed = {"by_ai": True, "review": False, "queries": "planmaster", "posts": 50, "days": 7, "replies": False}
    search = begin("tweet_search", offer, **typed)
    lose_answer(search, after=0)
    run_search(search.pk)
    search.refresh_from_db()
    assert (search.status, search.parameters["queries"], search.parameters["by_ai"], search.counts["posts"] > 0) == (
        "finishing",
        ["planmaster"],
        False,
        True,
    )
    assert [each["about"] for each in search.problems] == ["further searches by the AI"]
    assert [line.status for line in ProviderCall.objects.filter(provider="ai")] == ["uncertain"]


@pytest.mark.django_db
def test_a_workspace_without_ai_is_not_offered_it(sandbox):
    form = RUNNING["tweet_search"].Parameters
    assert "by_ai" not in form(offer=offer_of(WorkspaceFactory(scorer="local"))).fields
    assert "by_ai" in form(offer=offer_of(WorkspaceFactory(scorer="ai"))).fields


@pytest.mark.django_db
def test_what_it_costs_is_part_of_the_estimate(offer):
    typed = {"posts": 100, "replies": False, "by_ai": True}
    *_, cost = RUNNING["tweet_search"].costs(typed)
    assert (cost.what, cost.number, 0 < cost.usd < cost.most_usd) == ("searches by the AI", 5, True)
