from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from autoreach.calls import budget
from autoreach.calls.health import standings
from autoreach.calls.models import Allowance, ProviderCall, ProviderHealth
from tests.autoreach.calls.limits import blocked
from tests.factories import (
    LeadFactory,
    MembershipFactory,
    OfferFactory,
    ProviderCallFactory,
    UserFactory,
    WorkspaceFactory,
)
from tests.pages import markup, words
from tests.planner import rows_read

pytestmark = pytest.mark.django_db

Reason = Allowance.Reason


@pytest.fixture
def member():
    return MembershipFactory()


@pytest.fixture
def browser(client, member):
    client.force_login(member.user)
    return client


def test_the_allowance_used_is_shown_while_its_window_lasts(on_x, browser):
    now = timezone.now()
    for scope, resets_at in (("users/by", now + timedelta(minutes=9)), ("users", now - timedelta(minutes=1))):
        Allowance.objects.create(provider="x", scope=scope, limit=300, taken=120, resets_at=resets_at)
    x = standings()[0]
    assert [(row.scope, row.taken, row.limit) for row in x.allowances] == [("users/by", 120, 300)]
    assert browser.get("/status/").content.decode().count("120 of 300 calls") == 1


def test_every_page_says_sandbox_data_and_none_does_without(settings, client, browser):
    def badges(address, browser):
        return browser.get(address).content.decode().count('class="badge warning sandbox"')

    outside = type(client)()
    assert [badges("/login/", outside), badges("/leads/", browser), badges("/status/", browser)] == [0, 0, 0]
    settings.SANDBOX_URL = "http://127.0.0.1:1"
    assert [badges("/login/", outside), badges("/leads/", browser), badges("/status/", browser)] == [1, 1, 1]


def spend(workspace, key, cost, **fields):
    fields = {"provider": "x", "purpose": "X posts", "calls": 2} | fields
    return ProviderCall.objects.create(workspace=workspace, key=key, cost_usd=cost, **fields)


def test_spending_is_by_provider_and_purpose_and_the_teams_own(browser, member):
    spend(member.workspace, "1", Decimal("0.10"))
    spend(member.workspace, "2", Decimal("0.20"))
    spend(member.workspace, "3", None, provider="ai", purpose="Web intelligence")
    spend(member.workspace, "4", Decimal("9"), status=ProviderCall.Status.FAILED)
    old = spend(member.workspace, "5", Decimal("7"))
    ProviderCall.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=32))
    spend(WorkspaceFactory(), "6", Decimal("5"))
    response = browser.get("/status/")
    assert [
        (line["provider"], line["asked"], line["spent"], line["unknown"]) for line in response.context["spending"]
    ] == [
        ("ai", 2, 0, 1),
        ("x", 6, Decimal("0.30"), 0),
    ]
    assert response.context["month"].spent == Decimal("0.30")


def test_what_is_reserved_stands_apart_from_what_is_spent(browser, member):
    budget.set_monthly_cap(member.workspace.pk, Decimal("20"))
    spend(member.workspace, "1", Decimal("0.10"))
    spend(member.workspace, "2", Decimal("0.40"), status=ProviderCall.Status.STARTED)
    spend(member.workspace, "3", Decimal("0.20"), status=ProviderCall.Status.UNCERTAIN)
    said = "$0.30 spent and $0.40 reserved for calls in progress this month, of $20.00."
    status = browser.get("/status/")
    assert [words(page).count(said) for page in (status, browser.get("/spending/"))] == [1, 1]
    assert [(line["spent"], line["reserved"]) for line in status.context["spending"]] == [
        (Decimal("0.30"), Decimal("0.40"))
    ]
    assert budget.left_this_month(member.workspace.pk) == Decimal("19.30")


def test_uncertain_calls_are_shown_as_uncertain_to_their_team_alone(browser, member):
    lead = LeadFactory(workspace=member.workspace, full_name="Nora Uncertain")
    spend(member.workspace, "1", Decimal("0.10"), status=ProviderCall.Status.UNCERTAIN, lead=lead)
    spend(WorkspaceFactory(), "2", Decimal("0.10"), status=ProviderCall.Status.UNCERTAIN)
    spend(member.workspace, "3", 0, provider="linkedin", status=ProviderCall.Status.UNCERTAIN)  # at a flat rate
    page = words(browser.get("/status/"))
    assert (page.count("Uncertain calls"), page.count("Nora Uncertain"), page.count("1 uncertain")) == (1, 1, 1)


def test_asking_now_is_a_post_that_any_member_may_make(browser, django_capture_on_commit_callbacks):
    ProviderHealth.objects.create(provider="x", healthy=False, checked_at=timezone.now())
    with django_capture_on_commit_callbacks(execute=True):
        response = browser.post("/status/check/")
    assert (response.url.partition("?asked=")[0], ProviderHealth.objects.count()) == ("/status/", 0)
    assert browser.get("/status/check/").status_code == 405


def test_the_page_looks_out_for_an_answer_and_then_rests(browser, on_x):
    def polls(address):
        return browser.get(address).content.decode().count("every 5s")

    asked = int(timezone.now().timestamp())
    assert [polls("/status/"), polls(f"/status/?asked={asked}"), polls(f"/status/?asked={asked - 61}")] == [0, 1, 0]
    ProviderHealth.objects.create(provider="x", checked_at=timezone.now() + timedelta(seconds=1))
    assert polls(f"/status/?asked={asked}") == 0
    blocked(Reason.LIMITED)
    assert polls("/status/") == 1


def test_a_visitor_is_sent_to_the_login_and_back(client):
    response = client.get("/status/")
    assert (response.status_code, response.url) == (302, "/login/?next=/status/")


def test_a_user_without_a_team_sees_no_status(client):
    client.force_login(UserFactory())
    response = client.get("/status/")
    page = words(response)
    assert (response.status_code, page.count("No workspace yet"), page.count("LinkedIn through")) == (404, 1, 0)


def test_the_page_and_its_fragment_show_the_same(browser, on_x):
    blocked(Reason.LIMITED, minutes=120)
    part = browser.get("/status/", headers={"HX-Request": "true", "HX-Target": "standings"}).content.decode()
    assert part.strip() in browser.get("/status/").content.decode()


def test_the_fragment_that_asks_again_and_again_leaves_the_ledger_alone(browser, member, on_x):
    blocked(Reason.LIMITED, minutes=120)
    spend(member.workspace, "1", Decimal("0.10"))
    headers = {"HX-Request": "true", "HX-Target": "standings"}
    assert rows_read("calls_providercall", lambda: browser.get("/status/", headers=headers)) == 0
    assert browser.get("/status/").context["month"].spent == Decimal("0.10")


def test_the_settings_show_what_was_spent(browser, member):
    ProviderCallFactory(workspace=member.workspace, cost_usd=Decimal("1.5"))
    budget.set_monthly_cap(member.workspace.pk, Decimal("20"))
    assert words(browser.get("/spending/")).count("$1.50 spent this month, of $20.00") == 1


def test_spending_opened_directly_is_a_page(browser, member):
    page, part = browser.get("/spending/"), browser.get("/spending/", headers={"HX-Request": "true"})
    assert [markup(response).count("<title>Spending") for response in (page, part)] == [1, 0]
    assert (markup(part) in markup(page), page.headers["Vary"]) == (True, "HX-Request, Cookie")


def test_the_usage_page_shows_spend_as_a_plot_and_in_tables(browser, member):
    offer = OfferFactory(workspace=member.workspace, name="x")
    spend(member.workspace, "1", Decimal("1.50"), purpose="Tweet search", source="Tweet search", offer=offer)
    spend(member.workspace, "2", Decimal("0"), provider="linkedin", purpose="LinkedIn profile")
    spend(WorkspaceFactory(), "3", Decimal("9"))
    shown = browser.get("/usage/")
    page = words(shown)
    assert shown.content.decode().count('class="bar-x"') == 1
    assert "$1.50 spent from" in page and "$9" not in page
    assert page.count("are counted on the Status page only.") == 1
    assert "By offer Calls Cost x 2 $1.50 Without an offer 2 flat rate" in page
    assert "2 flat rate" in page and "Of several sources, or none 2" in page


def test_a_period_without_calls_says_so(browser, member):
    page = words(browser.get("/usage/?period=last_month"))
    assert ("Nothing was spent." in page, "flat rate" in page) == (True, False)
    assert browser.get("/usage/?period=%00").context["period"] == "month"
