import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from enrichment.models import PipelineJob
from leads.ingest import FoundProfile, ingest
from leads.models import BuyerState, Lead
from scoring.models import BuyerScore, StateChange
from scoring.rules import current_rules
from scoring.scores import ensure_scores
from scoring.wording import NEW, STARTED
from tests.factories import (
    BuyerScoreFactory,
    LeadFactory,
    MembershipFactory,
    OfferFactory,
    PipelineRunFactory,
    SearchFactory,
)
from tests.pages import markup, words
from tests.planner import rows_read

pytestmark = pytest.mark.django_db


def line(points, dimension, reason, **where):
    return {
        "points": points,
        "dimension": dimension,
        "reason": reason,
        "quote": "",
        "source": "",
        "url": "",
        "date": "",
    } | where


RECEIPT = {
    "rule": "",
    "lines": [
        line(40, "fit", "Runs a plant", quote="Plant Manager", source="title"),
        line(-5, "fit", "Small company"),
        line(
            20, "intent", "Asked", quote="<b>anyone</b>", source="post:3", url="javascript:alert(1)", date="2026-11-01"
        ),
        line(24, "score", "Fit 35 × 0.45 …"),
    ],
}


@pytest.fixture
def member():
    return MembershipFactory()


@pytest.fixture
def offer(member):
    return OfferFactory(workspace=member.workspace)


@pytest.fixture
def browser(client, member):
    client.force_login(member.user)
    return client


def scored(offer, name, score, state=BuyerState.ACTIVE, **fields):
    lead = LeadFactory(workspace=offer.workspace, full_name=name, best_score=score, best_state=state)
    numbers = {"fit": score, "intent": score, "timing": score} | fields
    return BuyerScoreFactory(lead=lead, offer=offer, score=score, state=state, scored_at=timezone.now(), **numbers)


def names(response):
    return [row.lead.full_name for row in response.context["page"].rows]


def counts(response):
    return {tab["state"].label: tab["count"] for tab in response.context["tabs"] if tab["count"]}


def test_at_the_same_score_the_better_fit_stands_first(browser, offer):
    for name, score, fit in (("Old, fits best", 70, 100), ("Best", 71, 0), ("New, fits least", 70, 40)):
        scored(offer, name, score, fit=fit)
    assert names(browser.get("/buyers/")) == ["Best", "Old, fits best", "New, fits least"]


def test_ties_stand_in_the_order_of_their_tiebreak(browser, offer):
    for name, tiebreak in (("First by tiebreak", 3), ("Last", 1), ("Second", 2), ("Second, newer lead", 2)):
        scored(offer, name, 70, tiebreak=tiebreak)
    scored(offer, "Better score", 71, fit=70)
    assert names(browser.get("/buyers/")) == [
        "Better score",
        "First by tiebreak",
        "Second, newer lead",
        "Second",
        "Last",
    ]


def test_a_page_of_ties_is_read_from_its_index(browser, offer):
    for number in range(120):
        scored(offer, f"Person {number}", 70, tiebreak=number % 50)
    address = browser.get("/buyers/").context["page"].next
    assert rows_read("scoring_buyerscore", lambda: browser.get(f"/buyers/?{address}")) == 51


def test_the_best_buyers_stand_first_in_their_tab(browser, offer):
    scored(offer, "Good", 70)
    scored(offer, "Best", 90)
    scored(offer, "Watched", 45, BuyerState.MONITOR)
    scored(OfferFactory(), "Of another team", 99)
    response = browser.get("/buyers/")
    assert (names(response), counts(response)) == (["Best", "Good"], {"Ready": 2, "Emerging": 1})
    assert names(browser.get("/buyers/?state=monitor")) == ["Watched"]
    assert names(browser.get("/buyers/?state=nonsense")) == ["Best", "Good"]


def test_a_lead_has_its_own_standing_for_each_offer(browser, offer):
    row = scored(offer, "Both", 70)
    other = OfferFactory(workspace=offer.workspace)
    BuyerScoreFactory(lead=row.lead, offer=other, score=10, state=BuyerState.POOR_FIT)
    assert counts(browser.get(f"/buyers/?offer={other.pk}")) == {"Low Priority": 1}
    assert counts(browser.get(f"/buyers/?offer={offer.pk}")) == {"Ready": 1}


def test_the_offer_looked_at_last_is_remembered(browser, offer):
    other = OfferFactory(workspace=offer.workspace, name="Zzz last by name")
    assert browser.get("/buyers/").context["choice"].offer == offer
    browser.get(f"/buyers/?offer={other.pk}")
    assert browser.get("/buyers/").context["choice"].offer == other
    browser.cookies["offer"] = f"{offer.workspace_id}:{offer.pk}:forged"
    assert browser.get("/buyers/").context["choice"].offer == offer


def test_another_workspaces_offer_is_not_found(browser, offer):
    theirs = scored(OfferFactory(name="Secret offer"), "Secret Person", 70)
    form = {"offer": theirs.offer_id, "state": "manual", "lead": theirs.lead_id}
    for response in (browser.get(f"/buyers/?offer={theirs.offer_id}"), browser.post("/buyers/state/", form)):
        assert (response.status_code, "Secret" in response.content.decode()) == (404, False)
    theirs.refresh_from_db()
    assert theirs.state == "active"


def test_pages_of_equal_scores_follow_each_other_without_gap(browser, offer):
    rows = [scored(offer, f"Person {number}", 60 + number % 2) for number in range(130)]
    expected = [row.lead_id for row in sorted(rows, key=lambda row: (-row.score, -row.lead_id))]
    shown, address = [], ""
    for _ in range(3):
        page = browser.get(f"/buyers/?{address}").context["page"]
        shown += [row.lead_id for row in page.rows]
        address = page.next
    assert (shown, address) == (expected, "")


def header(response):
    return re.findall(r"<th[^>]*>([A-Z][^<]*)</th>", markup(response))


def test_a_row_says_why_now_in_the_words_that_were_said(browser, offer):
    day = timezone.localdate() - timedelta(days=3)
    scored(offer, "Nora", 70, top_reason="Asked for a recommendation", top_quote="Anyone know one?", top_reason_on=day)
    assert words(browser.get("/buyers/")).count("Asked for a recommendation “Anyone know one?”") == 1


@pytest.mark.parametrize(("days", "reason"), [(0, "New in the role"), (90, "New in the role"), (91, STARTED)])
def test_a_role_is_new_for_ninety_days(browser, offer, days, reason):
    scored(offer, "Nora", 70, top_reason=STARTED, top_reason_on=timezone.localdate() - timedelta(days=days))
    shown = words(browser.get("/buyers/"))
    assert [shown.count(words) for words in ("New in the role", STARTED)] == [reason == NEW, reason == STARTED]


def test_a_column_that_is_the_same_in_every_row_is_left_out(browser, offer):
    always = ["Score", "Buyer", "Top reason", "Fit, intent, timing"]
    scored(offer, "One", 70)
    scored(offer, "Two", 69)
    assert header(browser.get("/buyers/")) == always
    score = scored(offer, "Three", 68, newest_signal_at=timezone.now())
    assert header(browser.get("/buyers/")) == [*always, "Signal"]
    Lead.objects.filter(pk=score.lead_id).update(connection=Lead.Connection.CONNECTED)
    search = SearchFactory(workspace=offer.workspace)
    ingest(search=search, profiles=[FoundProfile(linkedin=score.lead.linkedin_slug)])
    assert header(browser.get("/buyers/")) == [*always, "Signal", "Source", "Connection"]


def test_the_page_offers_to_break_a_tie_by_looking_for_intent(browser, offer):
    scored(offer, "Alone", 71, intent=0)
    scored(offer, "With intent", 70, intent=5)
    equal = [scored(offer, name, 70, intent=0) for name in ("One", "Two")]
    page = browser.get("/buyers/")
    assert [row.lead_id for row in page.context["tied"]] == [row.lead_id for row in reversed(equal)]
    assert words(page).count("2 buyers on this page have the same score as another and show no sign of intent.") == 1
    form = {"lead": [row.lead_id for row in equal], "offer": offer.pk, "chosen": "1", "step": ["activity", "scoring"]}
    dialog = browser.post("/enrich/", form)
    assert (dialog.context["needs"].total, dialog.context["steps"]) == (2, ["activity", "scoring"])
    BuyerScore.objects.update(state=BuyerState.POOR_FIT)
    assert browser.get("/buyers/?state=poor_fit").context["tied"] == []


def test_leads_that_wait_for_their_score_are_analyzing(browser, offer):
    waiting = [LeadFactory(workspace=offer.workspace) for _ in range(60)]
    ensure_scores(offer=offer, params={"leads": [lead.pk for lead in waiting]})
    first = browser.get("/buyers/?state=not_scored").context["page"]
    second = browser.get(f"/buyers/?{first.next}").context["page"]
    assert [row.lead_id for row in [*first.rows, *second.rows]] == [lead.pk for lead in reversed(waiting)]
    assert browser.get("/buyers/?state=not_scored").content.decode().count("not scored yet") == 50


def test_sixty_rows_cost_no_more_queries_than_one(browser, offer):
    scored(offer, "One", 70)
    with CaptureQueriesContext(connection) as one:
        browser.get("/buyers/")
    search = SearchFactory(workspace=offer.workspace)
    ingest(search=search, profiles=[FoundProfile(linkedin=f"p-{n}", full_name=f"P {n}") for n in range(59)])
    for lead in Lead.objects.filter(linkedin_slug__startswith="p-"):
        BuyerScoreFactory(lead=lead, offer=offer, score=80, fit=1, intent=1, timing=1, state=BuyerState.ACTIVE)
    with CaptureQueriesContext(connection) as sixty:
        browser.get("/buyers/")
    assert len(sixty) == len(one)


def test_the_page_and_its_fragments_are_the_same_block(browser, offer):
    scored(offer, "Nora", 70)
    page = without_tokens(browser.get("/buyers/").content.decode())
    for target in ("buyers", "buyer-tabs"):
        part = browser.get("/buyers/", headers={"HX-Request": "true", "HX-Target": target})
        assert without_tokens(part.content.decode()) in page
        assert part.headers["Vary"] == "HX-Request, HX-Target, Cookie"


def without_tokens(html):
    return "\n".join(line for line in html.splitlines() if "csrfmiddlewaretoken" not in line)


def test_without_an_offer_the_page_offers_the_first_step(browser):
    html = browser.get("/buyers/").content.decode()
    assert (html.count("Describe your first offer"), html.count("/offers/new/")) == (1, 1)


def test_an_empty_tab_says_what_it_is_for(browser, offer):
    assert browser.get("/buyers/").content.decode().count("No Ready leads yet") == 1


def test_an_empty_tab_names_the_numbers_in_force(browser, offer, settings):
    settings.SCORING = {"active": 70, "monitor": 40}
    current_rules.cache_clear()
    try:
        said = [words(browser.get("/buyers/", {"state": state})) for state in ("active", "monitor", "poor_fit")]
    finally:
        current_rules.cache_clear()
    expected = ("Leads with a score of 70 or more", "a score between 40 and 69 appear", "a score below 40, and")
    assert [number in page for number, page in zip(expected, said, strict=True)] == [True] * 3


def test_a_receipt_shows_every_line_and_its_sum(browser, offer):
    row = scored(offer, "Nora", 24, BuyerState.POOR_FIT, fit=35, intent=20, timing=0, receipt=RECEIPT)
    page = browser.get(f"/leads/{row.lead_id}/receipt/")
    shown = [
        (group["name"], group["total"], [line["points"] for line in group["lines"]]) for group in page.context["groups"]
    ]
    assert shown == [("fit", 35, [40, -5]), ("intent", 20, [20]), ("timing", 0, []), ("score", 24, [24])]
    html = page.content.decode()
    assert (html.count("\N{MINUS SIGN}5"), html.count("javascript:")) == (1, 0)
    assert (html.count("<details>"), html.count("No evidence, no points.")) == (4, 1)
    fragment = browser.get(f"/leads/{row.lead_id}/receipt/", headers={"HX-Request": "true"}).content.decode()
    assert without_tokens(fragment) in without_tokens(html)


def test_a_state_set_by_hand_can_be_undone(browser, offer, member):
    rows = [scored(offer, "Ready", 70), scored(offer, "Watched", 45, BuyerState.MONITOR)]
    unscored = LeadFactory(workspace=offer.workspace)
    stranger = LeadFactory()
    form = {"offer": offer.pk, "state": "manual", "lead": [*(row.lead_id for row in rows), unscored.pk, stranger.pk]}
    response = browser.post("/buyers/state/", form | {"next": "/leads/?q=x"})
    assert (response.status_code, response.url) == (302, "/leads/?q=x")
    assert counts(browser.get("/buyers/")) == {"Manual": 3}
    assert list(Lead.objects.filter(workspace=offer.workspace).values_list("best_state", flat=True)) == ["manual"] * 3
    change = StateChange.objects.get()
    assert (change.user, change.size) == (member.user, 3)
    assert browser.post(f"/buyers/state/{change.pk}/undo/").url == "/buyers/"
    assert counts(browser.get("/buyers/")) == {"Ready": 1, "Emerging": 1}
    unscored.refresh_from_db()
    assert (unscored.best_score, unscored.best_state) == (None, BuyerState.NOT_SCORED)
    assert not BuyerScore.objects.filter(lead=stranger).exists()


def test_undo_leaves_alone_what_has_moved_since(browser, offer):
    rows = [scored(offer, "Moved on", 70), scored(offer, "Still there", 70)]
    browser.post("/buyers/state/", {"offer": offer.pk, "state": "manual", "lead": [row.lead_id for row in rows]})
    browser.post("/buyers/state/", {"offer": offer.pk, "state": "disqualified", "lead": [rows[0].lead_id]})
    first = StateChange.objects.earliest("pk")
    browser.post(f"/buyers/state/{first.pk}/undo/")
    browser.post(f"/buyers/state/{first.pk}/undo/")
    assert counts(browser.get("/buyers/")) == {"Ready": 1, "Disqualified": 1}


def test_all_that_match_are_set_at_once(browser, offer):
    for number in range(60):
        scored(offer, f"Ready {number}", 70)
    scored(offer, "Watched", 45, BuyerState.MONITOR)
    form = {"offer": offer.pk, "state": "manual", "everything": "1", "filter": f"offer={offer.pk}&state=active"}
    browser.post("/buyers/state/", form)
    assert counts(browser.get("/buyers/")) == {"Manual": 60, "Emerging": 1}


def test_htmx_gets_a_toast_with_undo_and_the_news(browser, offer):
    row = scored(offer, "Nora", 70)
    form = {"offer": offer.pk, "state": "manual", "lead": row.lead_id}
    response = browser.post("/buyers/state/", form, headers={"HX-Request": "true"})
    assert response.headers["HX-Trigger"] == '{"leads:changed": {}}'
    html = response.content.decode()
    assert (html.count('hx-swap-oob="beforeend"'), html.count("1 lead set to Manual."), html.count("Undo")) == (1, 1, 1)


@pytest.mark.parametrize("form", [{}, {"state": "manual"}, {"offer": "x", "state": "manual"}, {"state": "not_scored"}])
def test_a_state_needs_an_offer_and_a_name(browser, offer, form):
    row = scored(offer, "Nora", 70)
    response = browser.post("/buyers/state/", {"lead": row.lead_id, "state": "x"} | form)
    row.refresh_from_db()
    assert (response.status_code, response.content.decode()) == (400, "An offer and a buyer state are needed.")
    assert (row.state, StateChange.objects.count()) == ("active", 0)


def test_the_undo_of_a_state_leaves_a_lead_in_the_state_of_another_offer(browser, offer):
    elsewhere = BuyerScoreFactory(
        offer=OfferFactory(workspace=offer.workspace), lead__workspace=offer.workspace, state="monitor", score=41
    )
    browser.post("/buyers/state/", {"offer": offer.pk, "state": "manual", "lead": elsewhere.lead_id})
    browser.post(f"/buyers/state/{StateChange.objects.get().pk}/undo/")
    elsewhere.lead.refresh_from_db()
    assert (elsewhere.lead.best_score, elsewhere.lead.best_state) == (41, "monitor")
    assert BuyerScore.objects.filter(offer=offer).count() == 0


QUEUED = "Not scored for this offer yet. Scoring is queued."
UNQUEUED = "Not scored for this offer, and no scoring is queued. Rescore asks for it."
BY_HAND = "Set to Manual before it had a score. Scoring leaves it alone."


@pytest.mark.parametrize(
    ("state", "job", "said"),
    [
        (None, None, UNQUEUED),
        (None, {"mode": "re_enrich", "steps": ["profile"]}, UNQUEUED),
        ("not_scored", None, UNQUEUED),
        ("not_scored", {"mode": "full", "status": "ready"}, UNQUEUED),
        ("not_scored", {"mode": "full", "status": "billing_paused"}, QUEUED),
        ("not_scored", {"mode": "re_enrich", "steps": ["profile", "scoring"]}, QUEUED),
        ("manual", None, BY_HAND),
    ],
)
def test_a_receipt_says_that_scoring_is_queued_only_where_it_is(browser, offer, state, job, said):
    lead = LeadFactory(workspace=offer.workspace)
    if state:
        BuyerScoreFactory(lead=lead, offer=offer, state=state)
    if job:
        run = PipelineRunFactory(workspace=offer.workspace, offer=offer)
        PipelineJob.objects.create(workspace=offer.workspace, run=run, offer=offer, lead=lead, **job)
    page = words(browser.get(f"/leads/{lead.pk}/receipt/", {"offer": offer.pk}))
    assert [page.count(each) for each in (QUEUED, UNQUEUED, BY_HAND)] == [
        int(each == said) for each in (QUEUED, UNQUEUED, BY_HAND)
    ]


def test_another_workspaces_change_cannot_be_undone(browser, offer):
    theirs = scored(OfferFactory(), "Secret Person", 70, BuyerState.MANUAL)
    before = {"active": [theirs.lead_id]}
    change = StateChange.objects.create(workspace=theirs.workspace, offer=theirs.offer, state="manual", before=before)
    response = browser.post(f"/buyers/state/{change.pk}/undo/")
    theirs.refresh_from_db()
    assert (response.status_code, theirs.state) == (404, "manual")
    assert StateChange.objects.filter(pk=change.pk).count() == 1


def test_nobody_is_sent_to_another_site(browser, offer):
    form = {"offer": offer.pk, "state": "manual", "next": "https://elsewhere.example/"}
    assert browser.post("/buyers/state/", form).url == "/buyers/"
