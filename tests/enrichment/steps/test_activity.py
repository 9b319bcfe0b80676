import pytest

from autoreach.calls.models import Allowance
from enrichment.models import PipelineJob
from leads.models import Post
from tests.enrichment.pipeline import EAGER, add, job_of, later, run

pytestmark = pytest.mark.django_db

Status = PipelineJob.Status


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
        ["X posts: LinkedIn activity is preferred"],
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
