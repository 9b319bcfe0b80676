import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import Http404, HttpResponse

from leads.offers.choice import COOKIE, choose_offer
from tests.factories import OfferFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def offers(workspace):
    return [OfferFactory(workspace=workspace, name=name) for name in ("Alpha", "Beta")]


@pytest.fixture
def chosen(rf, workspace):
    def choose(query="", remembered=None):
        request = rf.get(f"/?{query}")
        request.user, request.workspace = AnonymousUser(), workspace
        if remembered:
            request.COOKIES[COOKIE] = remembered.remember(HttpResponse()).cookies[COOKIE].value
        return choose_offer(request)

    return choose


def test_the_offer_in_the_address_comes_before_the_remembered_and_the_first(chosen, offers):
    alpha, beta = offers
    assert chosen().offer == alpha
    seen = chosen(f"offer={beta.pk}")
    assert (seen.offer, chosen(remembered=seen).offer) == (beta, beta)
    assert chosen(f"offer={alpha.pk}", remembered=seen).offer == alpha


def test_an_archived_offer_is_shown_where_the_address_names_it_and_not_remembered(chosen, offers):
    alpha, beta = offers
    beta.archive()
    seen = chosen(f"offer={beta.pk}")
    assert (seen.offer, seen.offers) == (beta, [alpha])
    assert chosen(remembered=seen).offer == alpha


def test_an_offer_of_another_workspace_is_not_shown(chosen, offers):
    with pytest.raises(Http404):
        chosen(f"offer={OfferFactory().pk}")


def test_a_cookie_that_was_changed_is_ignored(rf, workspace, offers):
    request = rf.get("/")
    request.workspace = workspace
    request.COOKIES[COOKIE] = f"{workspace.pk}:{offers[1].pk}:forged"
    assert choose_offer(request).offer == offers[0]


def test_without_an_offer_nothing_is_chosen_and_nothing_remembered(chosen):
    choice = chosen()
    assert (choice.offer, choice.offers, dict(choice.remember(HttpResponse()).cookies)) == (None, [], {})
