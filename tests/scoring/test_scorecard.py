"""The numbers here are those of docs/scoring.md."""

from datetime import date

import pytest

from scoring.rules import Rules
from scoring.scorecard import (
    BUILDING_IN_HOUSE,
    COMPETITOR_EMPLOYEE,
    DO_NOT_CONTACT,
    LEFT_COMPANY,
    LOCATION_MISMATCH,
    NOT_INTERESTED,
    NOTHING_KNOWN,
    Evidence,
    FoundSignal,
    ReceiptLine,
    make_scorecard,
)
from tests.scoring.people import TODAY, lead, lines, post, score


def card(fit=0, intent=0, timing=0, likelihood="medium", rules=None, **evidence):
    points = (("fit", fit), ("intent", intent), ("timing", timing))
    given = [ReceiptLine(number, dimension, "Evidence") for dimension, number in points]
    evidence = Evidence(**({"lines": given} | evidence))
    return make_scorecard(snapshot=lead(), evidence=evidence, likelihood=likelihood, rules=rules or Rules())


def assert_adds_up(card):
    for dimension in ("fit", "intent", "timing", "score"):
        total = sum(line.points for line in card.lines if line.dimension == dimension)
        assert (dimension, total) == (dimension, getattr(card, dimension))


@pytest.mark.parametrize(("likelihood", "score"), [("high", 60), ("medium", 65), ("low", 67)])
def test_weights_follow_how_likely_signals_are(likelihood, score):
    scored = card(80, 60, 35, likelihood=likelihood)
    assert scored.score == score
    assert_adds_up(scored)


def test_the_composite_shows_its_own_arithmetic():
    assert lines(card(97, 89, 76), "score") == [
        (44, "Fit 97 × 0.45 = 43.65"),
        (36, "Intent 89 × 0.40 = 35.60"),
        (11, "Timing 76 × 0.15 = 11.40"),
    ]


def test_a_rounding_difference_is_a_line_of_its_own():
    scored = card(35, 19, 0)
    assert lines(scored, "score") == [
        (16, "Fit 35 × 0.45 = 15.75"),
        (8, "Intent 19 × 0.40 = 7.60"),
        (0, "Timing 0 × 0.15 = 0.00"),
        (-1, "Rounding: the exact sum is 23.35"),
    ]
    assert scored.score == 23


@pytest.mark.parametrize(
    ("fit", "intent", "score", "reason"),
    [
        (40, 70, 60, "Raised to 60: intent of 70 or more with fit of 40 or more"),
        (40, 50, 45, "Raised to 45: intent of 50 or more with fit of 40 or more"),
        (85, 0, 50, "Raised to 50: fit of 85 or more"),
        (70, 0, 40, "Raised to 40: fit of 70 or more"),
    ],
)
def test_floors(fit, intent, score, reason):
    scored = card(fit, intent)
    assert (scored.score, lines(scored, "score")[-1][1]) == (score, reason)
    assert_adds_up(scored)


@pytest.mark.parametrize(
    ("fit", "intent", "score"), [(39, 70, 46), (40, 69, 46), (39, 50, 38), (84, 0, 40), (69, 0, 31)]
)
def test_just_below_a_floor_there_is_none(fit, intent, score):
    assert card(fit, intent).score == score


@pytest.mark.parametrize(
    ("numbers", "score", "state"),
    [
        ((100, 38, 0), 60, "active"),
        ((84, 53, 0), 59, "monitor"),
        ((67, 0, 0), 30, "monitor"),
        ((65, 0, 0), 29, "poor_fit"),
        ((15, 0, 0), 7, "poor_fit"),
        ((14, 0, 0), 6, "disqualified"),
        ((14, 22, 0), 15, "poor_fit"),
    ],
)
def test_states_begin_at_their_thresholds(numbers, score, state):
    scored = card(*numbers)
    assert (scored.score, scored.state) == (score, state)


def test_a_competitors_employee_is_a_poor_fit_with_zeroed_scores():
    scored = card(90, 80, 70, rule=COMPETITOR_EMPLOYEE)
    assert (scored.fit, scored.intent, scored.timing, scored.score) == (0, 0, 0, 0)
    assert (scored.state, scored.rule, scored.top_reason) == (
        "poor_fit",
        "competitor_employee",
        "Works for a competitor",
    )
    assert lines(scored, "intent") == [(80, "Evidence"), (-80, "Works for a competitor: zeroed")]
    assert_adds_up(scored)


@pytest.mark.parametrize("rule", [BUILDING_IN_HOUSE, LOCATION_MISMATCH])
def test_other_overriding_rules_keep_the_dimensions_and_hold_the_score_below_emerging(rule):
    scored = card(90, 80, 70, rule=rule)
    assert (scored.fit, scored.intent, scored.timing) == (90, 80, 70)
    assert (scored.score, scored.state) == (29, "poor_fit")
    assert_adds_up(scored)


@pytest.mark.parametrize("rule", [DO_NOT_CONTACT, LEFT_COMPANY, NOT_INTERESTED])
def test_what_a_colleague_noted_disqualifies_and_holds_the_score_below_all_others(rule):
    scored = card(90, 80, 70, rule=rule)
    assert (scored.fit, scored.intent, scored.timing) == (90, 80, 70)
    assert (scored.score, scored.state) == (14, "disqualified")
    assert_adds_up(scored)


def test_a_cap_is_a_line():
    scored = card(85, 75, caps=[(40, "Wrong industry: no more than 40")])
    assert lines(scored, "fit") == [(85, "Evidence"), (-45, "Wrong industry: no more than 40")]
    assert (scored.fit, scored.score) == (40, 60)


def test_no_dimension_leaves_its_range():
    scored = card(120, -30, 0)
    assert lines(scored, "fit")[-1] == (-20, "No more than 100")
    assert lines(scored, "intent")[-1] == (30, "No less than 0")
    assert_adds_up(scored)


def test_what_only_closes_a_sum_is_not_the_reason():
    assert card(50, -30, 0).top_reason == "Evidence"
    assert card(-50, -30, 0).top_reason == ""


def test_a_quote_that_is_not_in_its_source_is_thrown_away():
    said = [
        ReceiptLine(50, "fit", "Said by the title", "Plant Manager", "title"),
        ReceiptLine(30, "fit", "Made up", "Plant Director", "title"),
        ReceiptLine(20, "fit", "Of a post there is not", "Plant Manager", "post:7"),
        ReceiptLine(10, "fit", "Of a field there is not", "Plant Manager", "lead_id"),
    ]
    signals = [FoundSignal("hiring", "medium", "We are hiring", "notes")]
    scored = card(lines=said, signals=signals)
    assert (scored.fit, scored.signals) == (50, [])
    assert lines(scored, "fit") == [(50, "Said by the title")]


def test_numbers_of_the_rules_are_settings():
    rules = Rules(weights={"medium": (100, 0, 0)}, floors=(), active=20)
    scored = card(25, 90, rules=rules)
    assert (scored.score, scored.state) == (25, "active")


def test_who_nothing_is_known_of_says_so_before_all_else():
    scored = score(title="", full_name="Ann Oneil")
    assert (scored.score, scored.state, scored.top_reason) == (0, "poor_fit", NOTHING_KNOWN)
    assert lines(scored, "fit") == [(0, NOTHING_KNOWN), (0, "Title unknown"), (0, "Rank unknown")]
    assert_adds_up(scored)
    assert score(title="", notes="Met at a fair.").top_reason == ""


def test_the_strongest_dated_signal_is_the_top_reason():
    said = [
        ReceiptLine(60, "fit", "Role in the audience", "Plant Manager", "title"),
        ReceiptLine(55, "intent", "Said in a note", "fair", "notes"),
        ReceiptLine(20, "intent", "Asked", "a tool", "post:1", date="2026-11-01"),
        ReceiptLine(30, "timing", "Started in the role", "2026-10-01", "role_started_on", date="2026-10-01"),
    ]
    started = date(2026, 10, 1)
    person = lead(posts=(post("Which is a tool?", TODAY),), notes="Met at a fair.", role_started_on=started)

    def top(*lines, **evidence):
        evidence = Evidence(lines=list(lines), **evidence)
        scored = make_scorecard(snapshot=person, evidence=evidence, likelihood="medium", rules=Rules())
        return scored.top_reason, scored.top_quote, scored.top_reason_on

    assert top(*said) == ("Asked", "a tool", date(2026, 11, 1))
    assert top(*said[:2], said[3]) == ("Started in the role", "", started)
    assert top(*said[:2]) == ("Said in a note", "fair", None)
    assert top(said[0]) == ("Role in the audience", "", None)
    assert top(*said, rule=COMPETITOR_EMPLOYEE) == ("Works for a competitor", "", None)
    assert top() == ("", "", None)
