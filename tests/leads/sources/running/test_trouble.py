from datetime import timedelta

import pytest
from django.utils import timezone

from autoreach.calls.waits import NO_ROOM, Cause, Wait
from autoreach.providers.errors import (
    AuthFailed,
    InvalidAnswer,
    InvalidRequest,
    NotFound,
    NotSupported,
    OutOfCredits,
    Protected,
    ProviderError,
    Suspended,
    Unavailable,
)
from autoreach.providers.results import Usage
from leads.sources.running.trouble import problem_of, remedy_of, wait_after, waits_on

USED = Usage("x", "tweets/search/all")


@pytest.mark.parametrize(
    ("error", "cause", "remedy"),
    [
        (NotFound, "It does not exist, or was deleted.", "Check the address and start the search again."),
        (Protected, "It is private: only people whom its owner chose may read it.", "Choose another one."),
        (Suspended, "The platform has suspended it.", "Choose another one."),
        (InvalidRequest, "X refuses this: what it said.", "Change it and start the search again."),
        (
            NotSupported,
            "X does not offer this to your account: what it said.",
            "Ask for newer posts.",
        ),
        (InvalidAnswer, "X sent an answer that cannot be read.", "Start the search again later."),
        (ProviderError, "X could not be read: what it said.", "Start the search again."),
    ],
)
def test_a_page_that_cannot_be_read_has_one_cause_and_one_action(error, cause, remedy):
    instead = {"tweets/search/all": "Ask for newer posts."}
    problem = problem_of(error("what it said.", usage=USED), "posts about “crm”", instead=instead)
    assert (problem.about, problem.cause, problem.remedy) == ("posts about “crm”", cause, remedy)


@pytest.mark.parametrize("error", [InvalidRequest, NotFound, NotSupported, Protected])
def test_a_refusal_of_a_later_page_says_nothing_of_the_list_or_the_account(error):
    problem = problem_of(error("what it said.", usage=USED), "more posts about “crm”", goes_on=True)
    assert (problem.cause, problem.remedy) == (
        "X does not show the rest of the list: what it said.",
        "Start the search again.",
    )


@pytest.mark.parametrize(
    ("error", "says"),
    [(AuthFailed, "X refuses the key"), (OutOfCredits, "X is out of credits"), (Unavailable, "X does not answer")],
)
def test_what_concerns_every_page_is_waited_for(error, says):
    wait = wait_after(error("no", usage=USED))
    assert (wait.reason, wait.until > timezone.now() + timedelta(minutes=14)) == (says, True)


@pytest.mark.parametrize("error", [NotFound, InvalidRequest, NotSupported, InvalidAnswer])
def test_what_concerns_one_page_is_not(error):
    assert wait_after(error("no", usage=USED)) is None


def wait(reason, cause=Cause.PROVIDER):
    return Wait(timezone.now(), reason, cause)


def test_each_wait_has_its_action(settings):
    settings.PROVIDERS = {}
    goes_on = "The search goes on by itself."
    assert remedy_of(wait("X is limited"), "x") == goes_on
    assert remedy_of(wait("X refuses the key"), "x").startswith("Make a new bearer token in the X developer console")
    assert remedy_of(wait(NO_ROOM), "x").startswith("Raise the monthly budget under Settings")
    assert remedy_of(wait("LinkedIn is read later", Cause.WINDOW), "linkedin").startswith("Change the outreach window")


def test_a_search_goes_on_when_the_provider_or_the_budget_allows():
    assert [waits_on(wait(NO_ROOM), "x"), waits_on(wait("X is limited"), "x")] == ["budget", "x"]
