from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Sum
from django.test.utils import CaptureQueriesContext
from pydantic import BaseModel

from autoreach.calls.models import ProviderCall
from autoreach.calls.web_research import reading_call, search_call
from enrichment.costs import Needs, cost_of_each, cost_of_reading, estimate, needs_of, price_of_scoring, scored_by
from enrichment.steps import Subject
from enrichment.steps.activity import XPosts
from enrichment.steps.profile import XProfile
from leads.models import Lead, PlatformProfile
from tests.enrichment.pipeline import add, run
from tests.factories import LeadFactory

pytestmark = pytest.mark.django_db


def test_the_cost_counts_calls_by_provider_before_anything_is_called(configured, member, five_people):
    cost = estimate(needs_of(Lead.objects.filter(workspace=member.workspace)), ["profile", "activity"])
    assert [(part.provider, part.calls, part.usd, part.flat) for part in cost.parts] == [
        ("x", 4, Decimal("0.22"), False),
        ("linkedin", 9, Decimal(0), True),
    ]
    assert (cost.usd, cost.unknown) == (Decimal("0.22"), [])
    assert cost.unable == ("Profile and Activity: 1 of 5 has neither an X nor a LinkedIn profile to read.",)


def test_what_a_finder_may_find_is_part_of_the_cost(configured, member, five_people):
    needs = needs_of(Lead.objects.filter(workspace=member.workspace))
    cost = estimate(needs, ["find_x", "profile"])
    assert {part.provider: part.calls for part in cost.parts} == {"x": 2 + 2 + 2, "linkedin": 3, "ai": 4}
    without = estimate(needs, ["profile"])
    assert {part.provider: part.calls for part in without.parts} == {"x": 2, "linkedin": 3}
    assert cost.usd > without.usd


def test_what_a_finder_may_find_is_part_of_what_each_step_costs(configured, member, five_people):
    needs = needs_of(Lead.objects.filter(workspace=member.workspace))
    chosen = ["find_x", "profile", "activity"]
    each = cost_of_each(needs, chosen, to_score=5)
    assert sum(each[choice].usd for choice in chosen) == estimate(needs, chosen).usd
    assert (each["profile"].usd, cost_of_each(needs, [])["profile"].usd) == (Decimal("0.04"), Decimal("0.02"))
    assert [each[choice].usd for choice in ("scoring", "web")] == [
        estimate(needs, ["scoring"], to_score=5).usd,
        estimate(needs, ["web"]).usd,
    ]


def test_an_unknown_price_is_not_zero(settings, member, five_people):
    settings.PROVIDERS = {"OPENAI_BASE_URL": "http://localhost/v1", "AI_MODEL": "homemade"}
    cost = estimate(needs_of(Lead.objects.filter(workspace=member.workspace)), ["web"])
    assert [(part.provider, part.usd) for part in cost.parts] == [("ai", None)]
    assert cost.unknown == ["ai"]


def test_leads_for_which_a_step_can_do_nothing_are_counted_with_the_reason(configured, member, five_people):
    LeadFactory(workspace=member.workspace, linkedin_slug="", email_key="b@example.com", bio="x" * 21)
    LeadFactory(workspace=member.workspace, linkedin_slug="", email_key="s@example.com", bio="x" * 20)
    cost = estimate(needs_of(Lead.objects.filter(workspace=member.workspace)), ["web"])
    assert cost.unable == ("Web intelligence: 3 of 7 have no website, LinkedIn or bio to start from.",)


def test_a_provider_that_is_not_configured_is_named_and_costs_nothing(settings, member, five_people):
    settings.PROVIDERS = {"X_BEARER_TOKEN": "t"}
    cost = estimate(needs_of(Lead.objects.filter(workspace=member.workspace)), ["profile", "web"])
    assert [part.provider for part in cost.parts] == ["x"]
    assert cost.unable[-2:] == (
        "LinkedIn through Unipile is not configured: Profile will run without it.",
        "Web intelligence needs AI. The Status page says how to configure it.",
    )
    assert (cost.is_idle, estimate(needs_of(Lead.objects.all()), ["web"]).is_idle) == (False, True)


def test_a_step_that_can_read_none_of_the_leads_is_not_said_to_run(settings):
    settings.PROVIDERS = {"X_BEARER_TOKEN": "t"}
    steps = ["profile", "activity"]
    assert estimate(Needs(total=1, **LEAD), steps).unable == (
        "LinkedIn through Unipile is not configured: Profile and Activity can read none of these leads.",
    )
    mixed = LEAD | {"x": 1, "only_x": 1}
    assert estimate(Needs(total=2, **mixed), steps).unable == (
        "LinkedIn through Unipile is not configured: Profile, Activity will run without it.",
    )


def test_a_provider_that_none_of_the_leads_needs_is_not_missed(settings):
    settings.PROVIDERS = {"UNIPILE_API_KEY": "k", "UNIPILE_ACCOUNT_ID": "a"}
    assert estimate(Needs(total=1, **LEAD), ["profile", "activity"]).unable == ()


def test_the_needs_of_any_selection_are_one_query(member, five_people):
    with CaptureQueriesContext(connection) as queries:
        needs_of(Lead.objects.filter(workspace=member.workspace))
    assert len(queries) == 1


LEAD = {"x": 0, "linkedin": 1, "only_x": 0, "only_linkedin": 1, "searchable": 1}


class Named(BaseModel):
    name: str


def test_x_is_reserved_by_the_configured_prices(priced):
    subject = Subject(job=None, lead=Lead(x_handle="nora"), x=PlatformProfile(external_id="15"))
    calls = [call for step in (XProfile(), XPosts()) for call in next(step.run(subject))]
    assert [call.estimate_usd for call in calls] == [2, 10]


def test_the_dialog_shows_the_most_that_is_reserved_and_what_is_usual(priced):
    (part,) = estimate(Needs(total=1, **LEAD), ["web"]).parts
    searches, reading = 2 * search_call("web", "?").estimate_usd, reading_call("read", Named, "", []).estimate_usd
    assert (part.calls, part.usd, part.usual) == (3, searches + reading, Decimal("7.44"))


def test_posts_on_x_are_usually_read_only_of_people_who_are_not_on_linkedin(configured):
    (x, linkedin) = cost_of_reading(x=3, linkedin=2, both=2).parts
    assert (x.calls, x.usd, x.usual, x.usually_less) == (6, Decimal("0.33"), Decimal("0.13"), True)
    assert (linkedin.usd, linkedin.usually_less) == (0, False)


def test_without_linkedin_posts_on_x_are_read_of_everybody(settings):
    settings.PROVIDERS = {"X_BEARER_TOKEN": "t"}
    (x,) = cost_of_reading(x=3, linkedin=2, both=2).parts
    assert (x.usd, x.usual, x.usually_less) == (Decimal("0.33"), Decimal("0.33"), False)


def test_an_import_of_300_costs_no_more_than_was_promised(sandbox, offer):
    """A hundred people each on X, on LinkedIn and on both; accounts on X have about half as many posts as are asked."""
    world = sandbox.world.people
    both = [each for each in map(world.get, range(100, 1000)) if each.on_x and each.on_linkedin][:300]
    people = [(each.slug if n % 3 else "", each.handle if n % 3 < 2 else "") for n, each in enumerate(both)]
    promised = cost_of_reading(x=200, linkedin=200, both=100)

    add(offer, *people)
    run()

    spent = ProviderCall.objects.aggregate(usd=Sum("cost_usd"))["usd"]
    assert promised.usual / 2 <= spent <= promised.usual < promised.usd
    (x, _) = cost_of_reading(x=200, linkedin=200, both=100, workspace=offer.workspace).parts
    assert (x.learned, x.usd, abs(x.usual - spent) < spent / 8) == (True, promised.usd, True)


def test_new_people_are_scored_by_the_ai_though_no_profile_of_theirs_is_read(priced, member):
    (part,) = cost_of_reading(x=0, linkedin=0, people=9, workspace=member.workspace).parts
    assert (part.provider, part.calls) == ("ai", 4)


def test_scoring_by_the_ai_is_part_of_the_cost(priced, member):
    cost = estimate(Needs(total=9, x=0, linkedin=0, only_x=0, only_linkedin=0, searchable=0), ["scoring"], to_score=9)
    (part,) = cost.parts
    # two questions for each of two batches: 90,000 bytes at $20 and 8,000 tokens at $100 a million
    assert (part.provider, part.calls, part.usd) == ("ai", 4, Decimal("5.2"))
    assert part.usual == 9 * Decimal("0.055")


def test_pages_end_their_sentences_with_the_scorer_and_its_price(priced, member):
    assert scored_by(member.workspace, 9) == "by the AI, for usually $0.50 and at most $5.20"
    assert scored_by(member.workspace) == "by the AI, for usually $55.00 and at most $325.00 per 1,000 leads"
    member.workspace.scorer = "local"
    assert scored_by(member.workspace, 9) == "by the local scorer: no charge"


@pytest.mark.parametrize(
    ("scorer", "sentence"),
    [("local", ""), ("automatic", "The AI reads them: usually about $0.50, at most $5.20.")],
)
def test_the_price_of_scoring_is_said_in_a_sentence(priced, member, scorer, sentence):
    member.workspace.scorer = scorer
    assert price_of_scoring(member.workspace, 9) == sentence
