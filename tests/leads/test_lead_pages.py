import csv
import io
import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from leads.ingest import FoundPost, FoundProfile, ingest
from leads.models import BuyerState, Interaction, Lead, LeadMerge, PlatformProfile, Post, Search
from leads.people.merging import merge_leads, undo_merge
from leads.templatetags.lead_parts import initials, ring
from leads.templatetags.page_parts import ago
from scoring.models import Signal
from tests.factories import BuyerScoreFactory, LeadFactory, MembershipFactory, OfferFactory, SearchFactory, UserFactory
from tests.pages import markup

pytestmark = pytest.mark.django_db


@pytest.fixture
def member():
    return MembershipFactory()


@pytest.fixture
def workspace(member):
    return member.workspace


@pytest.fixture
def browser(client, member):
    client.force_login(member.user)
    return client


@pytest.fixture
def lead(workspace):
    return LeadFactory(workspace=workspace, full_name="Nora Sample", location="Lyon, France")


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
    posts = re.findall(r'<p class="soft">(LinkedIn[^<]*)</p><p class="prose">([^<]*)</p>', page)
    assert sorted(posts) == [
        ("LinkedIn · comment · date unknown", "Text of comment:7"),
        ("LinkedIn · date unknown", "Text of 7"),
    ]


def test_the_ring_of_a_score_of_zero_is_empty():
    assert [ring(score, "active").count("<circle") for score in (0, 1, None)] == [1, 2, 1]


def test_a_lead_that_no_offer_asks_for_is_not_being_analyzed(browser, workspace):
    done = timezone.now()
    at_work = LeadFactory(workspace=workspace)
    asked = LeadFactory(workspace=workspace, enriched_at=done)
    BuyerScoreFactory(lead=asked)
    for lead, words in (
        (at_work, "Analyzing"),
        (asked, "Analyzing"),
        (LeadFactory(workspace=workspace, enriched_at=done), "No offer"),
    ):
        listed = next(row for row in browser.get("/leads/").context["page"].rows if row == lead)
        page = markup(browser.get(f"/leads/{lead.pk}/"))
        assert (listed.no_offer, page.count(f">{words}</span>")) == (words == "No offer", 1)


def test_another_workspaces_lead_is_not_found(browser):
    stranger = LeadFactory(full_name="Secret Person")
    assert browser.get(f"/leads/{stranger.pk}/").status_code == 404
    assert browser.get(f"/leads/{stranger.pk}/receipt/").status_code == 404


def test_pages_follow_each_other_without_gap_or_repetition(browser, workspace):
    for number in range(120):
        score = None if number % 3 == 0 else number % 7
        LeadFactory(workspace=workspace, full_name=f"Person {number % 11}", best_score=score)
    for sort, key in {
        "newest": lambda lead: -lead.pk,
        "score": lambda lead: (lead.best_score is None, -(lead.best_score or 0), -lead.pk),
        "name": lambda lead: (lead.full_name.lower(), lead.pk),
    }.items():
        expected = [lead.pk for lead in sorted(Lead.objects.all(), key=key)]
        first = browser.get("/leads/", {"sort": sort}).context["page"]
        second = browser.get(f"/leads/?{first.next}").context["page"]
        third = browser.get(f"/leads/?{second.next}").context["page"]
        assert [lead.pk for page in (first, second, third) for lead in page.rows] == expected
        assert (first.previous, third.next) == ("", "")
        again = browser.get(f"/leads/?{third.previous}").context["page"]
        assert [lead.pk for lead in again.rows] == [lead.pk for lead in second.rows]
        start = browser.get(f"/leads/?{again.previous}").context["page"]
        assert [lead.pk for lead in start.rows] == [lead.pk for lead in first.rows]


@pytest.mark.parametrize(
    "params",
    [
        {"after": "nonsense"},
        {"after": "99999999999999999999.99999999999999999999"},
        {"before": "5", "sort": "score"},
        {"after": "12.x", "sort": "score"},
        {"after": "a\0b.7", "sort": "name"},
        {"after": "²."},
    ],
)
def test_an_address_that_names_no_place_shows_the_first_page(browser, lead, params):
    assert listed(browser, **params) == ["Nora Sample"]


def test_filters_narrow_the_list(browser, workspace, lead):
    pool = SearchFactory(workspace=workspace, kind=Search.Kind.POOL)
    ingest(search=pool, profiles=[FoundProfile(linkedin="pia", full_name="Pia Pool", location="Oslo, Norway")])
    Lead.objects.filter(full_name="Pia Pool").update(connection="connected", best_score=71, best_state="active")
    assert listed(browser, source="pool") == ["Pia Pool"]
    assert listed(browser, tab="sources") == []
    assert listed(browser, state="active") == ["Pia Pool"]
    assert listed(browser, connection="not_connected") == ["Nora Sample"]
    assert listed(browser, score_from=70, score_to=72) == ["Pia Pool"]
    assert listed(browser, location="lyon") == ["Nora Sample"]
    assert listed(browser, q="nor sam") == ["Nora Sample"]
    assert listed(browser, search=pool.pk) == ["Pia Pool"]
    assert listed(browser, q="nora", source="pool") == []


def test_a_far_page_of_an_offers_leads_reads_no_score_of_the_pages_before(browser, workspace):
    offer = OfferFactory(workspace=workspace)
    leads = [LeadFactory(workspace=workspace, full_name=f"Person {number}") for number in range(3)]
    for lead in leads:
        BuyerScoreFactory(lead=lead, offer=offer)
    with CaptureQueriesContext(connection) as captured:
        shown = listed(browser, offer=offer.pk, after=f".{leads[2].pk}")
    listing = next(
        query["sql"] for query in captured if "ORDER BY" in query["sql"] and "scoring_buyerscore" in query["sql"]
    )
    bounds = [f'"{table}" < {leads[2].pk}' in listing for table in ('leads_lead"."id', 'scoring_buyerscore"."lead_id')]
    assert (shown, listing.count("JOIN"), bounds) == (["Person 1", "Person 0"], 1, [True, True])


def test_state_and_score_of_an_offer_are_those_of_one_buyer_score(browser, workspace, lead):
    wanted, other = OfferFactory(workspace=workspace), OfferFactory(workspace=workspace)
    BuyerScoreFactory(lead=lead, offer=wanted, state=BuyerState.MONITOR, score=40)
    BuyerScoreFactory(lead=lead, offer=other, state=BuyerState.ACTIVE, score=80)
    assert listed(browser, offer=wanted.pk, state="monitor") == ["Nora Sample"]
    assert listed(browser, offer=wanted.pk, state="active") == []
    assert listed(browser, offer=wanted.pk, score_from=60) == []
    assert listed(browser, offer=other.pk, state="active", score_from=60) == ["Nora Sample"]


@pytest.mark.parametrize(
    ("params", "field"),
    [
        ({"state": "nonsense"}, "state"),
        ({"score_from": "abc"}, "score_from"),
        ({"score_to": "1e400"}, "score_to"),
        ({"search": "99999999999999999999"}, "search"),
        ({"q": "x" * 201}, "q"),
        ({"q": "a\0b"}, "q"),
        ({"sort": "height"}, "sort"),
    ],
)
def test_a_filter_that_makes_no_sense_is_explained(browser, lead, params, field):
    response = browser.get("/leads/", params)
    assert (response.status_code, list(response.context["form"].errors), names(response)) == (200, [field], [])
    assert response.context["form"].errors[field][0] in response.content.decode().replace("&#x27;", "'")


def test_another_workspaces_offer_is_no_filter(browser, lead):
    response = browser.get("/leads/", {"offer": BuyerScoreFactory().offer.pk})
    assert response.status_code == 404


def test_each_chip_takes_its_filter_away(browser, lead):
    response = browser.get("/leads/", {"q": "nora", "state": "not_scored", "after": ".999999"})
    assert [(chip["label"], chip["value"], chip["address"]) for chip in response.context["chips"]] == [
        ("Search", "nora", "state=not_scored"),
        ("Buyer state", "Analyzing", "q=nora"),
    ]


def test_the_page_and_its_fragment_are_the_same_block(browser, lead):
    page = browser.get("/leads/?q=nora").content.decode()
    for target in ("leads", "lead-list"):
        part = browser.get("/leads/?q=nora", headers=htmx(target))
        assert without_tokens(part.content.decode()) in without_tokens(page)
        assert part.headers["Vary"] == "HX-Request, HX-Target, Cookie"


def test_the_panel_shows_what_the_lead_page_shows(browser, lead):
    panel = browser.get(f"/leads/{lead.pk}/", headers=htmx("panel")).content.decode()
    page = browser.get(f"/leads/{lead.pk}/").content.decode()
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
        reference="row 7",
        posts=[FoundPost(text="Anyone know a good planner?", posted_at=timezone.now().isoformat())],
    )
    ingest(search=search, profiles=[profile])
    lead = Lead.objects.get()
    Lead.objects.update(enriched_at=timezone.now(), missing=["X profile"])
    offer = OfferFactory(workspace=workspace, name="Planning")
    Signal.objects.create(
        workspace=workspace,
        lead=lead,
        offer=offer,
        kind="asked_for_recommendation",
        strength="strong",
        quote="Anyone know",
        source="notes",
        happened_at=timezone.now() - timedelta(days=3),
    )
    html = markup(browser.get(f"/leads/{lead.pk}/"))
    for shown in (
        "https://www.linkedin.com/in/nora-sample",
        "https://x.com/nora_s",
        "https://sample.example",
        "Plant Manager · Sample Works",
        "Twenty years on the floor.",
        "Met at the fair.",
        "Anyone know a good planner?",
        "Asked for recommendation",
        "3 days ago",
        "Partial data. Missing: X profile.",
        "fair.csv",
        "row 7",
    ):
        assert html.count(shown) >= 1, shown


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


def test_every_field_says_where_it_came_from(browser, lead):
    Lead.objects.update(
        title="Plant Manager",
        location="Munich",
        industry="Machinery",
        provenance={
            "title": ["linkedin", "2026-01-31"],
            "industry": ["web", "2026-03-01"],
            "location": ["x", "2026-02-01"],
            "x_handle": ["finder", "2026-02-02"],
            "bio": ["x", "2026-02-01"],
        },
        x_handle="nora_s",
        full_name="Nora",
    )
    html = markup(browser.get(f"/leads/{lead.pk}/"))
    background = "Title from LinkedIn, 31 January 2026; industry from the web, 1 March 2026."
    basics = "X handle from profile discovery, 2 February 2026; location from X, 1 February 2026."
    assert (html.count(background), html.count(basics)) == (1, 1)


@pytest.mark.parametrize(
    ("name", "letters"),
    [("Nora Ann Sample", "NS"), ("@nora_s", "N"), ("🚀 Ann O'Neil", "AN"), ("", "?"), ("李 明", "李明")],
)
def test_initials_stand_for_a_picture(name, letters):
    assert initials(name) == letters


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(-7300, "2 hours ago"), (-3, "just now"), (1, "just now"), (40, "in a moment"), (7300, "in 2 hours")],
)
def test_moments_are_told_by_how_far_they_are(seconds, words):
    assert ago(timezone.now() + timedelta(seconds=seconds)).count(f">{words}<") == 1


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


def test_the_ticked_leads_are_exported_with_the_offers_scores(browser, workspace, lead):
    LeadFactory(workspace=workspace, full_name="Not ticked")
    offer = OfferFactory(workspace=workspace)
    BuyerScoreFactory(lead=lead, offer=offer, state=BuyerState.ACTIVE, score=77, fit=80, intent=70, timing=60)
    BuyerScoreFactory(lead=lead, offer=OfferFactory(workspace=workspace), score=11)
    (row,) = exported(browser, lead=[lead.pk], offer=offer.pk)
    assert (row["Name"], row["Score"], row["State"], row["Fit"], row["Intent"], row["Timing"]) == (
        "Nora Sample", "77", "Ready", "80", "70", "60",
    )  # fmt: skip


def test_all_that_match_the_filter_are_exported(browser, workspace, lead):
    for number in range(70):
        LeadFactory(workspace=workspace, full_name=f"Oslo {number}")
    LeadFactory(full_name="Oslo elsewhere")
    rows = exported(browser, everything="1", filter="q=oslo")
    assert [row["Name"] for row in rows] == [f"Oslo {number}" for number in reversed(range(70))]
    assert exported(browser, everything="1", filter="state=nonsense") == []


def test_another_workspaces_lead_is_never_exported(browser, lead):
    stranger = LeadFactory(full_name="Secret Person")
    assert exported(browser, lead=[stranger.pk]) == []


def test_formulas_are_defused_in_both_formats(browser, workspace):
    lead = LeadFactory(workspace=workspace, full_name="=1+1", title="@SUM(A1)", company_name="-2", location="+3\x0b")
    (row,) = exported(browser, lead=[lead.pk])
    assert [row[name] for name in ("Name", "Title", "Company")] == ["'=1+1", "'@SUM(A1)", "'-2"]
    response = browser.post("/leads/export/", {"lead": [lead.pk], "format": "xlsx"})
    sheet = load_workbook(io.BytesIO(b"".join(response.streaming_content))).active
    assert [cell.value for cell in sheet[2]][:3] == ["'=1+1", "'@SUM(A1)", "'-2"]
    assert [cell.data_type for cell in sheet[2]][:3] == ["s", "s", "s"]


def test_an_export_needs_a_post(browser):
    assert browser.get("/leads/export/").status_code == 405


def test_an_empty_workspace_says_what_to_do(browser):
    assert browser.get("/leads/").content.decode().count("No leads yet") == 1


def test_a_filter_that_finds_nobody_offers_to_clear(browser, lead):
    assert browser.get("/leads/?q=zzz").content.decode().count("Clear the filters") == 1


def test_somebody_without_a_workspace_reads_what_to_do(client):
    client.force_login(UserFactory())
    response = client.get("/leads/")
    assert (response.status_code, response.content.decode().count("No workspace yet")) == (404, 1)


def test_only_a_member_switches_to_a_workspace():
    member, other = MembershipFactory(), MembershipFactory()
    mine = MembershipFactory(user=member.user)
    browser = Client()
    browser.force_login(member.user)
    assert browser.post("/workspace/", {"workspace": other.workspace_id}).status_code == 404
    assert browser.post("/workspace/", {"workspace": "x"}).status_code == 404
    assert browser.post("/workspace/", {"workspace": mine.workspace_id}).url == "/buyers/"
    assert browser.get("/leads/").wsgi_request.workspace == mine.workspace


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
    assert [exported(browser, offer=number, lead=[lead.pk])[0]["Name"]] == ["Nora Sample"]
    assert exported(browser, lead=[number]) == []
    for address in ("/buyers/?offer=", "/leads/?after=.", "/leads/?before=."):
        assert browser.get(f"{address}{number}").status_code == 200
    assert browser.get(f"/leads/{number}/").status_code == 404


def test_a_number_of_another_workspace_is_not_found(browser, lead):
    theirs = OfferFactory()
    for address in ("/buyers/state/", "/rescore/", "/leads/export/"):
        form = {"offer": theirs.pk, "state": "manual", "lead": lead.pk}
        assert browser.post(address, form).status_code == 404


@pytest.mark.parametrize(
    ("named", "gone_to"),
    [("/leads/?q=x", "/leads/?q=x"), ("https://elsewhere.example/", "/buyers/"), ("//elsewhere.example", "/buyers/")],
)
def test_a_form_without_script_goes_back_to_its_own_page_only(browser, workspace, named, gone_to):
    form = {"offer": OfferFactory(workspace=workspace).pk, "state": "manual", "next": named}
    assert [browser.post(address, form).url for address in ("/buyers/state/", "/rescore/")] == [gone_to, gone_to]


def test_nobody_reads_leads_without_logging_in(client, lead):
    response = client.get(f"/leads/{lead.pk}/")
    assert (response.status_code, response.url) == (302, f"/login/?next=/leads/{lead.pk}/")


@pytest.mark.parametrize(
    ("page", "login"),
    [
        ("http://testserver/leads/?q=plant&sort=name", "/login/?next=/leads/%3Fq%3Dplant%26sort%3Dname"),
        ("https://elsewhere.example/leads/", "/login/"),
        ("", "/login/"),
    ],
)
def test_a_lapsed_login_comes_back_to_the_page_it_lapsed_on(client, lead, page, login):
    headers = htmx("panel") | {"HX-Current-URL": page}
    lapsed = client.get(f"/leads/{lead.pk}/", headers=headers)
    assert (lapsed.status_code, lapsed.headers["HX-Redirect"], lapsed.headers.get("Location")) == (200, login, None)


def test_a_session_that_names_no_workspace_does_not_ask_for_the_nameless_one(browser, workspace):
    with CaptureQueriesContext(connection) as queries:
        assert browser.get("/progress/").wsgi_request.workspace == workspace
    asked = [query["sql"] for query in queries if "leads_membership" in query["sql"]]
    assert [sql for sql in asked if "IS NULL" in sql] == []


def test_logging_in_leads_to_the_buyers_and_out_again(client):
    member = MembershipFactory()
    response = client.post("/login/", {"username": member.user.username, "password": "a long enough password"})
    assert (response.status_code, response.url) == (302, "/buyers/")
    assert client.post("/logout/").url == "/login/"
    wrong = client.post("/login/", {"username": member.user.username, "password": "wrong"})
    assert wrong.content.decode().count("Please enter a correct username and password") == 1


def test_a_password_is_changed(browser, member):
    form = {
        "old_password": "a long enough password",
        "new_password1": "another long one",
        "new_password2": "another long one",
    }
    assert browser.get("/password/").status_code == 200
    assert browser.post("/password/", form).url == "/password/changed/"
    member.user.refresh_from_db()
    assert member.user.check_password("another long one") is True


def test_the_administration_finds_leads_by_their_words(admin_client, lead):
    LeadFactory(full_name="Somebody Else")
    found = admin_client.get("/admin/leads/lead/", {"q": "nora"}).context["cl"]
    assert [row.full_name for row in found.result_list] == ["Nora Sample"]
    for model in ("workspace", "membership", "offer", "search", "lead", "company", "leadsource", "post"):
        assert admin_client.get(f"/admin/leads/{model}/").status_code == 200
    assert admin_client.get(f"/admin/leads/lead/{lead.pk}/change/").status_code == 200


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


@pytest.mark.parametrize(
    "words",
    ["jurgen-ebersbach", "https://www.linkedin.com/in/Jurgen-Ebersbach/", "@jurgen_e", "x.com/jurgen_e", "jurgen_e"],
)
def test_a_lead_is_found_by_its_address(browser, workspace, words):
    LeadFactory(workspace=workspace, full_name="Jürgen E.", linkedin_slug="jurgen-ebersbach", x_handle="jurgen_e")
    LeadFactory(workspace=workspace, full_name="Nora Sample", linkedin_slug="nora-sample")
    LeadFactory(full_name="Elsewhere", linkedin_slug="jurgen-ebersbach", x_handle="jurgen_e")
    assert listed(browser, q=words) == ["Jürgen E."]
