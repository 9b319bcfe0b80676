from decimal import Decimal

import pytest

from autoreach.sandbox.world import ON_LINKEDIN, ON_X
from leads.models import Lead, LeadSource
from leads.sources.follower_lists import HEAD_PAGE
from tests.factories import WorkspaceFactory
from tests.leads.sources.searching import another_day, offer_of, run

pytestmark = pytest.mark.django_db


@pytest.fixture
def account(sandbox):
    """What is typed for an account with many followers, by kind of search."""
    world = sandbox.world
    hub = next(hub for hub in world.network.hubs("crm", ON_X) if world.has_account(hub, ON_X))
    vendor = world.network.hubs("crm", ON_LINKEDIN)[-1]
    slug = world.companies.get(vendor - world.people.count).slug
    return {"x_followers": world.account_name(hub), "linkedin_followers": f"linkedin.com/company/{slug}"}


def met_by(search):
    return set(LeadSource.objects.filter(search=search).values_list("lead", flat=True))


def unfollow(first, number):
    """As if the newest people had come after the run."""
    (noted,) = first.cursor["state"]["lists"].values()
    noted["newest"] = noted["newest"][number:]
    first.save(update_fields=["cursor"])


@pytest.mark.parametrize("kind", ["x_followers", "linkedin_followers"])
def test_a_further_day_reads_on_where_the_day_before_ended(sandbox, account, kind):
    first = run(kind, offer_of(WorkspaceFactory()), accounts=account[kind], people=40)
    second = another_day(first)
    third = another_day(first)
    assert [len(met_by(each)) for each in (first, second, third)] == [40, 40, 40]
    assert Lead.objects.count() == 120


@pytest.mark.parametrize("kind", ["x_followers", "linkedin_followers"])
def test_new_followers_come_first_however_many_there_are(sandbox, account, kind):
    first = run(kind, offer_of(WorkspaceFactory()), accounts=account[kind], people=60)
    unfollow(first, 30)
    newest = set(LeadSource.objects.filter(search=first).order_by("pk").values_list("lead", flat=True)[:30])
    assert len(met_by(another_day(first)) & newest) == 30


def test_where_all_were_read_only_the_first_page_is_read_and_paid(sandbox, account):
    first = run("x_followers", offer_of(WorkspaceFactory()), accounts=account["x_followers"], people=10_000)
    later = another_day(first)
    assert (later.created, later.parameters["people"]) == (0, HEAD_PAGE)
    assert later.estimated_usd == later.spent_usd == Decimal("0.26")
