from functools import cache

import pytest

from autoreach.sandbox.world import ON_LINKEDIN
from leads.models import Lead, LeadSource
from leads.sources.linkedin_post import LinkedInPostForm, post_id
from leads.sources.tasks import run_search
from tests.factories import WorkspaceFactory
from tests.leads.sources.searching import begin, offer_of

pytestmark = pytest.mark.django_db
ACTIVITY = "7123456789012345678"


def run(**typed):
    search = begin("linkedin_post", offer_of(WorkspaceFactory()), **typed)
    run_search(search.pk)
    search.refresh_from_db()
    return search


@cache
def answered(world, relation):
    """A post with answers of this kind, and its address."""
    posts = world.posts.younger_than(6 * 1440, ON_LINKEDIN, answers=False)
    post = max(posts[:3000], key=lambda post: len(world.posts.answers_to(post, relation)))
    return post, f"https://www.linkedin.com/feed/update/urn:li:activity:{world.posts.id_of(post)}/"


@pytest.mark.parametrize(("kind", "relation"), [("comments", "replied_to"), ("reactions", "reacted")])
def test_everybody_who_answered_is_found(sandbox, kind, relation):
    world = sandbox.world
    post, address = answered(world, relation)
    answers = world.posts.answers_to(post, relation)
    search = run(
        posts=address,
        people=1000,
        comments="on" if kind == "comments" else "",
        reactions="on" if kind == "reactions" else "",
    )
    people = {answer.account for answer in answers if answer.account < world.people.count}
    assert len(answers) > 1
    assert Lead.objects.count() == len(people)
    assert search.counts == {"posts": 1, kind: len(answers)}


def test_a_comment_is_the_evidence_of_its_author(sandbox):
    post, address = answered(sandbox.world, "replied_to")
    run(posts=address)
    texts = {answer.text for answer in sandbox.world.posts.answers_to(post, "replied_to")}
    assert set(LeadSource.objects.values_list("evidence", flat=True)) <= texts


def test_a_post_that_is_gone_is_named(sandbox):
    search = run(posts=f"https://www.linkedin.com/posts/nora-sample_a-title-activity-{ACTIVITY}-x1Yz")
    assert [(each["about"], each["cause"]) for each in search.problems] == [
        ("post 1", "It does not exist, was deleted, or is private: LinkedIn does not say which.")
    ]
    assert search.status == "failed"


@pytest.mark.parametrize(
    ("address", "known"),
    [
        (f"https://www.linkedin.com/posts/nora-sample_a-title-activity-{ACTIVITY}-x1Yz?utm_source=share", "activity"),
        (f"https://www.linkedin.com/feed/update/urn:li:activity:{ACTIVITY}/", "activity"),
        (f"https://www.linkedin.com/feed/update/urn%3Ali%3AugcPost%3A{ACTIVITY}", "ugcPost"),
        (f"linkedin.com/posts/acme_share-{ACTIVITY}-AbCd", "share"),
        ("https://www.linkedin.com/in/nora-sample", None),
        (f"https://x.com/nora/status/{ACTIVITY}", None),
    ],
)
def test_a_post_is_known_by_any_of_its_addresses(address, known):
    assert post_id(address) == (known and f"urn:li:{known}:{ACTIVITY}")


def test_what_cannot_be_read_is_refused():
    good = {
        "posts": f"https://www.linkedin.com/feed/update/urn:li:activity:{ACTIVITY}",
        "comments": "on",
        "people": 100,
    }
    wrong = [
        ({"posts": ""}, "posts"),
        ({"posts": "https://linkedin.com/in/x-y"}, "posts"),
        ({"people": 0}, "people"),
        ({"comments": ""}, "comments"),
    ]
    assert LinkedInPostForm(good).is_valid()
    assert [list(LinkedInPostForm(good | typed).errors) for typed, _ in wrong] == [[field] for _, field in wrong]
