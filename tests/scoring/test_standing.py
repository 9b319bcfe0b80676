from datetime import timedelta

import pytest
from django.utils import timezone

from leads.models import Post
from scoring.standing import POSTS, fit_of, standing_of
from scoring.wording import NEW, STARTED, words_today
from tests.factories import BuyerScoreFactory, LeadFactory, OfferFactory

pytestmark = pytest.mark.django_db


def line(points, reason, source="", quote="", dimension="intent", days=None):
    day = (timezone.localdate() - timedelta(days=days)).isoformat() if days is not None else ""
    return {
        "points": points,
        "dimension": dimension,
        "reason": reason,
        "quote": quote,
        "source": source,
        "url": "",
        "date": day,
    }


@pytest.fixture
def offer():
    return OfferFactory()


@pytest.fixture
def lead(offer):
    return LeadFactory(workspace=offer.workspace)


def post(lead, text, days=None):
    posted_at = None if days is None else timezone.now() - timedelta(days=days)
    return Post.objects.create(
        workspace=lead.workspace, lead=lead, platform="linkedin", external_id=text[:90], text=text, posted_at=posted_at
    )


def score(lead, offer, *lines):
    return BuyerScoreFactory(lead=lead, offer=offer, score=50, state="monitor", receipt={"lines": list(lines)})


def test_each_post_stands_once_with_all_points_it_earned_the_newest_first(lead, offer):
    old, new, other = post(lead, "We hire. We are late.", 40), post(lead, "Any tips?", 2), post(lead, "Hello.", 1)
    score(
        lead,
        offer,
        line(60, "Role in the audience", "title", "Plant Manager", "fit"),
        line(10, "The company is hiring", f"post:{old.pk}", "We hire.", "timing", 40),
        line(25, "Has a pain", f"post:{old.pk}", "We are late.", days=40),
        line(40, "Asked", f"post:{new.pk}", "Any tips?", days=2),
        line(20, "Showed intent", f"post:{new.pk}", "Any tips?", "timing", 2),
        line(30, "Said in a note (undated, counts half)", "notes", "wants a demo"),
        line(12, STARTED, "role_started_on", "2026-01-01", "timing", 200),
        line(90, "Intent 65 × 0.40", "", "", "score"),
    )
    standing = standing_of(lead, offer)
    assert [(each.source, each.reason, each.quotes, each.points) for each in standing.why_now] == [
        (f"post:{new.pk}", "Asked", ["Any tips?"], 60),
        (f"post:{old.pk}", "Has a pain", ["We hire.", "We are late."], 35),
        ("role_started_on", STARTED, [], 12),
        ("notes", "Said in a note (undated, counts half)", ["wants a demo"], 30),
    ]
    assert [each.post for each in standing.why_now] == [new, old, None, None]
    assert [(each.post, each.lines) for each in standing.posts] == [(other, [])]
    assert standing.why_now[0].marks == [(40, "intent", ""), (20, "timing", "Showed intent")]


def test_what_speaks_against_stands_with_its_points_among_the_other_posts(lead, offer):
    against, undated = post(lead, "Not interested.", 1), post(lead, "Hello.")
    score(lead, offer, line(-45, "Is not interested", f"post:{against.pk}", "Not interested.", days=1))
    standing = standing_of(lead, offer)
    assert (standing.why_now, [(each.post, each.points) for each in standing.posts]) == (
        [],
        [(against, -45), (undated, 0)],
    )


def test_an_old_post_that_earned_points_is_found_beyond_the_newest(lead, offer):
    asked = post(lead, "Any tips?", 300)
    for number in range(25):
        post(lead, f"Chat {number}", number)
    score(lead, offer, line(2, "Asked", f"post:{asked.pk}", "Any tips?", days=300))
    standing = standing_of(lead, offer)
    assert ([each.post for each in standing.why_now], len(standing.posts)) == ([asked], 20)


def test_only_the_offer_in_use_is_read(lead, offer):
    other = OfferFactory(workspace=offer.workspace)
    score(lead, other, line(40, "Asked", "notes", "tips"))
    assert (standing_of(lead, offer).score, standing_of(lead, offer).why_now) == (None, [])
    assert [each.reason for each in standing_of(lead, other).why_now] == ["Asked"]
    assert standing_of(lead, None).is_scored is False


def test_fit_is_said_in_words_and_what_is_unknown_once(lead, offer):
    given = score(
        lead,
        offer,
        line(53, "Role in the audience: plant managers", "title", "Plant Manager", "fit"),
        line(18, "Industry matches", "industry", "Machinery", "fit"),
        line(0, "Location unknown", "location", "", "fit"),
        line(0, "Company size unknown", "company_size", "", "fit"),
        line(0, "Company size does not match", "company_size", "1-10", "fit"),
        line(-5, "No more than 100", "", "", "fit"),
        line(-26, "Different role: no more than 40", "", "", "fit"),
        line(-40, "Works for a competitor: zeroed", "", "", "fit"),
        line(3, "No less than 0", "", "", "fit"),
    )
    fit = fit_of(given)
    assert fit.speaks_for == ["Role in the audience: plant managers", "Industry matches: Machinery"]
    assert fit.against == ["Company size does not match: 1-10"]
    assert fit.unknown == ["location", "company size"]


@pytest.mark.parametrize(("days", "words"), [(0, NEW), (90, NEW), (91, STARTED)])
def test_the_role_is_new_while_it_is_new(days, words):
    assert words_today(STARTED, timezone.localdate() - timedelta(days=days)) == words
    assert words_today(f"{STARTED} (said again)", None) == f"{STARTED} (said again)"


def test_posts_dated_in_the_future_take_no_place_from_one_that_was_written(lead, offer):
    written = post(lead, "Written", days=9)
    for number in range(POSTS):
        post(lead, f"To come {number}", days=-30)
    shown = [evidence.post for evidence in standing_of(lead, offer).posts]
    assert (shown[0], len(shown)) == (written, POSTS)
