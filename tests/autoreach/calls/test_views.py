from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from autoreach import sandbox
from autoreach.calls import clients, tasks
from autoreach.calls.health import check_providers, standings
from autoreach.calls.models import Allowance, ProviderCall, ProviderHealth
from autoreach.sandbox.server import running
from enrichment.models import PipelineJob, PipelineRun
from tests.factories import LeadFactory, MembershipFactory, WorkspaceFactory
from tests.pages import words
from tests.planner import rows_read

pytestmark = pytest.mark.django_db
REPEATED = "Nothing to do: calls are retried automatically until it answers."
CHECK_THE_KEY = "Calls are retried automatically. If this lasts, check X_BEARER_TOKEN."
Reason, Status = Allowance.Reason, PipelineJob.Status


@pytest.fixture(autouse=True)
def fresh_clients():
    clients.reset()
    yield
    clients.reset()


@pytest.fixture
def member():
    return MembershipFactory()


@pytest.fixture
def browser(client, member):
    client.force_login(member.user)
    return client


@pytest.fixture
def on_x(settings):
    settings.PROVIDERS = {"X_BEARER_TOKEN": "t"}


@pytest.fixture
def world(settings):
    with running() as (url, app):
        settings.PROVIDERS = sandbox.environment(url)
        yield app


def states():
    return {standing.provider: standing.state for standing in standings()}


def blocked(reason, minutes=15, **fields):
    until = timezone.now() + timedelta(minutes=minutes)
    return Allowance.objects.create(provider="x", scope="*", blocked_until=until, reason=reason, **fields)


def test_what_is_not_configured_says_which_variables_to_set():
    advice = {standing.provider: standing.advice.partition(" and restart.")[0] for standing in standings()}
    assert states() == dict.fromkeys(("x", "linkedin", "ai"), "Not configured")
    assert advice == {
        "x": "Set X_BEARER_TOKEN",
        "linkedin": "Set UNIPILE_DSN, UNIPILE_API_KEY and UNIPILE_ACCOUNT_ID",
        "ai": "Set OPENAI_API_KEY, or OPENAI_BASE_URL and AI_MODEL for a server of your own",
    }


@pytest.mark.parametrize(
    ("reason", "state"),
    [(Reason.LIMITED, "Limited"), (Reason.CREDITS, "Out of credits"), (Reason.AUTH, "Refuses the key")],
)
def test_a_closed_provider_says_why_until_it_is_open_again(on_x, reason, state):
    limit = blocked(reason)
    assert states()["x"] == state
    Allowance.objects.filter(pk=limit.pk).update(blocked_until=timezone.now() - timedelta(seconds=1))
    assert states()["x"] == "Not checked yet"


def test_a_missing_credit_weighs_more_than_a_limit(on_x):
    blocked(Reason.CREDITS, minutes=5)
    Allowance.objects.create(
        provider="x", scope="users", blocked_until=timezone.now() + timedelta(hours=1), reason=Reason.LIMITED
    )
    assert states()["x"] == "Out of credits"


def test_the_allowance_used_is_shown_while_its_window_lasts(on_x, browser):
    now = timezone.now()
    for scope, resets_at in (("users/by", now + timedelta(minutes=9)), ("users", now - timedelta(minutes=1))):
        Allowance.objects.create(provider="x", scope=scope, limit=300, taken=120, resets_at=resets_at)
    x = standings()[0]
    assert [(row.scope, row.taken, row.limit) for row in x.allowances] == [("users/by", 120, 300)]
    assert browser.get("/status/").content.decode().count("120 of 300 calls") == 1


def test_a_check_asks_each_provider_something_free(world):
    tasks.check_providers()
    assert states() == dict.fromkeys(("x", "linkedin", "ai"), "Healthy")
    assert world.calls.by_status == {"x 200": 1, "unipile 200": 1, "openai 200": 1}
    assert [(row.provider, row.healthy, row.detail) for row in ProviderHealth.objects.order_by("provider")] == [
        ("ai", True, ""),
        ("linkedin", True, ""),
        ("x", True, ""),
    ]
    assert ProviderCall.objects.count() == 0


@pytest.mark.parametrize(
    ("fault", "state"),
    [
        ("unauthorized", "Refuses the key"),
        ("out_of_credits", "Out of credits"),
        ("server_error", "Does not answer"),
        ("rate_limited", "Healthy"),
    ],
)
def test_a_check_finds_out_what_is_wrong(world, settings, fault, state):
    settings.PROVIDERS = settings.PROVIDERS | {"X_BEARER_TOKEN": f"fault-{fault}"}
    tasks.check_providers()
    assert states() == {"x": state, "linkedin": "Healthy", "ai": "Healthy"}


def test_a_key_that_is_refused_stays_refused_however_often_it_is_checked(world, settings):
    settings.PROVIDERS = settings.PROVIDERS | {"OPENAI_API_KEY": "fault-unauthorized"}
    for checks in (1, 2):
        assert check_providers() == []
        assert (states()["ai"], world.calls.by_status["openai 401"]) == ("Refuses the key", checks)


def test_a_check_for_which_no_place_is_left_is_no_verdict(world, settings):
    settings.ALLOWANCES = {"ai": {"*": [1, 3600]}}
    settings.PROVIDERS = settings.PROVIDERS | {"OPENAI_API_KEY": "fault-unauthorized"}
    clients.gate().admit("ai", "completion")
    Allowance.objects.filter(provider="ai").update(reason=Reason.AUTH, blocked_until=timezone.now())
    tasks.check_providers()
    assert "openai 401" not in world.calls.by_status
    assert list(Allowance.objects.filter(provider="ai").values_list("reason", flat=True)) == [Reason.AUTH]
    assert ProviderHealth.objects.filter(provider="ai").count() == 0


@pytest.mark.parametrize(
    ("detail", "advice"),
    [
        ("503 Service Unavailable", REPEATED),
        (
            "the connection broke (ReadTimeoutError)",
            REPEATED,
        ),
        ("401 Unauthorized", CHECK_THE_KEY),
        ("no connection (NameResolutionError)", CHECK_THE_KEY),
    ],
)
def test_the_key_is_not_blamed_for_trouble_of_the_provider(on_x, detail, advice):
    ProviderHealth.objects.create(provider="x", healthy=False, detail=f"x usage: {detail}", checked_at=timezone.now())
    x = standings()[0]
    assert (x.state, x.advice) == ("Does not answer", advice)


def test_a_provider_that_is_left_alone_for_its_failures_does_not_answer(on_x):
    until = timezone.now() + timedelta(minutes=1)
    detail = "x users: 503 Service Unavailable"
    Allowance.objects.create(provider="x", scope="*", blocked_until=until, reason=Reason.DOWN, detail=detail)
    x = standings()[0]
    assert (x.state, x.advice, x.until, x.detail) == ("Does not answer", REPEATED, until, detail)


def test_a_check_that_goes_well_lets_work_go_on(world):
    blocked(Reason.AUTH, detail="no such key")
    tasks.check_providers()
    assert states()["x"] == "Healthy"


def test_a_check_that_goes_well_resumes_what_waited_for_that_provider(world):
    blocked(Reason.CREDITS)
    reasons = ["LinkedIn is limited; X is out of credits", "X refuses the key", "AI is out of credits", "X is limited"]
    workspace, until = WorkspaceFactory(), timezone.now() + timedelta(minutes=15)
    for reason in reasons:
        lead = LeadFactory(workspace=workspace)
        run = PipelineRun.objects.create(workspace=workspace, purpose=PipelineRun.Purpose.ENRICH)
        PipelineJob.objects.create(
            workspace=workspace, run=run, lead=lead, mode="enrich_only", status=Status.BILLING_PAUSED,
            not_before=until, waits_for=reason,
        )  # fmt: skip
    tasks.check_providers()
    resumed = PipelineJob.objects.filter(status=Status.PENDING, not_before=None).order_by("pk")
    assert list(resumed.values_list("waits_for", flat=True)) == reasons[:2]


def test_a_provider_that_was_taken_away_is_forgotten():
    ProviderHealth.objects.create(provider="x", healthy=False, checked_at=timezone.now())
    tasks.check_providers()
    assert ProviderHealth.objects.count() == 0


def test_in_the_sandbox_nothing_passes_for_real(settings):
    settings.SANDBOX_URL = "http://127.0.0.1:1"
    settings.PROVIDERS = sandbox.environment(settings.SANDBOX_URL)
    assert states() == dict.fromkeys(("x", "linkedin", "ai"), "Sandbox")


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
        (line["provider"], line["asked"], line["cost"], line["unknown"]) for line in response.context["spending"]
    ] == [
        ("ai", 2, None, 1),
        ("x", 4, Decimal("0.30"), 0),
    ]
    assert response.context["spent"] == Decimal("0.30")


def test_uncertain_calls_are_shown_as_uncertain_to_their_team_alone(browser, member):
    lead = LeadFactory(workspace=member.workspace, full_name="Nora Uncertain")
    spend(member.workspace, "1", Decimal("0.10"), status=ProviderCall.Status.UNCERTAIN, lead=lead)
    spend(WorkspaceFactory(), "2", Decimal("0.10"), status=ProviderCall.Status.UNCERTAIN)
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


def test_who_belongs_to_no_team_sees_no_status(client):
    assert client.get("/status/").status_code == 302


def test_the_page_and_its_fragment_show_the_same(browser, on_x):
    blocked(Reason.LIMITED, minutes=120)
    part = browser.get("/status/", headers={"HX-Request": "true", "HX-Target": "standings"}).content.decode()
    assert part.strip() in browser.get("/status/").content.decode()


def test_the_fragment_that_asks_again_and_again_leaves_the_ledger_alone(browser, member, on_x):
    blocked(Reason.LIMITED, minutes=120)
    spend(member.workspace, "1", Decimal("0.10"))
    headers = {"HX-Request": "true", "HX-Target": "standings"}
    assert rows_read("calls_providercall", lambda: browser.get("/status/", headers=headers)) == 0
    assert browser.get("/status/").context["spent"] == Decimal("0.10")
