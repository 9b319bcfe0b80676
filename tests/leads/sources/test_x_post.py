from types import SimpleNamespace

import pytest

from autoreach.sandbox.world import ON_X
from leads.models import Lead, LeadSource
from leads.models import Post as StoredPost
from leads.sources.source import RUNNING
from leads.sources.tasks import run_search
from leads.sources.x_post import XPostForm
from tests.factories import WorkspaceFactory
from tests.leads.sources.searching import begin, offer_of

pytestmark = pytest.mark.django_db
DAY = 1440


def run(**typed):
    search = begin("x_post", offer_of(WorkspaceFactory()), **typed)
    run_search(search.pk)
    search.refresh_from_db()
    return search


def answered(world, relation, least, most):
    """A post of so many minutes that has answers of this kind by ordinary people, with them."""
    cases = {number for number, case in enumerate(world.people.cases) if case.x}
    for post in world.posts.younger_than(most, ON_X, answers=False):
        answers = world.posts.answers_to(post, relation)
        accounts = {answer.account for answer in answers}
        if post.age >= least and len(answers) > 1 and not cases & {post.account, *accounts}:
            name, people = world.account_name(post.account), [each for each in accounts if each < world.people.count]
            return SimpleNamespace(
                address=f"https://x.com/{name}/status/{world.posts.id_of(post)}",
                people={world.account_name(each).lower() for each in people},
                answers=answers,
            )
    raise LookupError(relation)


def handles():
    return set(Lead.objects.values_list("x_handle", flat=True))


@pytest.mark.parametrize(
    ("least", "most", "search"), [(0, 6 * DAY, "x search_recent"), (9 * DAY, 50 * DAY, "x search_all")]
)
def test_everybody_who_replied_is_found_with_the_reply(sandbox, least, most, search):
    post = answered(sandbox.world, "replied_to", least, most)
    run(posts=post.address)
    assert handles() == post.people
    assert dict(sandbox.calls.by_endpoint) == {"x tweets": 1, search: 1}
    said = set(LeadSource.objects.values_list("evidence", flat=True))
    assert said <= {answer.text for answer in post.answers} and "" not in said
    assert StoredPost.objects.count() == LeadSource.objects.count()


@pytest.mark.parametrize(("kind", "relation"), [("quotes", "quoted"), ("reposts", "retweeted")])
def test_who_quoted_or_reposted_is_found_on_request(sandbox, kind, relation):
    post = answered(sandbox.world, relation, 0, 30 * DAY)
    search = run(posts=post.address, replies="", **{kind: "on"})
    assert handles() == post.people
    assert search.counts[kind] == len(post.answers)


def test_a_post_that_is_gone_is_named_and_the_rest_goes_on(sandbox):
    post = answered(sandbox.world, "replied_to", 0, 6 * DAY)
    search = run(posts=f"https://x.com/nora/status/12345\n{post.address}")
    assert [(each["about"], each["cause"]) for each in search.problems] == [
        ("Post 12345", "It was deleted, or is shown to approved people only.")
    ]
    assert handles() == post.people


def test_an_account_without_the_archive_is_told_so_of_old_posts_and_reads_the_replies_to_new_ones(sandbox):
    old, new = (answered(sandbox.world, "replied_to", *ages) for ages in ((9 * DAY, 50 * DAY), (0, 6 * DAY)))
    sandbox.faults.set([{"fault": "forbidden", "provider": "x", "endpoint": "search_all"}])
    search = run(posts=f"{old.address}\n{new.address}")
    assert [each["remedy"] for each in search.problems] == [
        "Choose a post of the last 7 days: replies to older ones are in the full archive, which is open to pay-per-use "
        "access only."
    ]
    assert handles() == new.people


@pytest.mark.parametrize(
    ("typed", "field"),
    [
        ({"posts": ""}, "posts"),
        ({"posts": "https://x.com/nora"}, "posts"),
        ({"posts": "https://www.linkedin.com/posts/nora-activity-7123456789012345678-a"}, "posts"),
        ({"people": 0}, "people"),
        ({"replies": ""}, "replies"),
    ],
)
def test_what_cannot_be_read_is_refused(typed, field):
    form = XPostForm({"posts": "https://x.com/nora/status/1", "replies": "on", "people": 100} | typed)
    assert list(form.errors) == [field]


@pytest.mark.parametrize(
    "address",
    [
        "https://x.com/nora/status/42?s=20",
        "twitter.com/nora/statuses/42",
        "https://x.com/i/web/status/42",
        "https://mobile.twitter.com/nora/status/42/photo/1",
    ],
)
def test_a_post_is_known_by_any_of_its_addresses(address):
    form = XPostForm({"posts": address, "replies": "on", "people": 100})
    assert form.is_valid() and form.stored()["posts"] == ["42"]


def test_the_estimate_is_of_all_answers_that_may_be_read():
    asked = {"posts": ["1", "2"], "people": 100, "replies": True, "quotes": False, "reposts": True}
    costs = RUNNING["x_post"].costs(asked)
    assert [(cost.what, cost.number) for cost in costs] == [
        ("posts with their authors", 2),
        ("replies with their authors", 200),
        ("people who reposted", 200),
    ]
