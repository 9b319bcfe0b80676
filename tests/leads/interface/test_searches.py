import re
from datetime import timedelta
from functools import partial

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from leads.interface.paging import keyset_page
from leads.interface.views import searches
from leads.models import Expansion, LeadSource, Membership, Search
from leads.sources.written_queries import REVIEW
from tests.factories import LeadFactory, MembershipFactory, ProviderCallFactory, SearchFactory
from tests.forms import forms_of
from tests.leads.sources.searching import offer_of
from tests.pages import buttons, words

pytestmark = pytest.mark.django_db
TWEETS = {
    "queries": ["crm"], "posts": 100, "days": 60, "replies": False, "exclude": "", "min_likes": 0, "language": "",
}  # fmt: skip


def search_of(member, **fields):
    return SearchFactory(workspace=member.workspace, **({"status": "completed"} | fields))


def labels(response):
    return [search.label for search in response.context["page"].rows]


def test_searches_are_listed_newest_first_and_only_the_own(north, south):
    search_of(south, label="secret.csv")
    for number in range(3):
        search_of(north, label=f"{number}.csv")

    response = north.client.get(reverse("searches"))

    assert labels(response) == ["2.csv", "1.csv", "0.csv"]
    assert "secret.csv" not in response.content.decode()


def test_paging_shows_every_search_once_and_finds_the_way_back(north, monkeypatch):
    monkeypatch.setattr(searches, "keyset_page", partial(keyset_page, size=2))
    for number in range(5):
        search_of(north, label=str(number))

    pages, query = [], ""
    while query is not None:
        response = north.client.get(f"{reverse('searches')}?{query}")
        pages.append(labels(response))
        query = response.context["page"].next or None
    back = north.client.get(f"{reverse('searches')}?{response.context['page'].previous}")

    assert pages == [["4", "3"], ["2", "1"], ["0"]]
    assert labels(back) == ["2", "1"]


@pytest.mark.parametrize("query", ["before=x", "after=-1", "before=99999999999999999999", "before=", "after=%00"])
def test_a_broken_mark_shows_the_first_page(north, query):
    search_of(north, label="people.csv")

    assert labels(north.client.get(f"{reverse('searches')}?{query}")) == ["people.csv"]


@pytest.mark.parametrize(("status", "watched"), [("pending", True), ("running", True), ("completed", False)])
def test_a_page_is_polled_only_while_something_runs(north, status, watched):
    search = search_of(north, status=status)

    pages = [
        north.client.get(reverse("searches")).content.decode(),
        north.client.get(reverse("search", args=[search.pk])).content.decode(),
    ]

    assert ["every " in page for page in pages] == [watched, watched]


def test_the_polled_part_is_the_same_as_in_the_page(north):
    search = search_of(north, status="running", found=12)
    for url, part in ((reverse("searches"), "search-list"), (reverse("search", args=[search.pk]), "search-progress")):
        page = north.client.get(url).content.decode()
        polled = north.client.get(url, headers={"HX-Request": "true", "HX-Target": part}).content.decode()

        assert "<html" not in polled
        assert polled.strip() in page


def test_a_search_shows_its_counts_and_what_went_wrong(north):
    search = search_of(north, status="failed", found=1200, created=1000, error="The disk is <full>.")

    body = north.client.get(reverse("search", args=[search.pk])).content.decode()

    assert re.findall(r'<dd class="number">([\d,]+)</dd>', body) == ["1,200", "1,000", "0", "0", "0"]
    assert "The disk is &lt;full&gt;." in body


def test_another_workspaces_search_is_not_there(north, south):
    secret = search_of(south, label="secret.csv")

    response = north.client.get(reverse("search", args=[secret.pk]))

    assert response.status_code == 404
    assert "secret.csv" not in response.content.decode()


def test_the_list_asks_the_database_as_often_for_three_as_for_one(north):
    counts = []
    for number in (1, 2):
        for _ in range(number):
            search_of(north, offer=north.offer(f"Offer {Search.objects.count()}"), created_by=north.user)
        with CaptureQueriesContext(connection) as queries:
            north.client.get(reverse("searches"))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def running_search(member, **fields):
    return search_of(member, kind="tweet_search", parameters=TWEETS, **fields)


def charge(search, usd, **fields):
    owner = {"workspace": search.workspace, "owner_kind": "search", "owner_id": search.pk}
    ProviderCallFactory(**owner, cost_usd=usd, **fields)


def test_a_search_shows_what_was_asked_what_it_reads_and_what_it_costs(north):
    search = running_search(
        north,
        status="running",
        counts={"posts": 40, "replies": 7},
        found=30,
        created=20,
        duplicates=10,
        estimated_usd="1.5",
        cursor={"left": [[3, "posts", "posts about “crm”", {}]]},
    )
    charge(search, "0.6")
    response = north.client.get(reverse("search", args=[search.pk]))
    assert re.findall(r'<dd class="number">([\d,]+)</dd>', response.content.decode()) == ["40", "7", "30", "20", "10"]
    shown = words(response)
    assert "Reading posts about “crm”." in shown
    assert "$0.60 spent, $1.50 expected" in shown


def test_a_search_counts_its_calls_as_the_other_pages_do(north):
    search = running_search(north, estimated_usd="7")
    for status, usd in (("booked", "5.95"), ("uncertain", "0.45"), ("started", "0.30"), ("failed", "0")):
        charge(search, usd, status=status)
    charge(running_search(north), "0")
    shown = [words(north.client.get(reverse(page))) for page in ("status", "usage")]
    shown.append(words(north.client.get(reverse("search", args=[search.pk]))))
    assert "$6.40 spent and $0.30 reserved for calls in progress this month" in shown[0]
    assert "$6.40 spent from" in shown[1] and "$0.30 is reserved for calls in progress." in shown[1]
    assert "$6.40 spent, $0.30 reserved for calls in progress, $7.00 expected" in shown[2]


def test_a_search_with_a_call_of_unknown_price_does_not_say_no_charge(north):
    charge(search := running_search(north, estimated_usd=0), None)
    assert "$0.00 + unknown spent, $0.00 expected" in words(north.client.get(reverse("search", args=[search.pk])))


def test_a_search_of_a_deleted_user_does_not_count_as_begun_by_itself(north):
    user = MembershipFactory(workspace=north.workspace).user
    shown = search_of(north, created_by=user), search_of(north, created_by=None)
    user.delete()
    said = [words(north.client.get(reverse("search", args=[search.pk]))).rpartition(" By ")[2] for search in shown]
    assert [text.startswith(by) for text, by in zip(said, ("a deleted user", "AutoReach itself"), strict=True)] == [
        True,
        True,
    ]


def test_a_search_is_not_resumed_while_its_offer_is_archived(north):
    offer = north.offer("Old")
    paused = running_search(north, status="paused", offer=offer)
    offer.archive()
    answer = north.client.post(reverse("search-control", args=[paused.pk, "resume"]), follow=True)
    paused.refresh_from_db()
    assert paused.status == "paused"
    assert "The offer “Old” is archived. Restore it first." in words(answer)


def test_a_search_that_lost_its_worker_says_that_it_resumes_by_itself(north):
    search = running_search(north, status="pending")
    shown = words(north.client.get(reverse("search", args=[search.pk])))
    assert "Waiting for a worker. The search resumes by itself; you can leave this page." in shown


def test_a_search_shows_its_newest_people_with_what_they_wrote(north):
    search = running_search(north)
    for name in ("Nora", "Rita"):
        lead = LeadFactory(workspace=north.workspace, full_name=name)
        LeadSource.objects.create(
            workspace=north.workspace,
            lead=lead,
            search=search,
            kind=search.kind,
            reference=f"post {name}",
            evidence=f"{name} asks for a <crm>",
            evidence_url="https://x.com/nora/status/1",
        )
    shown = words(north.client.get(reverse("search", args=[search.pk])))
    assert shown.index("Rita asks for a <crm>") < shown.index("Nora asks for a <crm>")
    assert 'href="https://x.com/nora/status/1"' in north.client.get(reverse("lead", args=[lead.pk])).content.decode()


def test_what_a_search_waits_for_stands_there_with_what_to_do(north):
    search = running_search(north, status="pending", waits_for="the budget is spent", remedy="Raise it.")
    assert "The budget is spent. Raise it." in words(north.client.get(reverse("search", args=[search.pk])))
    assert "Waiting" in words(north.client.get(reverse("searches")))


@pytest.mark.parametrize(
    ("status", "action", "after"),
    [
        ("pending", "pause", "paused"),
        ("running", "cancel", "cancelled"),
        ("paused", "resume", "pending"),
        ("completed", "cancel", "completed"),
    ],
)
def test_a_search_is_controlled_by_its_buttons(north, status, action, after):
    search = running_search(north, status=status)
    response = north.client.post(reverse("search-control", args=[search.pk, action]))
    search.refresh_from_db()
    assert (response.url, search.status) == (reverse("search", args=[search.pk]), after)


def test_a_deleted_search_is_on_no_page(north):
    search = running_search(north, label="gone")
    assert north.client.post(reverse("search-control", args=[search.pk, "delete"])).url == reverse("searches")
    assert "gone" not in words(north.client.get(reverse("searches")))
    assert north.client.get(reverse("search", args=[search.pk])).status_code == 404


def test_a_search_of_another_workspace_is_not_controlled(north, south):
    search = running_search(south, status="running")
    assert north.client.post(reverse("search-control", args=[search.pk, "cancel"])).status_code == 404
    search.refresh_from_db()
    assert search.status == "running"


def test_a_member_who_may_not_spend_controls_nothing(north):
    Membership.objects.update(role="member", rights=[])
    search = running_search(north, status="running")
    assert north.client.post(reverse("search-control", args=[search.pk, "cancel"])).status_code == 403


def test_an_import_is_not_controlled_as_a_search(north):
    search = search_of(north, status="running")
    assert north.client.post(reverse("search-control", args=[search.pk, "cancel"])).status_code == 404


def test_people_of_the_pool_that_a_search_asked_for_are_counted_with_its_own(north):
    search = running_search(north, found=30, created=20, duplicates=10)
    search_of(north, kind="pool", origin=search, found=12)
    shown = words(north.client.get(reverse("search", args=[search.pk])))
    assert "From the pool 12 Together 42" in shown


@pytest.mark.parametrize(
    ("kind", "asked", "said"),
    [
        ("linkedin_people", {"roles": ["ceo"]}, "No one was found on LinkedIn Use shorter titles. Change"),
        (
            "linkedin_people",
            {"roles": ["ceo"], "industries": ["Robots"], "locations": ["Malta"]},
            "Use shorter titles. Or leave out the industries: LinkedIn sorts companies under its own names. "
            "Or leave out the places. Change",
        ),
        (
            "linkedin_companies",
            {"descriptors": [], "industries": ["Robots"]},
            "on LinkedIn Name other kinds of company. "
            "Or choose other industries: LinkedIn sorts companies under its own names. Change",
        ),
        ("linkedin_jobs", {"roles": ["ceo"], "locations": []}, "on LinkedIn Use shorter job titles. Change"),
        (
            "linkedin_content",
            {"pains": ["x"], "within": ""},
            "No one was found on LinkedIn Use fewer or more common words in each search. Change",
        ),
        (
            "tweet_search",
            {"queries": ["crm"], "days": 60, "language": "de", "min_likes": 0},
            "No one was found on X Use fewer or more common words in each search. Or leave the language open. "
            "Or go back more days. Change",
        ),
        (
            "tweet_search",
            {"queries": ["crm"], "days": 365, "language": "", "min_likes": 5},
            "No one was found on X Use fewer or more common words in each search. Or ask for fewer likes. Change",
        ),
    ],
)
def test_a_search_that_found_no_one_advises_only_what_it_asked_for(north, kind, asked, said):
    search = search_of(north, kind=kind, parameters=asked, status="completed", found=0)
    assert said in words(north.client.get(reverse("search", args=[search.pk])))


def test_a_search_that_found_no_one_itself_says_that_its_people_come_from_the_pool(north):
    search = search_of(north, kind="linkedin_people", parameters={"roles": ["ceo"]}, status="completed", found=0)
    search_of(north, kind="pool", origin=search, found=4)
    shown = words(north.client.get(reverse("search", args=[search.pk])))
    assert "No one was found on LinkedIn 4 people come from the pool. Use shorter titles." in shown
    assert "From the pool 4 Together 4" in shown


def repeat(member, search, **typed):
    return member.client.post(reverse("search-repeat", args=[search.pk]), typed)


@pytest.fixture
def ended(north):
    offer = offer_of(north.workspace)
    charge(ended := running_search(north, status="completed", offer=offer, estimated_usd=2, found=7, created=5), "1.5")
    return ended


def test_a_search_is_repeated_from_its_page_and_shows_what_each_run_cost(north, clock, ended, sandbox):
    assert "Repeat again" not in (shown := words(north.client.get(reverse("search", args=[ended.pk]))))
    assert "Repeat each day" in shown
    repeat(north, ended, on="1")
    shown = words(north.client.get(reverse("search", args=[ended.pk])))
    assert "The next run starts in 1 day" in shown
    assert "7 found 5 new $2.00 expected $1.50 spent" in shown
    repeat(north, ended)
    assert "Repeat again" in words(north.client.get(reverse("search", args=[ended.pk])))


def test_what_is_polled_is_asked_without_the_daily_runs(north, ended, sandbox):
    repeat(north, ended, on="1")
    Search.objects.update(status="running")
    page = reverse("search", args=[ended.pk])
    with CaptureQueriesContext(connection) as queries:
        polled = north.client.get(page, headers={"HX-Request": "true", "HX-Target": "search-progress"})
    assert ("daily" in polled.context, "Stop repeating" in words(polled)) == (False, False)
    assert [query["sql"] for query in queries if "leads_expansion" in query["sql"]] == []
    assert "Stop repeating" in words(north.client.get(page))


def test_a_run_that_cannot_be_worked_out_does_not_break_its_page(north, ended, sandbox):
    repeat(north, ended, on="1")
    Search.objects.update(parameters={})
    shown = words(north.client.get(reverse("search", args=[ended.pk])))
    assert "What the next run is to ask for could not be worked out." in shown
    assert repeat(north, ended, on="1").status_code == 302


def test_what_keeps_the_next_run_from_starting_stands_on_the_page(north, ended, settings):
    settings.PROVIDERS = {}
    repeat(north, ended, on="1")
    assert "X is not connected." in words(north.client.get(reverse("search", args=[ended.pk])))


def test_a_search_with_nothing_left_to_ask_is_not_repeated_and_says_what_to_do(north, ended):
    Search.objects.update(offer=None)
    shown = words(north.client.post(reverse("search-repeat", args=[ended.pk]), {"on": "1"}, follow=True))
    assert "Exhausted: there is nothing left to ask for. Add competitors" in shown


def test_a_cancelled_daily_search_is_repeated_again_by_the_button_that_its_page_names(north, ended, sandbox, clock):
    page = reverse("search", args=[ended.pk])
    repeat(north, ended, on="1")
    clock.now += timedelta(minutes=1)
    Search.objects.update(status="cancelled", completed_at=clock.now)
    shown = north.client.get(page)
    said = "The search is repeated no longer. Its last run was cancelled. Use “Repeat again” to go on."
    assert said in words(shown) and "Repeat again" in buttons(shown)
    sent = forms_of(shown)[reverse("search-repeat", args=[ended.pk])]
    clock.now += timedelta(minutes=1)
    north.client.post(reverse("search-repeat", args=[ended.pk]), sent)
    shown = north.client.get(page)
    assert "The next run starts in" in words(shown) and "Stop repeating" in buttons(shown)


def test_only_who_may_spend_repeats_a_search_of_the_own_workspace(north, south, ended):
    assert repeat(south, ended, on="1").status_code == 404
    Membership.objects.update(role="member", rights=[])
    assert repeat(north, ended, on="1").status_code == 403
    assert Expansion.objects.count() == 0


@pytest.mark.parametrize("kind", ["csv", "links", "x_post"])
def test_what_finds_nothing_else_the_next_day_is_not_repeated(north, kind):
    search = search_of(north, kind=kind, parameters={"text": "", "posts": []})
    assert (repeat(north, search, on="1").status_code, Expansion.objects.count()) == (404, 0)


def test_a_cancelled_search_does_not_count_as_cheaper_than_expected(north, clock):
    charge(running_search(north, status="completed", completed_at=clock.now, estimated_usd=2), "2")
    charge(running_search(north, status="cancelled", completed_at=clock.now, estimated_usd=5), "1")
    shown = words(north.client.get(reverse("search-costs"), headers={"HX-Request": "true"}))
    assert shown.endswith("Tweet search 1 $2.00 $2.00 Tweet search, cancelled 1 $5.00 $1.00")


def test_what_searches_were_expected_to_cost_stands_beside_what_they_did(north, south, clock):
    for member, spent in ((north, 1), (north, 2), (south, 7)):
        charge(running_search(member, status="completed", completed_at=clock.now, estimated_usd=2), spent)
    Search.objects.update(created_at=clock.now - timedelta(days=40))
    running_search(north, status="running", estimated_usd=5)
    shown = words(north.client.get(reverse("search-costs"), headers={"HX-Request": "true"}))
    assert shown.endswith("Source Searches Expected Spent Tweet search 2 $4.00 $3.00")
    assert "No search on X or LinkedIn ended" in words(
        north.client.get(reverse("search-costs", query={"period": "last_month"}))
    )


def test_a_search_that_waits_for_a_user_says_so_and_offers_to_change_what_the_ai_wrote(north):
    offer = offer_of(north.workspace)
    waiting = {"status": "paused", "waits_for": REVIEW[0], "remedy": REVIEW[1], "parameters": TWEETS, "offer": offer}
    search = search_of(north, kind="tweet_search", **waiting)
    shown = north.client.get(reverse("search", args=[search.pk]))
    assert f'href="/searches/new/tweet_search/?again={search.pk}&amp;offer={offer.pk}"' in button(
        shown, "Change the searches"
    )
    for address in (reverse("search", args=[search.pk]), reverse("searches")):
        assert "Waits for you" in words(north.client.get(address))
    Search.objects.update(waits_for="", remedy="")
    assert "Change the searches" not in words(north.client.get(reverse("search", args=[search.pk])))


def button(response, name):
    return re.search(rf"<a[^>]*>\s*{name}\s*</a>", response.content.decode())[0]
