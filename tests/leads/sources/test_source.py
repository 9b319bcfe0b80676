"""A source that is not part of the product: one class, and everything else follows from it."""

from decimal import Decimal

import pytest
from django import forms

from leads.models import Lead, LeadSource
from leads.sources.found_on_x import found_person, x_call
from leads.sources.info import INTENT, SourceInfo
from leads.sources.parameters import ParametersForm, amount
from leads.sources.registry import SOURCES, choices, source_of
from leads.sources.source import RUNNING, Cost, Source, page
from leads.sources.tasks import run_search
from tests.factories import WorkspaceFactory
from tests.leads.sources.searching import begin, offer_of, parameters_of

pytestmark = pytest.mark.django_db
EAGER = "1500000000000000019"


@pytest.fixture
def eleventh():
    """Followers of an account, written as anybody would write a source."""

    class FollowersForm(ParametersForm):
        account = forms.CharField(label="Account", max_length=40)
        people = amount("People", initial=20, least=5, most=1000)

    class Webinar(Source):
        info = SourceInfo("webinar", "Webinar guests", priority=INTENT, asks_pool_at_start=True)
        provider = "x"
        method = "Guests of a webinar"
        about = "Who follows the host."
        Parameters = FollowersForm
        counted = ("followers",)

        @classmethod
        def title(cls, parameters):
            return f"Guests of {parameters['account']}"

        @classmethod
        def costs(cls, parameters):
            return [Cost("guests", parameters["people"], Decimal(parameters["people"]) / 100)]

        def begin(self):
            yield page(self.guests, "the guests", host=self.parameters["account"])

        def guests(self, host, cursor=None):
            found = yield x_call("users/:id/followers", lambda p: p.x.followers(host, limit=5, cursor=cursor), users=5)
            self.count("followers", len(found.items))
            for user in found.items:
                yield found_person(user, reference=user.username, evidence="Was a guest", url=user.url)
            if found.cursor and self.counted_so_far("followers") < self.parameters["people"]:
                yield page(self.guests, "more guests", host=host, cursor=found.cursor)

    yield Webinar
    SOURCES.pop("webinar")
    RUNNING.pop("webinar")


def test_a_source_is_registered_by_being_defined(eleventh):
    assert (RUNNING["webinar"], source_of("webinar"), choices()[-1]) == (
        eleventh,
        eleventh.info,
        ("webinar", "Webinar guests"),
    )


def test_its_parameters_have_defaults_and_ranges(eleventh):
    assert parameters_of("webinar", account=EAGER) == {"account": EAGER, "people": 20}
    wrong = eleventh.Parameters({"account": EAGER, "people": 4})
    assert wrong.errors["people"] == ["At least 5."]


def test_it_runs_to_its_limit_and_brings_people_with_evidence(eleventh, sandbox):
    search = begin("webinar", offer_of(WorkspaceFactory()), account=EAGER, people=10)
    run_search(search.pk)
    search.refresh_from_db()
    assert (search.label, search.status, search.counts) == (f"Guests of {EAGER}", "finishing", {"followers": 10})
    assert search.found == Lead.objects.exclude(x_user_id="").count() == 10
    assert set(LeadSource.objects.values_list("kind", "evidence")) == {("webinar", "Was a guest")}
    assert search.followed_by.count() == 1


def test_what_was_asked_is_shown_in_words(eleventh):
    assert eleventh.Parameters.shown({"account": "x", "people": 1000}) == [("Account", "x"), ("People", "1,000")]
