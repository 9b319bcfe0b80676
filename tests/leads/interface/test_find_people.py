import re
from decimal import Decimal

import pytest
from django.template.loader import render_to_string
from django.urls import reverse

from autoreach.calls.budget import set_monthly_cap
from leads.models import Expansion, Membership, Search
from leads.sources.source import RUNNING, Cost
from leads.sources.written_queries import REVIEW
from tests.leads.sources.searching import offer_of
from tests.pages import markup, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer(north):
    return offer_of(north.workspace)


@pytest.fixture
def form(offer):
    return {
        "offer": offer.pk,
        "queries": "crm\nerp",
        "posts": 100,
        "days": 7,
        "replies_a_post": 10,
        "min_likes": 0,
        "exclude": "",
        "language": "",
    }


def address(kind="tweet_search", **query):
    return reverse("search-create", args=[kind], query=query)


def test_every_source_that_runs_has_its_line(north, offer):
    shown = words(north.client.get(reverse("find-people")))
    begun_elsewhere = {"x_seeds", "linkedin_seeds"}
    assert {kind for kind, source in RUNNING.items() if source.method not in shown} == begun_elsewhere


def test_without_a_key_the_platform_says_what_to_set(north, settings):
    settings.PROVIDERS = {}
    assert "Set X_BEARER_TOKEN and restart." in words(north.client.get(reverse("find-people")))


@pytest.mark.parametrize("kind", RUNNING)
def test_the_form_of_every_source_is_shown_with_what_the_offer_suggests(north, offer, kind):
    response = north.client.get(address(kind, offer=offer.pk))
    assert (response.status_code, response.context["form"].offer) == (200, offer)


@pytest.mark.parametrize(("token", "is_startable"), [("", False), ("t", True)])
def test_a_search_that_nothing_can_answer_says_what_to_set_and_cannot_be_started(north, settings, token, is_startable):
    settings.PROVIDERS = {"X_BEARER_TOKEN": token}
    page = north.client.get(address())
    assert ("X is not connected. Set X_BEARER_TOKEN and restart." not in words(page)) is is_startable
    start = markup(page).partition("Start the search")[0].rpartition("<button")[2]
    assert ("disabled" not in start) is is_startable


def test_a_kind_that_does_not_exist_has_no_page(north):
    assert [north.client.get(address(kind)).status_code for kind in ("csv", "webinar")] == [404, 404]


def test_nothing_is_searched_for_an_archived_offer(north, offer, form):
    offer.archive()
    said = f"The offer “{offer.name}” is archived. Restore it first."
    assert said in words(north.client.get(address(offer=offer.pk)))
    refused = north.client.post(address(), form)
    assert (refused.status_code, words(refused).count(said), Search.objects.count()) == (422, 1, 0)


def test_a_search_is_started_with_what_was_typed_and_for_the_offer(north, offer, form):
    response = north.client.post(address(), form)
    search = Search.objects.get()
    assert response.url == reverse("search", args=[search.pk])
    assert (search.offer, search.created_by, search.kind) == (offer, north.user, "tweet_search")
    assert (search.parameters["queries"], search.parameters["posts"]) == (["crm", "erp"], 100)


def test_the_second_of_two_clicks_starts_no_second_search(north, offer, form):
    first, second = (north.client.post(address(), form | {"offer": offer.pk}) for _ in range(2))
    assert (first.url, Search.objects.count()) == (second.url, 1)


def test_what_is_wrong_stands_at_its_field_and_nothing_is_started(north, form):
    response = north.client.post(address(), form | {"posts": 0})
    assert (response.status_code, Search.objects.count()) == (422, 0)
    assert list(response.context["form"].errors) == ["posts"]
    assert response.context["form"]["queries"].value() == "crm\nerp"


def test_another_workspaces_offer_is_not_there(north, south, form):
    assert north.client.post(address(), form | {"offer": south.offer().pk}).status_code == 404
    assert Search.objects.count() == 0


def test_a_member_who_may_not_spend_starts_nothing(north, form):
    Membership.objects.update(role="member", rights=[])
    assert (north.client.post(address(), form).status_code, Search.objects.count()) == (403, 0)


def test_the_cost_follows_the_form_and_starts_nothing(north, form):
    def cost(**typed):
        return words(north.client.post(reverse("search-cost", args=["tweet_search"]), form | typed))

    assert "about $1.50" in cost()
    assert "about $2.10" in cost(replies="on")
    most = "At most $16.50, if there are 1,000 replies with their authors."
    assert f"{most} That is 10 replies to every post. Most posts have none." in cost(replies="on")
    assert "Fill in the form to see what the search costs." in cost(posts="")
    refused = "The search cannot start like this, so it has no cost yet."
    assert f"{refused} Posts: At least 10." in cost(posts=0)
    few = "X delivers at least 10 posts a search: 2 searches need 20. Ask for more posts, or fewer searches."
    assert f"{refused} Posts: {few}" in cost(posts=15)
    assert f"{refused} Search for: Write at least one search. Posts: At most 300." in cost(queries="", posts=301)
    set_monthly_cap(north.workspace.pk, 1)
    assert "$1.00 of this month’s budget is left. The search pauses when it is spent" in cost()
    set_monthly_cap(north.workspace.pk, 0)
    assert "This month’s budget is spent. The search starts reading when it is raised" in cost()
    assert Search.objects.count() == 0


def test_the_cost_stands_beside_the_button_too_and_follows_the_form(north, offer, form):
    def in_bar(page):
        return re.findall(r'<a class="soft small" id="cost-in-bar" href="#cost-title" ?([^>]*)>([^<]*)</a>', page)

    page = north.client.get(address(offer=offer.pk)).content.decode()
    assert [(attributes, text.strip()) for attributes, text in in_bar(page)] == [("", "about $5.25")]
    swapped = {"HX-Request": "true", "HX-Target": "search-cost"}
    part = north.client.post(reverse("search-cost", args=["tweet_search"]), form, headers=swapped).content.decode()
    assert [(attributes, text.strip()) for attributes, text in in_bar(part)] == [('hx-swap-oob="true"', "about $1.50")]


def test_what_the_highest_cost_depends_on_is_one_sentence():
    costs = [Cost(what, 1, Decimal(1), most=5, most_usd=Decimal(2)) for what in ("accounts looked up", "posts")]
    context = {"costs": costs, "uncertain": costs, "usd": 2, "most_usd": 4, "left": None}
    shown = " ".join(render_to_string("leads/search_cost.html#search-cost", context).split())
    assert "$4.00, if there are 5 accounts looked up and 5 posts." in shown


@pytest.mark.parametrize(
    ("kind", "asked"),
    [("tweet_search", ["x=1"]), ("linkedin_people", ["linkedin=1"]), ("x_lookalike", []), ("links", [])],
)
def test_what_reading_each_new_person_costs_is_told_beside_the_search(north, offer, sandbox, kind, asked):
    page = north.client.get(address(kind, offer=offer.pk)).content.decode()
    found = re.findall(rf'hx-get="{reverse("cost-of-new-people")}\?(.*?)"', page)
    assert found == [f"{platform}&amp;people=1" for platform in asked]
    assert ("Then, for each new person" in page) is bool(asked)


def test_a_search_is_repeated_with_what_it_asked(north, offer, form):
    north.client.post(address(), form)
    response = north.client.get(address(again=Search.objects.get().pk, offer=offer.pk))
    assert response.context["form"]["queries"].value() == "crm\nerp"
    assert response.context["form"]["posts"].value() == 100


def test_a_second_click_does_not_cancel_the_search_that_the_first_one_started(north, form):
    north.client.post(address(), form)
    Search.objects.update(status="paused", waits_for=REVIEW[0])
    north.client.post(address(again=Search.objects.get().pk), form)
    assert Search.objects.get().status == "paused"


def test_what_another_workspace_asked_is_not_shown(north, south, form):
    north.client.post(address(), form)
    assert south.client.get(address(again=Search.objects.get().pk)).status_code == 404


def test_a_search_can_be_repeated_from_its_start(north, form, sandbox):
    north.client.post(address(), form | {"repeat": "on"})
    assert Expansion.objects.get(is_on=True).search == Search.objects.get()


def test_a_source_that_finds_nothing_else_the_next_day_does_not_offer_it(north, offer):
    assert "Repeat each day" in words(north.client.get(address()))
    assert "Repeat each day" not in words(north.client.get(address("links")))
