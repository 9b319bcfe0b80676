from datetime import timedelta

import pytest
from django.utils import timezone

from autoreach.sandbox.world import ON_LINKEDIN
from autoreach.sandbox.world.dice import words_of
from leads.models import Lead, LeadSource, Post, Search
from leads.sources.linkedin_content import LinkedInContent, LinkedInContentForm
from leads.sources.tasks import run_search
from tests.factories import WorkspaceFactory
from tests.leads.sources.searching import begin, offer_of, parameters_of

pytestmark = pytest.mark.django_db
NOTHING = {"pains": "", "hiring": "", "seeking": "", "buying": "", "growth": ""}


@pytest.fixture
def offer():
    return offer_of(WorkspaceFactory(), industries=["Machinery"])


def run(offer, **typed):
    search = begin("linkedin_content", offer, **NOTHING | typed)
    run_search(search.pk)
    search.refresh_from_db()
    return search


def test_an_offer_suggests_phrases_for_each_kind_of_intent(offer):
    suggested = parameters_of("linkedin_content", offer)
    assert {name: suggested[name] for name in NOTHING} == {
        "pains": ["late deliveries", 'frustrated "PlanMaster"'],
        "hiring": ['hiring "plant manager"', 'hiring "head of operations"'],
        "seeking": ["recommend production planning", '"looking for" production planning'],
        "buying": ["evaluating production planning", 'alternative "PlanMaster"'],
        "growth": ["growing Machinery", "expansion Machinery"],
    }
    assert [suggested[name] for name in ("posts", "within", "comments", "comments_a_post")] == [
        25,
        "past_month",
        True,
        50,
    ]


def posts_with(world, word, days):
    posts = world.posts.younger_than(days * 1440, ON_LINKEDIN, answers=False)
    return [post for post in posts if f" {word} " in words_of(post.text)]


def slugs(world, posts):
    return {world.people.get(post.account).slug for post in posts if post.account < world.people.count}


def test_authors_and_commenters_are_found_with_what_they_wrote(sandbox, offer):
    search = run(offer, pains="taktwerk", posts=200, within="past_week")
    world = sandbox.world
    posts = posts_with(world, "taktwerk", 7)
    comments = [answer for post in posts for answer in world.posts.answers_to(post, "replied_to")]
    assert set(Lead.objects.values_list("linkedin_slug", flat=True)) == slugs(world, [*posts, *comments])
    assert search.counts == {"posts": len(posts), "comments": len(comments)}
    evidence = LeadSource.objects.exclude(evidence="")
    assert evidence.count() == LeadSource.objects.count() == Post.objects.count()


def test_comments_are_left_out_on_request(sandbox, offer):
    search = run(offer, pains="taktwerk", posts=200, comments="")
    assert (search.status, sandbox.calls.by_endpoint["unipile post_comments"]) == ("finishing", 0)


def test_no_more_posts_are_read_than_were_asked_for(sandbox, offer):
    search = run(offer, pains="taktwerk", seeking="recommend", posts=3, comments="")
    assert (search.counts["posts"], dict(sandbox.calls.by_endpoint)) == (6, {"unipile search": 2})


def test_a_search_needs_a_phrase():
    form = LinkedInContentForm({"posts": 25, "comments_a_post": 50, "within": "past_day"})
    assert form.errors["__all__"] == ["Write at least one search, for one kind of intent."]


@pytest.mark.parametrize("posts", [0, 201])
def test_the_number_of_posts_has_a_range(posts):
    assert "posts" in LinkedInContentForm({"pains": "crm", "posts": posts, "comments_a_post": 50}).errors


def test_a_further_day_has_fresh_phrases_for_the_kinds_of_intent_that_were_asked_for(offer):
    first = NOTHING | {"pains": ["late deliveries"], "buying": ["evaluating production planning"], "posts": 25}
    first |= {name: [] for name, typed in first.items() if typed == ""}
    second = LinkedInContent.expanded(offer, [Search(parameters=first)])
    asked = {"pains": ["manual planning"], "buying": ["comparing production planning"]}
    assert second == first | asked
    third = LinkedInContent.expanded(offer, [Search(parameters=each) for each in (first, second)])
    assert third["buying"] == ["shortlist production planning"]


@pytest.mark.parametrize(("ago", "within"), [(6, "past_week"), (20, "past_month")])
def test_once_nothing_fresh_is_left_a_day_asks_again_for_what_was_posted_since(offer, ago, within):
    asked = parameters_of("linkedin_content", offer, **NOTHING | {"pains": "crm"})
    first = Search(parameters=asked, created_at=timezone.now() - timedelta(days=ago))
    others = [
        Search(parameters=asked | {"pains": [word]}, created_at=timezone.now() - timedelta(days=1))
        for word in ("erp", "mes", "wms")
    ]
    assert LinkedInContent.expanded(None, [first, *others]) == asked | {"within": within}
    assert LinkedInContent.expanded(None, [first]) is None
