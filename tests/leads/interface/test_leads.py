import csv
import io
import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from enrichment.models import PipelineJob
from leads.ingest import FoundPost, FoundProfile, ingest
from leads.models import Interaction, Lead, LeadMerge, LeadSource, Offer, PlatformProfile, Post
from leads.people.merging import merge_leads, undo_merge
from leads.sources.manual.add_person import add_person
from scoring.models import BuyerScore, StateChange
from tests.factories import BuyerScoreFactory, LeadFactory, OfferFactory, SearchFactory
from tests.pages import markup, words

pytestmark = pytest.mark.django_db


def names(response):
    return [lead.full_name for lead in response.context["page"].rows]


def listed(browser, **params):
    return names(browser.get("/leads/", params))


def htmx(target):
    return {"HX-Request": "true", "HX-Target": target}


def test_the_newest_lead_stands_first_and_other_workspaces_stay_hidden(browser, workspace):
    LeadFactory(workspace=workspace, full_name="First")
    LeadFactory(full_name="Of another team")
    LeadFactory(workspace=workspace, full_name="Second")
    assert listed(browser) == ["Second", "First"]


def test_a_comment_is_told_from_a_post(browser, lead):
    of_lead = {"workspace": lead.workspace, "lead": lead, "platform": "linkedin"}
    for external_id in ("7", "comment:7"):
        Post.objects.create(**of_lead, external_id=external_id, text=f"Text of {external_id}")
    page = markup(browser.get(f"/leads/{lead.pk}/"))
    posts = re.findall(r'<span class="soft small">(LinkedIn[^<]*)</span></p><blockquote[^>]*>([^<]*)<', page)
    assert sorted(posts) == [
        ("LinkedIn comment · date unknown", "Text of comment:7"),
        ("LinkedIn post · date unknown", "Text of 7"),
    ]


def test_a_post_that_lies_in_the_future_is_shown_without_its_date(browser, lead):
    posted_at = timezone.now() + timedelta(days=72 * 366)
    Post.objects.create(workspace=lead.workspace, lead=lead, platform="import", text="Hello", posted_at=posted_at)
    page = words(browser.get(f"/leads/{lead.pk}/"))
    assert (page.count("Import post · date unknown"), page.count("in 72 years")) == (1, 0)


def test_a_lead_that_no_offer_asks_for_is_not_being_analyzed(browser, workspace):
    done = timezone.now()
    at_work = LeadFactory(workspace=workspace)
    asked = LeadFactory(workspace=workspace, enriched_at=done)
    BuyerScoreFactory(lead=asked)
    unasked = LeadFactory(workspace=workspace, enriched_at=done)
    for lead, is_unasked, said in (
        (at_work, False, "Not scored"),
        (asked, False, "Analyzing"),
        (unasked, True, "Not scored"),
    ):
        listed = next(row for row in browser.get("/leads/").context["page"].rows if row == lead)
        page = markup(browser.get(f"/leads/{lead.pk}/"))
        assert (listed.is_unasked, page.count(f">{said}</span>")) == (is_unasked, 1)


def test_without_an_offer_a_lead_has_no_state(browser, lead):
    assert words(browser.get(f"/leads/{lead.pk}/")).count("No offer") == 1


def test_another_workspaces_lead_is_not_found(browser):
    stranger = LeadFactory(full_name="Secret Person")
    for address in (f"/leads/{stranger.pk}/", f"/leads/{stranger.pk}/receipt/"):
        response = browser.get(address)
        page = response.content.decode()
        assert (response.status_code, page.count("<h1>Not found</h1>"), "Secret" in page) == (404, 1, False)


def test_the_page_and_its_fragment_are_the_same_block(browser, lead):
    page = browser.get("/leads/?q=nora").content.decode()
    for target in ("leads", "lead-list"):
        part = browser.get("/leads/?q=nora", headers=htmx(target))
        assert without_tokens(part.content.decode()) in without_tokens(page)
        assert part.headers["Vary"] == "HX-Request, HX-Target, Cookie"


def test_the_panel_shows_what_the_lead_page_shows(browser, lead):
    panel = without_tokens(browser.get(f"/leads/{lead.pk}/", headers=htmx("panel")).content.decode())
    page = without_tokens(browser.get(f"/leads/{lead.pk}/").content.decode())
    facts = panel[panel.index('<div class="lead-body">') :]
    assert facts in page
    assert ("<html" in panel, "<html" in page) == (False, True)


def test_news_of_a_lead_keep_each_place_as_it_is(browser, lead):
    in_panel = browser.get(f"/leads/{lead.pk}/", headers=htmx("lead-news")).content.decode()
    on_page = browser.get(f"/leads/{lead.pk}/", headers=htmx("page-news")).content.decode()
    marks = (
        "<title>Nora Sample",
        'id="page-heading">Nora Sample<',
        "Open as a page",
        "data-close-panel",
        "#page-heading",
    )
    assert [in_panel.count(mark) for mark in marks] == [0, 0, 1, 1, 0]
    assert [on_page.count(mark) for mark in marks] == [1, 1, 0, 0, 1]


def without_tokens(html):
    return "\n".join(line for line in html.splitlines() if "csrfmiddlewaretoken" not in line)


@pytest.mark.parametrize(("few", "many"), [(1, 3), (60, 120)])
def test_more_rows_cost_no_more_queries(browser, workspace, few, many):
    search = SearchFactory(workspace=workspace)
    counted = []
    for start, end in ((0, few), (few, many)):
        people = [FoundProfile(linkedin=f"p-{n}", full_name=f"P {n}") for n in range(start, end)]
        ingest(search=search, profiles=people)
        with CaptureQueriesContext(connection) as captured:
            browser.get("/leads/")
        counted.append(len(captured))
    assert counted[1] == counted[0]


def days_ago(days):
    return timezone.now() - timedelta(days=days)


def line(points, reason, quote="", source="", dimension="intent", date=""):
    """Of a receipt."""
    return {"points": points, "reason": reason, "quote": quote, "source": source, "dimension": dimension} | {
        "url": "",
        "date": date,
    }


def test_everything_known_of_a_person_is_on_the_page(browser, workspace):
    search = SearchFactory(workspace=workspace, label="fair.csv")
    profile = FoundProfile(
        linkedin="nora-sample",
        x="@nora_s",
        email="nora@example.com",
        full_name="Nora Sample",
        title="Plant Manager",
        company_name="Sample Works",
        bio="Twenty years on the floor.",
        notes="Met at the fair.",
        website="sample.example",
        phone="+44 (113) 496 0000",
        connected_on=date(2025, 6, 13),
        reference="7",
        posts=[FoundPost(text="Anyone know a good planner?", posted_at=days_ago(3).isoformat())],
    )
    ingest(search=search, profiles=[profile])
    lead = Lead.objects.get()
    Lead.objects.update(enriched_at=timezone.now(), missing=["X profile"])
    offer = OfferFactory(workspace=workspace, name="Planning")
    asked = line(20, "Asked for a recommendation", "Anyone know", f"post:{lead.posts.get().pk}")
    BuyerScoreFactory(lead=lead, offer=offer, score=70, state="active", receipt={"rule": "", "lines": [asked]})
    html = markup(browser.get(f"/leads/{lead.pk}/"))
    for shown in (
        "https://www.linkedin.com/in/nora-sample",
        "https://x.com/nora_s",
        "https://sample.example",
        "tel:+441134960000",
        "+44 (113) 496 0000",
        "13 June 2025",
        "Plant Manager · Sample Works",
        "Twenty years on the floor.",
        "Met at the fair.",
        "<mark>Anyone know</mark>a good planner?",
        "Asked for a recommendation",
        "Import post",
        "3 days ago",
        "for Planning",
        "Partial data. Missing: X profile.",
        "fair.csv",
        "row 7",
    ):
        assert html.count(shown) >= 1, shown


def in_order(html, *shown):
    places = [html.index(words) for words in shown]
    return places == sorted(places)


@pytest.fixture
def asked(lead, workspace):
    """The lead asked for a tool, and is scored for the offer Planning."""
    offer = OfferFactory(workspace=workspace, name="Planning")
    post = Post.objects.create(
        workspace=workspace,
        lead=lead,
        platform="x",
        external_id="1",
        text="Any <b>tool</b> tips? We are late.",
        posted_at=days_ago(2),
    )
    source, day = f"post:{post.pk}", days_ago(2).date().isoformat()
    lines = [
        line(53, "Role in the audience", "Plant Manager", "title", "fit"),
        line(40, "Asked for a recommendation", "Any <b>tool</b> tips?", source, date=day),
        line(20, "Has a pain", "We are late.", source, date=day),
    ]
    receipt = {"rule": "", "lines": lines}
    return BuyerScoreFactory(
        lead=lead, offer=offer, score=70, fit=53, intent=60, timing=0, state="active", receipt=receipt
    )


def test_a_lead_is_read_from_why_now_to_actions_fit_and_sum(browser, lead, asked):
    html = markup(browser.get(f"/leads/{lead.pk}/"))
    assert in_order(html, "Ready", "Why now", "Asked for a recommendation", ">Enrich<", "Why them", "How they make 70")
    assert in_order(html, "How they make 70", "Other posts", "Basic info", "Where this person came from")
    quoted = "<mark>Any &lt;b&gt;tool&lt;/b&gt; tips?</mark><mark>We are late.</mark>"
    assert (html.count(quoted), html.count("We are late.")) == (1, 1)
    assert (html.count("<details>"), html.count("<details open")) == (4, 0)


@pytest.mark.parametrize(
    ("kind", "reference", "url", "shown"),
    [
        ("csv", "7", "", "· row 7 · just now"),
        ("links", "a post", "", "· a post · just now"),
        ("example", "0", "", "· just now"),
        ("x_post", "post 5", "https://x.com/a/status/5", "· just now"),
    ],
)
def test_a_source_names_its_place_where_that_says_something(browser, lead, workspace, kind, reference, url, shown):
    search = SearchFactory(workspace=workspace, kind=kind, label="Autumn")
    place = {"reference": reference, "evidence_url": url}
    LeadSource.objects.create(workspace=workspace, lead=lead, search=search, kind=kind, **place)
    assert f"Autumn {shown}" in words(browser.get(f"/leads/{lead.pk}/"))


def test_a_search_that_is_named_after_the_person_is_named_once(browser, member, workspace):
    typed = FoundProfile(linkedin="ada-sample", reference="ada-sample")
    added, _ = add_person(workspace=workspace, user=member.user, offer=None, profile=typed)
    [origin] = re.findall("Where this person came from (.*) just now", words(browser.get(f"/leads/{added.pk}/")))
    assert origin == "Manual ada-sample ·"


def test_the_state_and_the_actions_name_the_offer_in_use(browser, lead, asked, workspace):
    other = OfferFactory(workspace=workspace, name="Zinc")
    page = browser.get(f"/leads/{lead.pk}/?offer={asked.offer_id}")
    assert words(page).count("Ready for Planning") == 1
    assert markup(page).count(f'name="offer" value="{asked.offer_id}"') == 1
    page = browser.get(f"/leads/{lead.pk}/?offer={other.pk}")
    assert (words(page).count("Not scored for Zinc"), words(page).count("Set state For Zinc")) == (2, 1)
    assert markup(page).count(f'name="offer" value="{other.pk}"') == 1


def scored_for(browser, address):
    """The offer for which the page says how the lead stands."""
    return browser.get(address).context["standing"].offer.name


def test_a_lead_opened_from_the_list_shows_the_offer_of_the_score_in_its_row(browser, lead, asked, workspace):
    for name in ("Dairy", "Alloys"):
        BuyerScoreFactory(lead=lead, offer=OfferFactory(workspace=workspace, name=name), score=40, state="monitor")
    other = OfferFactory(workspace=workspace, name="Zinc")
    browser.get(f"/buyers/?offer={other.pk}")
    row = f"/leads/{lead.pk}/"
    assert markup(browser.get("/leads/")).count(f'<a class="row-link" href="{row}">') == 1
    assert scored_for(browser, row) == "Planning"
    narrowed_to = Offer.objects.get(name="Dairy").pk
    page = markup(browser.get(f"/leads/?offer={narrowed_to}"))
    assert page.count(f'<a class="row-link" href="{row}?offer={narrowed_to}">') == 1
    assert scored_for(browser, f"{row}?offer={other.pk}") == "Zinc"


def test_the_remembered_offer_stays_where_the_lead_has_a_score_for_it_or_will_have_one(browser, lead, asked, workspace):
    zinc = BuyerScoreFactory(lead=lead, offer=OfferFactory(workspace=workspace, name="Zinc"))
    browser.get(f"/buyers/?offer={zinc.offer_id}")
    assert scored_for(browser, f"/leads/{lead.pk}/") == "Zinc"
    BuyerScore.objects.filter(pk=zinc.pk).update(score=20, state="poor_fit")
    assert scored_for(browser, f"/leads/{lead.pk}/") == "Zinc"


def test_a_state_set_by_hand_comes_before_a_higher_score(browser, lead, asked, workspace):
    by_hand = OfferFactory(workspace=workspace, name="Dairy")
    BuyerScoreFactory(lead=lead, offer=by_hand, score=10, state="manual")
    browser.get(f"/buyers/?offer={OfferFactory(workspace=workspace, name='Zinc').pk}")
    assert scored_for(browser, f"/leads/{lead.pk}/") == "Dairy"


def test_a_lead_without_evidence_says_what_could_bring_some(browser, lead, asked):
    BuyerScore.objects.update(receipt={"lines": []})
    assert words(browser.get(f"/leads/{lead.pk}/")).count("No sign of intent in the posts known.") == 1
    Post.objects.all().delete()
    assert words(browser.get(f"/leads/{lead.pk}/")).count("No sign of intent yet. Enrich activity") == 1


def test_a_colleagues_no_stands_first_and_nothing_is_advised_to_look_for(browser, lead, asked):
    noted = line(0, "A colleague noted: do not contact", "Do not contact", "notes", "score")
    BuyerScore.objects.update(state="disqualified", receipt={"lines": [noted]})
    page = words(browser.get(f"/leads/{lead.pk}/"))
    assert "Why now A colleague noted: do not contact. “Do not contact”" in page
    assert "No sign of intent" not in page


def test_a_page_of_a_lead_costs_the_same_with_one_post_and_with_many(browser, lead, asked):
    with CaptureQueriesContext(connection) as few:
        browser.get(f"/leads/{lead.pk}/")
    for number in range(60):
        Post.objects.create(workspace=lead.workspace, lead=lead, platform="x", external_id=f"p{number}", text="Hello.")
    with CaptureQueriesContext(connection) as many:
        browser.get(f"/leads/{lead.pk}/")
    assert len(many) == len(few)


def platform_profile(lead, platform, **fields):
    fields = {"name": "Nora S", "handle": "nora_s", "fetched_at": timezone.now()} | fields
    return PlatformProfile.objects.create(workspace=lead.workspace, lead=lead, platform=platform, **fields)


def test_what_platforms_say_stands_beside_the_lead(browser, lead):
    details = {
        "work": [{"title": "Planner", "company": "Old Works", "from": "2020-03-01", "until": None, "current": True}],
        "education": [{"school": "Sample School", "degree": "MSc", "field": "Logistics"}],
        "skills": ["Kaizen", "Lean"],
        "certifications": ["Six Sigma"],
        "languages": ["English", "Arabic"],
    }
    platform_profile(
        lead, "linkedin", details=details, image_url="https://elsewhere.example/nora.jpg", followers=1234, following=500
    )
    platform_profile(lead, "x", accepts_dm=True, verified=True, followers=77)
    html = markup(browser.get(f"/leads/{lead.pk}/"))
    for shown in (
        "LinkedIn profile",
        "X profile",
        "1,234",
        "March 2020 – today",
        "Sample School",
        "MSc, Logistics",
        "Kaizen, Lean",
        "Six Sigma",
        "English, Arabic",
        "open to everyone",
        "Verified",
        ">NS</span>",
    ):
        assert html.count(shown) >= 1, shown
    assert html.count("elsewhere.example") == 0


@pytest.mark.parametrize(
    ("state", "said"),
    [("not_found", "There is no profile at this address."), ("suspended", "The platform has suspended this account.")],
)
def test_a_profile_that_cannot_be_seen_says_why_and_shows_what_was_known(browser, lead, state, said):
    platform_profile(lead, "x", state=state, bio="Plans factories")
    platform_profile(lead, "linkedin", state=state, name="")
    html = markup(browser.get(f"/leads/{lead.pk}/"))
    assert [html.count(words) for words in (said, "This was read earlier:", "Plans factories")] == [2, 1, 1]


def test_whom_a_lead_talks_to_is_counted(browser, lead):
    platform = {"workspace": lead.workspace, "lead": lead, "platform": "x", "kind": "reply"}
    for post, person in (("1", "anna_x"), ("2", "anna_x"), ("3", "bert_x")):
        Interaction.objects.create(person=person, post_id=post, happened_at=timezone.now(), **platform)
    Interaction.objects.create(
        **platform | {"lead": LeadFactory(workspace=lead.workspace)}, person="carl_x", post_id="4"
    )
    people = browser.get(f"/leads/{lead.pk}/").context["talks_to"]
    assert [(person["person"], person["times"]) for person in people] == [("anna_x", 2), ("bert_x", 1)]


def test_text_from_outside_is_shown_and_never_run(browser, workspace):
    lead = LeadFactory(
        workspace=workspace,
        full_name="<script>alert(1)</script>",
        website="javascript:alert(1)",
        bio='"><img src=x onerror=alert(1)>',
        title="{{ 7|add:7 }}",
    )
    for address in ("/leads/", f"/leads/{lead.pk}/"):
        html = browser.get(address).content.decode()
        assert (html.count("<script>alert"), html.count("<img"), html.count('href="javascript:')) == (0, 0, 0)
    assert html.count("{{ 7|add:7 }}") == 2


def exported(browser, **data):
    response = browser.post("/leads/export/", data)
    return list(csv.DictReader(io.StringIO(b"".join(response.streaming_content).decode("utf-8-sig"))))


def test_an_empty_workspace_says_what_to_do(browser):
    page = browser.get("/leads/")
    assert "No leads yet Leads come from searches on X and LinkedIn, from imported files, " in words(page)


def test_a_filter_without_a_match_offers_to_clear(browser, lead):
    assert browser.get("/leads/?q=zzz").content.decode().count("Clear the filters") == 1


@pytest.mark.parametrize("number", ["9" * 5000, str(2**63), "²", "٣", "-1"])
def test_a_number_that_no_row_can_have_finds_nothing(browser, workspace, lead, number):
    mine = OfferFactory(workspace=workspace)
    browser.raise_request_exception = False

    def post(address, **form):
        return browser.post(address, form).status_code

    assert post("/workspace/", workspace=number) == 404
    assert post("/buyers/state/", offer=number, state="manual") == 400
    assert post("/buyers/state/", offer=mine.pk, state="manual", lead=number) == 302
    assert post("/rescore/", offer=number, lead=lead.pk) == 302
    assert post("/rescore/", offer=mine.pk, lead=number) == 302
    assert [exported(browser, filter=f"offer={number}", lead=[lead.pk])[0]["Name"]] == ["Nora Sample"]
    assert exported(browser, lead=[number]) == []
    for address in ("/buyers/?offer=", "/leads/?after=.", "/leads/?before=."):
        assert browser.get(f"{address}{number}").status_code == 200
    assert browser.get(f"/leads/{number}/").status_code == 404


def test_a_number_of_another_workspace_is_not_found(browser, lead):
    theirs = OfferFactory(name="Secret offer")
    for address in ("/buyers/state/", "/rescore/"):
        response = browser.post(address, {"offer": theirs.pk, "state": "manual", "lead": lead.pk})
        assert (response.status_code, "Secret offer" in response.content.decode()) == (404, False)
    assert (BuyerScore.objects.count(), PipelineJob.objects.count(), StateChange.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize(
    ("named", "gone_to"),
    [("/leads/?q=x", "/leads/?q=x"), ("https://elsewhere.example/", "/buyers/"), ("//elsewhere.example", "/buyers/")],
)
def test_a_form_without_script_goes_back_to_its_own_page_only(browser, workspace, named, gone_to):
    form = {"offer": OfferFactory(workspace=workspace).pk, "state": "manual", "next": named}
    assert [browser.post(address, form).url for address in ("/buyers/state/", "/rescore/")] == [gone_to, gone_to]


def test_the_address_of_a_lead_that_was_merged_leads_to_the_one_that_stayed(browser, lead, workspace):
    gone, elsewhere = LeadFactory(workspace=workspace, linkedin_slug=""), LeadFactory()
    merge = merge_leads(kept_id=lead.pk, gone_id=gone.pk)
    response = browser.get(f"/leads/{gone.pk}/?offer=3")
    assert (response.status_code, response.url) == (302, f"/leads/{lead.pk}/?offer=3")
    LeadMerge.objects.filter(pk=merge.pk).update(workspace=elsewhere.workspace)
    assert browser.get(f"/leads/{gone.pk}/").status_code == 404
    LeadMerge.objects.filter(pk=merge.pk).update(workspace=workspace)
    undo_merge(LeadMerge.objects.get())
    assert browser.get(f"/leads/{gone.pk}/").status_code == 200


def test_each_chip_takes_its_filter_away(browser, lead):
    response = browser.get("/leads/", {"q": "nora", "state": "not_scored", "after": ".999999", "before": ".5"})
    assert [(chip["label"], chip["value"], chip["address"]) for chip in response.context["chips"]] == [
        ("Search", "nora", "state=not_scored"),
        ("Buyer state", "Analyzing", "q=nora"),
    ]
