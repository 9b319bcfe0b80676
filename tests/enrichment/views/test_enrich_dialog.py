from decimal import Decimal

import pytest

from autoreach.calls import budget
from autoreach.calls.models import ProviderCall
from enrichment.models import PipelineJob, PipelineRun
from tests.factories import LeadFactory, OfferFactory, ProviderCallFactory
from tests.pages import markup, words

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true"}


@pytest.fixture
def offer(member):
    return OfferFactory(workspace=member.workspace, name="Scheduling")


@pytest.fixture
def browser(client, member):
    client.force_login(member.user)
    return client


def selection(leads, **more):
    return {"lead": [lead.pk for lead in leads]} | more


def opened(browser, leads, **more):
    return browser.post("/enrich/", selection(leads, **more))


def offered(response):
    return {name for name in ("find_linkedin", "find_x") if f'value="{name}"' in response.content.decode()}


def test_the_dialog_begins_with_what_costs_least_to_know(browser, offer, five_people):
    response = opened(browser, five_people, offer=offer.pk)
    assert response.context["steps"] == ["profile", "activity", "scoring"]
    assert PipelineJob.objects.count() == 0


def test_finders_are_offered_where_a_lead_has_only_the_other_platform(browser, five_people):
    both, only_x, only_linkedin, *_ = five_people
    assert offered(opened(browser, [both])) == set()
    assert offered(opened(browser, [both, only_x])) == {"find_linkedin"}
    assert offered(opened(browser, [both, only_linkedin])) == {"find_x"}
    assert offered(opened(browser, five_people)) == {"find_linkedin", "find_x"}


def test_a_finder_brings_the_profile_along_and_keeps_it(browser, five_people):
    response = opened(browser, five_people, chosen=1, step=["find_x"])
    assert response.context["steps"] == ["find_x", "profile"]
    assert response.content.decode().count('<input type="hidden" name="step" value="profile">') == 1


def test_a_finder_that_fits_no_lead_is_not_taken(browser, five_people):
    assert opened(browser, five_people[:1], chosen=1, step=["find_x"]).context["steps"] == []


def test_without_an_offer_nothing_is_scored(browser, five_people):
    response = opened(browser, five_people)
    assert (response.context["steps"], 'value="scoring"' in response.content.decode()) == (
        ["profile", "activity"],
        False,
    )


def test_each_step_has_its_price_before_it_is_chosen(browser, configured, offer, five_people):
    page = words(opened(browser, five_people, offer=offer.pk, chosen=1))
    prices = [
        "Profile At most $0.02", "Activity At most $0.20", "Web intelligence At most $1.41", "Scoring At most $0.02",
        "Find LinkedIn At most $0.24", "Find X Profile At most $0.54",
    ]  # fmt: skip
    assert [page.count(price) for price in (*prices, "No step is chosen")] == [1] * 7


def test_what_an_ai_usually_costs_is_told_beside_the_most(browser, configured, five_people):
    page = opened(browser, five_people[:1], chosen=1, step=["web"])
    assert "AI: up to 3 calls, $0.47 at most, usually about $0.10</li>" in markup(page)
    page = opened(browser, five_people[:1], chosen=1, step=["profile"])
    assert "X: up to 1 call, $0.01 at most</li>" in markup(page)


def test_what_the_budget_does_not_cover_is_said_before(browser, configured, member, five_people):
    budget.set_monthly_cap(member.workspace.pk, Decimal("0.50"))
    assert opened(browser, five_people).context["over_budget"] is False
    ProviderCall.objects.create(
        workspace=member.workspace, key="k", provider="x", purpose="X posts", cost_usd=Decimal("0.40")
    )
    response = opened(browser, five_people)
    assert (response.context["left"], response.context["over_budget"]) == (Decimal("0.10"), True)
    assert response.content.decode().count("Billing Paused") == 1


def test_what_new_people_cost_is_told_before_they_come(browser, configured, member):
    budget.set_monthly_cap(member.workspace.pk, Decimal("0.20"))

    cheap, expensive = (browser.get("/enrich/new/", {"x": x, "linkedin": 2}, headers=HTMX) for x in (1, 2))

    assert (words(cheap), cheap.context["over_budget"]) == (
        "Profiles and posts that are not known yet are read automatically. X: up to 2 calls, $0.11 at most. "
        "LinkedIn through Unipile: up to 6 calls, flat rate. AI: up to 2 calls, $0.02 at most, usually about $0.0010. "
        "At most $0.13 $0.20 of $0.20 left this month",
        False,
    )
    assert (expensive.context["cost"].usd, expensive.context["over_budget"]) == (Decimal("0.23525"), True)


def test_a_model_without_a_price_is_named_where_new_people_come(browser, member, settings):
    settings.PROVIDERS = {"OPENAI_API_KEY": "k", "OPENAI_BASE_URL": "http://localhost:1/v1", "AI_MODEL": "own"}
    page = browser.get("/enrich/new/", {"x": 1, "linkedin": 1, "people": 1}, headers=HTMX)
    assert words(page) == (
        "No profile will be read. AI: up to 2 calls, price unknown. "
        "Profile needs X or LinkedIn through Unipile. The Status page says how to configure it. "
        "Activity needs X or LinkedIn through Unipile. The Status page says how to configure it. "
        "Price unknown No monthly budget is set"
    )


def test_where_new_people_come_a_platform_that_cannot_be_read_is_named(browser, settings):
    settings.PROVIDERS = {"UNIPILE_API_KEY": "k", "UNIPILE_ACCOUNT_ID": "a"}
    both, on_x = (words(browser.get("/enrich/new/", {"x": 1, "linkedin": number}, headers=HTMX)) for number in (1, 0))
    assert both == (
        "Profiles and posts that are not known yet are read automatically. "
        "LinkedIn through Unipile: up to 3 calls, flat rate. "
        "X is not configured: Profile, Activity will run without it. No cost No monthly budget is set"
    )
    assert on_x == (
        "No profile will be read. No charge. X is not configured: Profile and Activity can read none of these leads."
    )


def test_new_people_cost_nothing_where_no_provider_is_configured(browser):
    assert words(browser.get("/enrich/new/", {"x": 5, "linkedin": "nonsense"}, headers=HTMX)) == (
        "No profile will be read. No charge. "
        "Profile needs X or LinkedIn through Unipile. The Status page says how to configure it. "
        "Activity needs X or LinkedIn through Unipile. The Status page says how to configure it."
    )


def test_what_another_team_spent_is_not_taken_from_the_budget(browser, configured, member, five_people):
    budget.set_monthly_cap(member.workspace.pk, Decimal("0.50"))
    theirs = OfferFactory().workspace
    ProviderCallFactory(workspace=theirs, cost_usd=Decimal("0.40"))
    assert opened(browser, five_people).context["left"] == Decimal("0.50")


def test_starting_opens_a_job_for_each_selected_lead(browser, offer, five_people):
    browser.post("/enrich/", selection(five_people[:2], offer=offer.pk, chosen=1, step=["profile", "scoring"], start=1))
    jobs = PipelineJob.objects.order_by("lead")
    assert [(job.lead, job.mode, job.steps) for job in jobs] == [
        (lead, PipelineJob.Mode.RE_ENRICH, ["profile", "scoring"]) for lead in five_people[:2]
    ]
    assert PipelineRun.objects.get().purpose == PipelineRun.Purpose.ENRICH


def test_what_is_added_to_waiting_work_is_told_as_work(browser, offer, five_people):
    for step in ("profile", "web"):
        answer = browser.post(
            "/enrich/", selection(five_people[:1], offer=offer.pk, chosen=1, start=1, step=step), follow=True
        )
    words = [str(message) for message in answer.context["messages"]]
    assert (words[-1], PipelineJob.objects.count()) == ("Started for 1 lead: Web intelligence.", 1)


def test_scoring_alone_is_a_rescore(browser, offer, five_people):
    browser.post("/enrich/", selection(five_people[:1], offer=offer.pk, chosen=1, step=["scoring"], start=1))
    assert [job.mode for job in PipelineJob.objects.all()] == [PipelineJob.Mode.SCORING_ONLY]


def test_all_that_match_a_filter_are_enriched(browser, member, five_people):
    LeadFactory(workspace=member.workspace, full_name="Otto Otherwise")
    form = {"everything": 1, "filter": "q=nora", "chosen": 1, "step": ["profile"]}
    assert browser.post("/enrich/", form).context["needs"].total == 5
    browser.post("/enrich/", form | {"start": 1})
    assert PipelineJob.objects.count() == 5


def test_leads_of_another_team_are_not_enriched(browser, offer):
    stranger = LeadFactory()
    response = browser.post("/enrich/", selection([stranger], offer=offer.pk, chosen=1, step=["profile"], start=1))
    assert (response.status_code, PipelineJob.objects.count()) == (302, 0)
    assert browser.post("/enrich/", {"offer": OfferFactory().pk}).status_code == 404


def test_nothing_chosen_starts_nothing(browser, five_people):
    browser.post("/enrich/", selection(five_people, chosen=1, start=1))
    assert PipelineJob.objects.count() == 0


def test_the_choice_is_the_same_in_the_page_and_as_a_fragment(browser, five_people):
    page = opened(browser, five_people).content.decode()
    headers = {"HX-Request": "true", "HX-Target": "enrich-choice"}
    part = browser.post("/enrich/", selection(five_people), headers=headers).content.decode().strip()
    assert part.startswith('<div id="enrich-choice"')
    start = page.index('<div id="enrich-choice"')
    shared = part[: part.index("data-close-dialog") - 40]
    assert page[start : start + len(shared)] == shared


def test_a_started_dialog_closes_and_lists_reload(browser, offer, five_people):
    form = selection(five_people, offer=offer.pk, chosen=1, step=["profile"], start=1)
    response = browser.post("/enrich/", form, headers={"HX-Request": "true"})
    assert response.headers["HX-Trigger"] == '{"leads:changed": {}, "dialog:close": {}}'
