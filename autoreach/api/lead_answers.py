"""Leads as the API answers them, with the score for one offer or the best one."""

from django.db.models import BooleanField, ExpressionWrapper, F, Q
from django.urls import reverse

from autoreach.api.schemas import STATES
from leads.models import BuyerState
from leads.workspaces.page_guard import FIELD
from scoring.models import BuyerScore
from scoring.templatetags.receipt_parts import reason_today

LEAD_COLUMNS = (
    "workspace", "full_name", "title", "company_name", "linkedin_slug", "x_handle", "email", "best_score",
)  # fmt: skip
SCORE_COLUMNS = ("lead", "state", "score", "fit", "intent", "timing", "top_reason", "top_reason_on", "offer__name")


def lead_answers(request, leads, offer=None):
    scores = scores_of(leads, offer)
    return [lead_answer(request, lead, scores.get(lead.pk)) for lead in leads]


def scores_of(leads, offer):
    """The score of each lead for the offer; without one, the best of all offers, as the Leads page has it.

    A state set by hand outranks all others.
    """
    scores = BuyerScore.objects.filter(lead__in=[lead.pk for lead in leads])
    if offer:
        scores = scores.filter(offer=offer)
    by_hand = ExpressionWrapper(Q(state=BuyerState.MANUAL), BooleanField())
    best = scores.order_by("lead", by_hand.desc(), F("score").desc(nulls_last=True), "offer_id").distinct("lead")
    return {score.lead_id: score for score in best.select_related("offer").only(*SCORE_COLUMNS)}


def new_lead_answer(request, lead, offer):
    """Before the enrichment has begun, there is no row for the score that is to come."""
    scores = scores_of([lead], offer)
    coming = BuyerScore(lead=lead, offer=offer) if offer else None
    return lead_answer(request, lead, scores.get(lead.pk, coming))


def lead_answer(request, lead, score):
    return {
        "id": lead.pk,
        "name": lead.display_name,
        "title": lead.title,
        "company": lead.company_name,
        "linkedin_url": lead.linkedin_url,
        "x_url": lead.x_url,
        "page_url": page_url(request, "lead", lead.pk) + (f"&offer={score.offer_id}" if score else ""),
        **score_answer(score),
    }


def page_url(request, name, pk):
    """A page of this installation. It names its workspace, since the browser may have another one chosen."""
    return f"{request.build_absolute_uri(reverse(name, args=[pk]))}?{FIELD}={request.workspace.pk}"


def score_answer(score):
    if score is None:
        return dict.fromkeys(("offer", "state", "state_label", "composite", "fit", "intent", "timing", "reason"))
    state = BuyerState(score.state)
    return {
        "offer": {"id": score.offer_id, "name": score.offer.name},
        "state": STATES[state],
        "state_label": state.label,
        "composite": score.score,
        "fit": score.fit,
        "intent": score.intent,
        "timing": score.timing,
        "reason": reason_today(score) or None,
    }
