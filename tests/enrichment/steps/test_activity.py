from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.utils import timezone

from autoreach.calls import clients
from autoreach.calls.models import Allowance
from autoreach.providers import Providers
from autoreach.providers.linkedin.client import LinkedIn
from autoreach.providers.linkedin.member_objects import Member
from autoreach.providers.linkedin.post_objects import Comment, LinkedInPost, SharedPost
from autoreach.providers.x.objects import Mention, XPost
from enrichment.models import PipelineJob
from enrichment.steps import Subject
from enrichment.steps.activity import LinkedInComments, LinkedInPosts, XPosts
from leads.models import Lead, PlatformProfile, Post
from tests.enrichment.pipeline import EAGER, add, job_of, later, run

pytestmark = pytest.mark.django_db

Status = PipelineJob.Status
MOMENT = datetime(2026, 11, 20, 9, tzinfo=UTC)


def posts_alone(lead):
    return Post.objects.filter(lead=lead, platform="linkedin").exclude(external_id__startswith="comment:")


def test_activity_is_read_on_x_where_linkedin_has_none(sandbox, offer):
    (lead,) = add(offer, ("", "x_only_sbx"))
    run()
    assert set(Post.objects.filter(lead=lead).values_list("platform", flat=True)) == {"x"}


@pytest.mark.parametrize(("page", "other"), [("/posts", "linkedin_comments"), ("/comments", "linkedin_posts")])
def test_posts_and_comments_are_both_read_when_one_had_to_wait(sandbox, offer, page, other):
    sandbox.faults.set([{"fault": "rate_limited", "provider": "unipile", "path": page}])
    (lead,) = add(offer, EAGER)
    run()
    assert (job_of(lead).status, set(job_of(lead).done) & {"linkedin_posts", "linkedin_comments"}) == (
        Status.PENDING,
        {other},
    )
    sandbox.faults.set([])
    later(days=2)
    Allowance.objects.update(blocked_until=None)
    run()
    assert (job_of(lead).status, job_of(lead).skipped, posts_alone(lead).exists()) == (
        Status.READY,
        ["X posts: posts on LinkedIn are known, and preferred"],
        True,
    )


def test_withheld_posts_are_asked_for_again(sandbox, offer):
    sandbox.faults.set([{"fault": "empty_page", "provider": "unipile", "path": "/posts"}])
    (lead,) = add(offer, EAGER)
    run()
    assert (job_of(lead).status, job_of(lead).waits_for) == (Status.PENDING, "LinkedIn posts were withheld")
    assert not posts_alone(lead).exists()
    sandbox.faults.set([])
    later(hours=7)
    run()
    assert (job_of(lead).status, posts_alone(lead).exists()) == (Status.READY, True)


def test_the_second_version_of_unipile_fills_a_lead_without_comments(sandbox, offer, settings):
    values = dict(settings.PROVIDERS)
    settings.PROVIDERS = {**values, "UNIPILE_BASE_URL": values.pop("UNIPILE_DSN"), "UNIPILE_DSN": ""}
    clients.reset()
    (lead,) = add(offer, EAGER)
    run()
    lead.refresh_from_db()
    assert (job_of(lead).status, posts_alone(lead).exists(), bool(lead.title)) == (Status.READY, True, True)
    assert job_of(lead).skipped[0] == (
        "LinkedIn comments: Unipile does not list a person's comments in its second version"
    )
    assert {name for name in sandbox.calls.by_endpoint if name.startswith("unipile")} == {
        "unipile profile",
        "unipile user_posts",
    }


@pytest.fixture
def subject():
    lead = Lead(pk=7, workspace_id=3, linkedin_slug="nora", x_handle="nora_sample")
    stored = {"state": "found", "posts_fetched_at": None}
    x = PlatformProfile(platform="x", handle="Nora_Sample", external_id="15", **stored)
    linkedin = PlatformProfile(platform="linkedin", handle="nora", external_id="ACoNora", **stored)
    return Subject(PipelineJob(), lead, x=x, linkedin=linkedin)


def read(step, subject, *items):
    posts, talks = step.read(subject, items)
    return [(each.external_id, each.text, each.url) for each in posts], [(each.kind, each.person) for each in talks]


def test_a_post_on_x_names_the_people_it_mentions_but_not_its_author(subject):
    mentions = (Mention("NORA_sample"), Mention("bob"))
    item = XPost("1", "Hello @bob", "15", posted_at=MOMENT, mentions=mentions)
    assert read(XPosts(), subject, item) == (
        [("1", "Hello @bob", "https://x.com/Nora_Sample/status/1")],
        [("mention", "bob")],
    )


def test_a_reply_is_talk_and_a_repost_is_no_post(subject):
    reply = XPost("2", "Thanks!", "15", reply_to_id="1", mentions=(Mention("bob"),))
    repost = XPost("3", "RT @bob: ...", "15", reposted_id="9", mentions=(Mention("bob"),))
    posts, talks = read(XPosts(), subject, reply, repost)
    assert ([number for number, *_ in posts], talks) == (["2"], [("reply", "bob"), ("mention", "bob")])


def test_on_linkedin_a_shared_post_is_a_reaction_and_one_under_a_text_a_mention(subject):
    nora, bob, ann = Member("ACoNora", "nora"), Member("ACoBob", "bob"), Member("ACoAnn", "")
    shared = LinkedInPost("1", "s1", "Bob's words", bob, shared_by=nora)
    commented = LinkedInPost("2", "s2", "Look at this", nora, "https://l/2", shared=SharedPost("9", "Ann's words", ann))
    own = LinkedInPost("3", "s3", "My own words", nora, shared=SharedPost("1", "Nora's words", nora))
    assert read(LinkedInPosts(), subject, shared, commented, own) == (
        [("2", "Look at this", "https://l/2"), ("3", "My own words", "")],
        [("reaction", "bob"), ("mention", "ACoAnn")],
    )


def test_a_comment_is_stored_under_an_id_of_its_own(subject):
    comments = [Comment("5", "1", "Well said", Member("ACoNora")), Comment("6", "1", "", Member("ACoNora"))]
    assert read(LinkedInComments(), subject, *comments) == ([("comment:5", "Well said", "")], [])


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, ""),
        ({"wrote_on": frozenset({"linkedin"})}, "posts on LinkedIn are known, and preferred"),
        ({"x": None}, "no X profile that can be read"),
        ({"x": None, "wrote_on": frozenset({"linkedin"})}, "no X profile that can be read"),
        ({"x": PlatformProfile(state="protected")}, "the account is protected: they cannot be read"),
        ({"x": PlatformProfile(state="found", external_id="")}, "no X profile that can be read"),
        ({"x": PlatformProfile(state="suspended", external_id="15")}, "no X profile that can be read"),
    ],
)
def test_posts_on_x_are_skipped_with_a_reason(subject, changes, reason):
    subject = replace(subject, **changes)
    assert XPosts().skips(subject, Providers(x=object())) == reason
    known = reason if "protected" in reason else "X is not configured"
    assert XPosts().skips(subject, Providers()) == known


def test_comments_are_read_beside_posts_that_the_same_job_has_just_read(subject):
    subject.linkedin.posts_fetched_at = timezone.now()
    providers = Providers(linkedin=LinkedIn(api_key="k", account_id="a", base_url="api8.example.com"))
    assert LinkedInComments().skips(subject, providers) == f"read on {timezone.now():%Y-%m-%d}"
    subject.job.done = ["linkedin_posts"]
    assert LinkedInComments().skips(subject, providers) == ""


@pytest.mark.parametrize("changes", [{"state": "protected"}, {"external_id": ""}])
def test_posts_on_linkedin_need_a_profile_that_was_found(subject, changes):
    for name, value in changes.items():
        setattr(subject.linkedin, name, value)
    assert LinkedInPosts().skips(subject, Providers(linkedin=object())) == "no LinkedIn profile"


def test_a_platform_that_is_not_configured_says_nothing_of_the_person(subject):
    unread = replace(subject, linkedin=None, x=None)
    assert [step().skips(unread, Providers()) for step in (LinkedInPosts, XPosts)] == [
        "LinkedIn is not configured",
        "X is not configured",
    ]
    unread.lead.linkedin_slug = unread.lead.x_handle = ""
    assert [step().skips(unread, Providers()) for step in (LinkedInPosts, XPosts)] == [
        "no LinkedIn profile",
        "no X profile that can be read",
    ]
