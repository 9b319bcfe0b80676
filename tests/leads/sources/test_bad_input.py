"""What cannot be searched for, in each source: a plain sentence, nothing lost, and the rest goes on."""

from functools import cache

import pytest

from autoreach.sandbox.world import ON_LINKEDIN, ON_X
from leads.sources.source import RUNNING
from leads.sources.tasks import run_search
from tests.factories import WorkspaceFactory
from tests.leads.sources.searching import begin, offer_of

pytestmark = pytest.mark.django_db

LIMITS = {
    "tweet_search": "posts",
    "x_followers": "people",
    "x_post": "people",
    "linkedin_people": "people",
    "linkedin_followers": "people",
    "linkedin_post": "people",
    "linkedin_content": "posts",
    "linkedin_companies": "companies",
    "linkedin_jobs": "jobs",
    "links": "results",
    "x_seeds": "people",
}
PERSON, COMPANY = "https://www.linkedin.com/in/eager-buyer-sbx", "https://www.linkedin.com/company/acme"
ON_LINKEDIN_POST = "https://www.linkedin.com/feed/update/urn:li:activity:7390000000000000001/"
ON_X_POST = "https://x.com/eager_sbx/status/1990000000000000001"


@pytest.mark.parametrize("kind", LIMITS)
def test_a_limit_of_nothing_is_refused(kind):
    form = RUNNING[kind].Parameters({LIMITS[kind]: 0})
    [said] = form.errors[LIMITS[kind]]
    assert said == f"At least {form.fields[LIMITS[kind]].min_value}."


@pytest.mark.parametrize(
    ("kind", "field", "address", "said"),
    [
        ("x_followers", "accounts", PERSON, "is no account on X. Write @name, or https://x.com/name."),
        ("linkedin_followers", "accounts", "https://x.com/eager_sbx",
         "is no profile on LinkedIn. Copy the address of the person or the company."),
        ("x_post", "posts", ON_LINKEDIN_POST, "is no address of a post on X. Open the post and copy its address."),
        ("x_post", "posts", "https://x.com/eager_sbx",
         "is no address of a post on X. Open the post and copy its address."),
        ("linkedin_post", "posts", ON_X_POST,
         "is no address of a post on LinkedIn. Choose “Copy link to post” in the post’s menu."),
        ("linkedin_post", "posts", PERSON,
         "is no address of a post on LinkedIn. Choose “Copy link to post” in the post’s menu."),
    ],
)  # fmt: skip
def test_an_address_of_another_kind_is_refused(kind, field, address, said):
    assert RUNNING[kind].Parameters({field: address}).errors[field] == [f"“{address[:60]}” {said}"]


def test_a_text_without_any_address_is_refused():
    assert RUNNING["links"].Parameters({"text": f"{COMPANY} and no one else"}).errors["text"] == [
        "There is no link to a profile, a post or a search of LinkedIn or X in this text."
    ]


@cache
def answered(world, platform):
    """The id of a post that several people replied to."""
    posts = world.posts.younger_than(6 * 1440, platform, answers=False)
    return world.posts.id_of(max(posts, key=lambda post: len(world.posts.answers_to(post, "replied_to"))))


def with_post(text, world):
    """The text with the ids of answered posts filled in, which are searched for only where it names one."""
    for name, platform in (("{x}", ON_X), ("{linkedin}", ON_LINKEDIN)):
        text = text.replace(name, answered(world, platform)) if name in text else text
    return text


def run(sandbox, kind, faults=(), **typed):
    typed = {
        name: with_post(value, sandbox.world) if isinstance(value, str) else value for name, value in typed.items()
    }
    search = begin(kind, offer_of(WorkspaceFactory()), **typed)
    sandbox.faults.set(faults)
    run_search(search.pk)
    search.refresh_from_db()
    return search


GONE = "It was deleted, or is shown to approved people only."
NOT_SHOWN = "It does not exist, was deleted, or is private: LinkedIn does not say which."
PARTLY = [
    ("x_followers", {"accounts": "protected_sbx\neager_sbx", "people": 10},
     ("@protected_sbx", "The account is private: X does not list its followers.")),
    ("linkedin_followers", {"accounts": f"https://www.linkedin.com/in/private-profile-sbx\n{PERSON}", "people": 10},
     ("the profile of private-profile-sbx", NOT_SHOWN)),
    ("x_post", {"posts": f"{ON_X_POST}\nhttps://x.com/i/status/{{x}}", "people": 10},
     ("Post 1990000000000000001", GONE)),
    ("linkedin_post", {"posts": f"{ON_LINKEDIN_POST}\nurn:li:activity:{{linkedin}}", "people": 10},
     ("post 1", NOT_SHOWN)),
    ("links", {"text": f"{ON_X_POST} {PERSON}"}, ("Post 1990000000000000001", GONE)),
    ("links", {"text": f"{ON_LINKEDIN_POST} {PERSON}"},
     ("the post urn:li:activity:7390000000000000001 on LinkedIn", NOT_SHOWN)),
    ("links", {"text": f"https://www.linkedin.com/search/results/nonsense/?x=1 {PERSON}"},
     ("a search on LinkedIn", "LinkedIn refuses this: /url is not the address of a search.")),
    ("linkedin_people", {"roles": "manager", "locations": "Atlantis\nGermany", "industries": "", "people": 50},
     ("The place “Atlantis”", "LinkedIn knows no place of this name.")),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "typed", "problem"), PARTLY)
def test_what_cannot_be_read_is_named_and_the_rest_goes_on(sandbox, kind, typed, problem):
    search = run(sandbox, kind, **typed)
    assert [(each["about"], each["cause"]) for each in search.problems] == [problem]
    assert all(each["remedy"] for each in search.problems)
    assert search.status == "finishing" and search.found > 0


CONTENT = {"pains": "planning", "hiring": "", "seeking": "", "buying": "", "growth": ""}
FORBIDDEN_ON_LINKEDIN = (
    "LinkedIn does not offer this to your account: your LinkedIn account at Unipile may not do this: "
    "The account lacks this feature."
)
FORBIDDEN_ON_X = "X does not offer this to your account: Your account is not permitted to access this feature."
# What the account may do first, and the endpoint that it lacks.
LACKING = [
    ("linkedin_companies", {"descriptors": "manufacturing", "locations": "", "companies": 20}, "search", 1, 2),
    ("linkedin_jobs", {"roles": "planner", "locations": "", "companies": 10}, "job", 0, 2),
    ("linkedin_content", CONTENT | {"posts": 50}, "post_comments", 0, 2),
    ("x_followers", {"accounts": "eager_sbx\nannoneil_sbx\nbobash_sbx", "people": 30}, "followers", 0, 2),
]


@pytest.mark.parametrize(("kind", "typed", "endpoint", "after", "calls"), LACKING)
def test_what_the_plan_lacks_is_said_once_and_not_asked_for_again(sandbox, kind, typed, endpoint, after, calls):
    search = run(sandbox, kind, [{"fault": "forbidden", "endpoint": endpoint, "after": after}], **typed)
    cause = FORBIDDEN_ON_X if kind.startswith("x_") else FORBIDDEN_ON_LINKEDIN
    assert [each["cause"] for each in search.problems] == [cause]
    assert sandbox.calls.total == calls


def test_where_the_plan_lacks_the_archive_the_last_week_is_suggested(sandbox):
    faults = [{"fault": "forbidden", "endpoint": "search_all"}]
    search = run(sandbox, "tweet_search", faults, queries="planmaster\nplanning", posts=20, days=60)
    assert (search.status, sandbox.calls.by_endpoint["x search_all"]) == ("failed", 1)
    assert search.remedy == "Ask for posts of the last 7 days: the full archive is open to pay-per-use access only."


def test_an_app_without_a_project_is_told_to_attach_it(sandbox):
    faults = [{"fault": "not_enrolled", "provider": "x", "after": 1}]
    search = run(sandbox, "x_followers", faults, accounts="eager_sbx", people=10)
    assert (search.status, search.remedy) == (
        "pending",
        "Attach the app to a project in the X developer console, under Projects and apps. "
        "The search goes on by itself.",
    )


IN_THE_MIDDLE = {
    "x_post": {"posts": "https://x.com/i/status/{x}", "people": 10},
    "links": {"text": "https://x.com/search?q=planmaster https://x.com/search?q=planning", "results": 10},
    "linkedin_people": {"roles": "manager\nplanner", "locations": "", "industries": "", "people": 100},
    "linkedin_content": CONTENT | {"posts": 50},
}


@pytest.mark.parametrize("kind", IN_THE_MIDDLE)
def test_credits_that_end_in_the_middle_lose_nothing(sandbox, kind):
    search = run(sandbox, kind, [{"fault": "out_of_credits", "after": 1}], **IN_THE_MIDDLE[kind])
    said = "X is out of credits" if kind in ("x_post", "links") else "LinkedIn is out of credits"
    assert (search.status, search.waits_for, search.problems) == ("pending", said, [])
    assert len(search.cursor["left"]) > 0 and any(search.counts.values())


NOTHING = {
    "tweet_search": {"queries": "xyzzyplugh", "posts": 10, "days": 7},
    "linkedin_people": {"roles": "xyzzy", "locations": "", "industries": "", "people": 50},
    "linkedin_jobs": {"roles": "xyzzy", "locations": ""},
    "linkedin_content": CONTENT | {"pains": "xyzzy"},
    "linkedin_companies": {"descriptors": "xyzzy", "locations": ""},
    "links": {"text": "https://x.com/search?q=xyzzyplugh"},
}


@pytest.mark.parametrize("kind", NOTHING)
def test_a_search_without_results_has_not_failed(sandbox, kind):
    search = run(sandbox, kind, **NOTHING[kind])
    assert (search.status, search.error, search.found) == ("finishing", "", 0)
