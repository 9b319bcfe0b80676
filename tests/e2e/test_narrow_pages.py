"""Every page on a phone, filled with names that have no space at which a line could end."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from autoreach.api.models import PersonalToken
from enrichment.models import ProfileFinding
from leads.identity.keys import mailbox_key
from leads.models import Expansion, ImportJob, Invitation, Lead, LeadSource, PlatformProfile, Post, SavedView
from tests.factories import (
    BuyerScoreFactory,
    LeadFactory,
    MembershipFactory,
    OfferFactory,
    PipelineRunFactory,
    ProviderCallFactory,
    SearchFactory,
    SeedAccountFactory,
)

pytestmark = pytest.mark.django_db(transaction=True)
ID, WORD = 7_654, "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft" * 2
SHORT, ADDRESS = WORD[:60], f"https://www.linkedin.com/in/{WORD[:100]}"
POSTS = {
    "queries": [WORD], "posts": 100, "days": 60, "replies": False, "exclude": WORD, "min_likes": 0, "language": "",
}  # fmt: skip
PROBLEM = {"about": WORD, "cause": WORD, "remedy": ADDRESS}
LINE = {
    "points": 70, "dimension": "fit", "reason": WORD, "quote": WORD, "source": "title", "url": ADDRESS, "date": "",
}  # fmt: skip
CANDIDATE = {
    "handle": SHORT, "url": ADDRESS, "name": WORD, "headline": WORD, "company": WORD, "location": WORD, "bio": WORD,
    "picture": "", "probability": 0.7, "band": "ask", "evidence": [{"text": WORD, "points": 3}], "sources": [ADDRESS],
}  # fmt: skip
PAGES = (
    "/buyers/", "/buyers/?tab=not_scored", "/leads/", f"/leads/{ID}/", "/leads/?tab=lookalikes", "/leads/?q=" + WORD,
    f"/leads/{ID}/fields/title/", "/leads/add/", "/offers/", "/offers/new/", f"/offers/{ID}/", f"/offers/{ID}/edit/",
    "/searches/", "/searches/new/", "/searches/new/tweet_search/", "/searches/new/linkedin_people/",
    f"/searches/{ID}/", f"/searches/{ID + 1}/", f"/searches/{ID + 2}/", f"/searches/{ID + 3}/",
    f"/searches/new/x_seeds/?offer={ID}",
    f"/searches/new/tweet_search/?again={ID}", "/import/", f"/import/{ID}/", f"/import/{ID + 1}/", "/review/",
    f"/import/{ID + 1}/columns/", "/members/", "/members/invite/", f"/members/{ID}/", "/settings/", "/pool/",
    f"/pool/offers/{ID}/", "/status/", "/usage/", "/settings/tokens/", "/two-factor/", "/password/", "/logout/",
    "/nowhere/",
)  # fmt: skip
# The elements that stick out of the page, and of no box that scrolls or cuts by itself.
STICK_OUT = """() => {
    const hides = (it) => it !== document.documentElement && getComputedStyle(it).overflowX !== "visible"
    const isCut = (it) => it && (hides(it) || isCut(it.parentElement))
    const isOut = (it) => it.getBoundingClientRect().right > innerWidth && !isCut(it.parentElement)
    if (document.scrollingElement.scrollWidth <= innerWidth) return []
    return [...document.body.querySelectorAll("*")].filter(isOut).map((it) => it.outerHTML.slice(0, 80))
}"""


@pytest.fixture
def owner():
    """Of a workspace in which all that can be named has a long name."""
    owner = MembershipFactory(role="owner", workspace__name=WORD[:120], user__username=WORD[:150], user__is_staff=True)
    MembershipFactory(user=owner.user, workspace__name=WORD[:119])
    MembershipFactory(pk=ID, workspace=owner.workspace, user__username=WORD[:149], role="member")
    own = {"workspace": owner.workspace}
    offer = OfferFactory(
        pk=ID, name=WORD[:120], description=WORD, target_audience=WORD, website=ADDRESS, industries=[WORD],
        locations=[WORD], pain_points=[WORD], competitors=[WORD], wanted_phrases=[WORD], **own,
    )  # fmt: skip
    details = dict.fromkeys(
        ("full_name", "title", "company_name", "industry", "location", "bio", "skills", "notes"), WORD
    )
    lead = LeadFactory(pk=ID, x_handle="nora", email=f"{SHORT}@{SHORT}.example", website=ADDRESS, **details, **own)
    LeadFactory(full_name=WORD, linkedin_slug="", email_key=mailbox_key(lead.email), **own)
    BuyerScoreFactory(
        lead=lead, offer=offer, state="active", score=80, fit=70, intent=60, timing=0, top_reason=WORD, top_quote=WORD,
        receipt={"rule": WORD, "lines": [LINE]}, scored_at=timezone.now(), newest_signal_at=timezone.now(),
    )  # fmt: skip
    Lead.objects.update(best_score=80, best_state="active")
    BuyerScoreFactory(lead=LeadFactory(full_name=WORD, **own), offer=offer, state="not_scored")
    Post.objects.create(
        lead=lead, platform="x", external_id="1", text=WORD, url=ADDRESS, posted_at=timezone.now(), **own
    )
    for platform in ("x", "linkedin"):
        PlatformProfile.objects.create(
            lead=lead, platform=platform, handle=SHORT, name=WORD, headline=WORD, bio=WORD, location=WORD,
            website=ADDRESS, fetched_at=timezone.now(), details={"skills": [WORD], "languages": [WORD]}, **own,
        )  # fmt: skip
    search = SearchFactory(
        pk=ID, kind="tweet_search", label=WORD, offer=offer, parameters=POSTS, status="completed", found=1,
        problems=[PROBLEM], estimated_usd=1, created_by=owner.user, **own,
    )  # fmt: skip
    Expansion.objects.create(
        search=search, is_on=False, since=timezone.now(), next_at=timezone.now(), stopped_because=WORD
    )
    chosen = {"state": {"chosen": [{"word": WORD[:40], "titles": ["Logistics"]}]}}
    linkedin = {"roles": [WORD], "locations": [], "industries": [], "people": 50}
    SearchFactory(
        pk=ID + 3, kind="linkedin_people", parameters=linkedin, cursor=chosen, status="completed",
        started_at=timezone.now(), completed_at=timezone.now(), **own,
    )  # fmt: skip
    LeadSource.objects.create(
        lead=lead, search=search, kind="tweet_search", reference="1", evidence=WORD, evidence_url=ADDRESS, **own
    )
    SearchFactory(
        pk=ID + 1, kind="tweet_search", label=WORD, offer=offer, parameters=POSTS, status="pending", waits_for=WORD,
        remedy=WORD, **own,
    )  # fmt: skip
    lookalike = SearchFactory(
        pk=ID + 2, kind="x_lookalike", label=WORD, offer=offer, parameters={}, status="failed", error=WORD,
        remedy=ADDRESS, **own,
    )  # fmt: skip
    seeds = [SeedAccountFactory(offer=offer, name=WORD, handle=SHORT, reason=WORD)]
    seeds += [SeedAccountFactory(offer=offer, name=WORD, handle=SHORT[:50], reason=WORD, saved_at=timezone.now())]
    lookalike.seed_accounts.add(*seeds)
    ImportJob.objects.create(pk=ID, file_name=WORD, state="failed", error=WORD, **own)
    ImportJob.objects.create(
        pk=ID + 1,
        file_name=WORD,
        state="mapping",
        header=[WORD, WORD],
        columns=[[0, WORD, [WORD]], [1, WORD, [WORD]]],
        **own,
    )
    SavedView.objects.create(user=owner.user, name=WORD[:60], query=f"q={WORD}", **own)
    PersonalToken.objects.create(membership=owner, name=WORD[:60], digest="digest", ending="abcd", scopes=["read"])
    Invitation.objects.create(invited_by=owner.user, email=f"{SHORT}@{SHORT}.example", **own)
    ProviderCallFactory(status="uncertain", error=WORD, purpose=WORD[:40], model=WORD[:80], lead=lead, **own)
    ProfileFinding.objects.create(lead=lead, offer=offer, platform="x", decision="asked", candidates=[CANDIDATE], **own)
    PipelineRunFactory(offer=offer)
    return owner


def test_no_page_is_wider_than_a_phone(page, owner, log_in):
    page.set_viewport_size({"width": 390, "height": 844})
    log_in(page, owner.user)
    found = {}
    for address in PAGES:
        page.goto(address)
        expect(page.locator(".htmx-request")).to_have_count(0)
        found[address] = page.evaluate("document.scrollingElement.scrollWidth"), page.evaluate(STICK_OUT)
    assert {address: wide for address, wide in found.items() if wide != (390, [])} == {}
