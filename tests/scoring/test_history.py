from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from leads.models import BuyerState
from leads.people.merging import merge_leads, undo_merge
from scoring import history
from scoring.history import forget_old, history_of
from scoring.history_chart import HEIGHT, chart_of
from scoring.models import ScoreChange
from scoring.scorecard import ReceiptLine, Scorecard
from scoring.scores import set_state, write_scores
from scoring.templatetags.receipt_parts import line_change
from tests.factories import BuyerScoreFactory, LeadFactory, OfferFactory

pytestmark = pytest.mark.django_db
ASKED = ReceiptLine(49, "intent", "Asked for a recommendation", "Who knows a tool?", "notes")
ROLE = ReceiptLine(80, "fit", "Role in the audience")
WEIGHTED = ReceiptLine(36, "score", "Fit 80 × 0.45 = 36.00")


@pytest.fixture
def offer():
    return OfferFactory()


@pytest.fixture
def lead(offer):
    return LeadFactory(workspace=offer.workspace)


def card(lead, score, lines, state=BuyerState.MONITOR):
    return Scorecard(lead.pk, 80, 0, 0, score, state, rule="", lines=[*lines, WEIGHTED], signals=[], scorer="local")


def write(offer, lead, score, *lines, cause=None, **fields):
    causes = {lead.pk: cause} if cause else None
    write_scores(offer=offer, scorecards=[card(lead, score, lines, **fields)], causes=causes)


def noted(lead):
    return list(ScoreChange.objects.filter(lead=lead).order_by("pk").values_list("score", "state", "cause", "changed"))


def test_a_change_is_kept_with_its_cause_and_the_lines_that_differ(offer, lead):
    write(offer, lead, 36, ROLE, cause="offer")
    older = ReceiptLine(45, "intent", ASKED.reason)
    write(offer, lead, 50, ROLE, ASKED)
    write(offer, lead, 48, older, cause="schedule")
    assert noted(lead) == [
        (36, "monitor", "first", []),
        (50, "monitor", "again", [["intent", ASKED.reason, None, 49]]),
        (48, "monitor", "schedule", [["fit", ROLE.reason, 80, None], ["intent", ASKED.reason, 49, 45]]),
    ]


def test_a_criterion_in_other_words_is_the_same_line(offer, lead):
    def role(points, reason):
        return ReceiptLine(points, "fit", reason, kind="role")

    write(offer, lead, 36, role(80, "Role in the audience: plant managers"))
    write(offer, lead, 37, role(80, "Role in the audience"))
    write(offer, lead, 30, role(40, "Role is close to the audience"))
    assert [changed for *_, changed in noted(lead)] == [[], [], [["fit", "Role is close to the audience", 80, 40]]]


def test_the_same_score_is_no_change(offer, lead):
    write(offer, lead, 36, ROLE)
    write(offer, lead, 36, ROLE, cause="by_hand")
    assert noted(lead) == [(36, "monitor", "first", [])]


def test_a_state_set_by_hand_is_a_change_and_scores_after_it_are_none(offer, lead):
    write(offer, lead, 36, ROLE)
    set_state(offer=offer, lead_ids=[lead.pk], state=BuyerState.MANUAL)
    write(offer, lead, 90, ROLE)
    assert noted(lead) == [(36, "monitor", "first", []), (36, "manual", "state", [])]


def test_history_goes_with_the_lead(offer, lead):
    other = LeadFactory(workspace=offer.workspace)
    write(offer, lead, 36, ROLE)
    write(offer, other, 40, ROLE)
    lead.delete()
    assert list(ScoreChange.objects.values_list("lead", flat=True)) == [other.pk]


def test_of_two_merged_leads_one_history_stays_and_an_undo_gives_both_back(offer, lead):
    other = LeadFactory(workspace=offer.workspace, linkedin_slug="")
    write(offer, lead, 36, ROLE)
    write(offer, other, 40, ROLE)
    write(offer, other, 45, ROLE)
    before = noted(lead), noted(other)
    merge = merge_leads(kept_id=lead.pk, gone_id=other.pk)
    assert [score for score, *_ in noted(lead)] == [40, 45]
    undo_merge(merge)
    assert (noted(lead), noted(other)) == before


def test_a_merge_keeps_the_history_of_the_score_that_stays(offer, lead):
    """Their history ends later, but ours was set by hand."""
    other = LeadFactory(workspace=offer.workspace, linkedin_slug="")
    write(offer, lead, 36, ROLE)
    set_state(offer=offer, lead_ids=[lead.pk], state=BuyerState.MANUAL)
    write(offer, other, 40, ROLE)
    before = noted(lead), noted(other)
    merge = merge_leads(kept_id=lead.pk, gone_id=other.pk)
    assert noted(lead) == before[0]
    undo_merge(merge)
    assert (noted(lead), noted(other)) == before


def test_a_score_without_history_takes_none_of_the_other_lead(offer, lead):
    other = LeadFactory(workspace=offer.workspace, linkedin_slug="")
    write(offer, other, 40, ROLE)
    write(offer, lead, 36, ROLE)
    ScoreChange.objects.filter(lead=lead).delete()
    merge_leads(kept_id=lead.pk, gone_id=other.pk)
    assert noted(lead) == []


def test_what_two_leads_scored_as_one_is_forgotten_when_they_are_two_again(offer, lead):
    other = LeadFactory(workspace=offer.workspace, linkedin_slug="")
    write(offer, lead, 36, ROLE)
    write(offer, other, 40, ROLE)
    before = noted(lead), noted(other)
    merge = merge_leads(kept_id=lead.pk, gone_id=other.pk)
    write(offer, lead, 77, ROLE)
    undo_merge(merge)
    assert (noted(lead), noted(other)) == before


def test_history_is_kept_for_a_year_and_a_hundred_changes_but_the_newest_stays(offer, lead, monkeypatch):
    def change(lead, days, score):
        moment = timezone.now() - timedelta(days=days)
        return ScoreChange(lead=lead, offer=offer, happened_at=moment, score=score, state="monitor", cause="schedule")

    monkeypatch.setattr(history, "SLICE", 2)
    other, quiet = LeadFactory.create_batch(2, workspace=offer.workspace)
    rows = [change(lead, 400, 1), change(lead, 300, 2), change(quiet, 500, 3), change(quiet, 400, 4)]
    ScoreChange.objects.bulk_create(rows + [change(other, 5, number % 101) for number in range(103)])
    assert (forget_old(), forget_old()) == (5, 0)
    assert [[score for score, *_ in noted(each)] for each in (lead, quiet)] == [[2], [4]]
    assert [score for score, *_ in noted(other)] == [number % 101 for number in range(3, 103)]


def test_history_says_by_how_much_a_score_rose(offer, lead):
    for score in (36, 50, 41):
        write(offer, lead, score, ROLE)
    assert [(step.change.score, step.rise) for step in history_of(lead, offer)] == [(41, -9), (50, 14), (36, None)]


@pytest.mark.parametrize(
    ("line", "words"),
    [
        (["fit", "Industry matches", None, 18], "New: Industry matches (+18 fit)"),
        (["timing", "Started in the role", 20, None], "No longer: Started in the role (was +20 timing)"),
        (["intent", "Is hiring", 8, 6], "Is hiring: +8, now +6 intent"),
        (["fit", "Wrong industry", -40, -20], "Wrong industry: −40, now −20 fit"),
        (["score", "Raised to 50", None, 12], "New: Raised to 50 (+12)"),
    ],
)
def test_a_changed_line_in_words(line, words):
    assert line_change(line) == words


def test_a_score_stands_on_the_chart_until_the_next_one():
    score = BuyerScoreFactory()
    begin = datetime(2026, 1, 1, tzinfo=UTC)
    for day, value in enumerate((0, 100)):
        ScoreChange.objects.create(
            lead=score.lead, offer=score.offer, happened_at=begin + timedelta(days=day), score=value, state="active",
            cause="again",
        )  # fmt: skip
    chart = chart_of(history_of(score.lead, score.offer))
    first, corner, second, now = [tuple(map(float, point.split(","))) for point in chart.line.split()]
    assert (first[1], corner[1], second[1], now[1]) == (HEIGHT - 6, HEIGHT - 6, 6, 6)
    assert first[0] < corner[0] == second[0] < now[0] == chart.width - 6


def test_one_score_is_no_chart(offer, lead):
    write(offer, lead, 36, ROLE)
    assert chart_of(history_of(lead, offer)) is None
