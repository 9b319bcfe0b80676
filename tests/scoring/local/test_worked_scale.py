"""The examples of docs/scoring.md, "Worked examples"."""

from datetime import timedelta

import pytest

from scoring.rules import Rules
from scoring.scorecard import Evidence, ReceiptLine, make_scorecard
from tests.scoring.people import TODAY, PlainOffer, lead, post, score

OFFER = PlainOffer(
    name="Signalwell",
    description="Intent data platform for B2B marketing teams. Shows which accounts are in market.",
    target_audience="VPs of demand generation and heads of marketing at software companies",
    industries=["computer software"],
    locations=["United States"],
    competitors=["Bombora"],
    pain_points=["Marketing cannot tell which accounts are in market"],
)
VP = {
    "title": "VP of Demand Generation",
    "industry": "Computer Software",
    "location": "Austin, Texas, United States",
}
POSTS = (
    post(
        "Can anyone recommend an intent data platform that shows which accounts are in market?",
        TODAY - timedelta(days=5),
        1,
    ),
    post(
        "Our team is frustrated with Bombora: half of the accounts it calls in market never answer. "
        "We are looking for an alternative.",
        TODAY - timedelta(days=12),
        2,
    ),
    post("Proud of my daughter's first marathon this weekend!", TODAY - timedelta(days=20), 3),
    post("Great talk about leadership at the conference in Austin.", TODAY - timedelta(days=40), 4),
)


def numbers(card):
    return card.fit, card.intent, card.timing, card.score, card.state


def test_who_fits_and_asks_is_ready():
    assert numbers(score(offer=OFFER, posts=POSTS, **VP)) == (100, 100, 23, 88, "active")


def test_a_perfect_fit_with_nothing_else_is_emerging():
    assert numbers(score(offer=OFFER, **VP)) == (100, 0, 0, 50, "monitor")
    assert numbers(score(offer=OFFER, posts=POSTS[2:], **VP)) == (100, 0, 0, 50, "monitor")


def test_a_perfect_fit_that_is_new_in_the_role_is_emerging():
    assert numbers(score(offer=OFFER, role_started_on=TODAY, **VP)) == (100, 0, 50, 53, "monitor")


@pytest.mark.parametrize(
    ("likelihood", "timing", "reached", "state"),
    [
        ("high", 100, 55, "monitor"),
        ("medium", 100, 60, "active"),
        ("medium", 93, 59, "monitor"),
        ("low", 100, 70, "active"),
        ("low", 31, 60, "active"),
        ("low", 29, 59, "monitor"),
    ],
)
def test_what_fit_and_timing_alone_can_reach(likelihood, timing, reached, state):
    evidence = Evidence(lines=[ReceiptLine(100, "fit", "Evidence"), ReceiptLine(timing, "timing", "Evidence")])
    card = make_scorecard(snapshot=lead(), evidence=evidence, likelihood=likelihood, rules=Rules())
    assert (card.score, card.state) == (reached, state)
