import pytest

from enrichment.models import PipelineJob
from leads.models import Lead, LeadMerge, PlatformProfile
from leads.people.correcting import EDITABLE, correct_field, text_of
from tests.factories import BuyerScoreFactory, LeadFactory
from tests.pages import markup, words

pytestmark = pytest.mark.django_db


@pytest.fixture
def user(member):
    return member.user


@pytest.fixture
def lead(workspace):
    return LeadFactory(workspace=workspace, linkedin_slug="nora-one", full_name="Nora Sample")


def page_of(lead, name):
    return f"/leads/{lead.pk}/fields/{name}/"


def save(browser, lead, name, value, **more):
    return browser.post(page_of(lead, name), {"value": value, "seen": text_of(getattr(lead, name)), **more})


def htmx(target):
    return {"HX-Request": "true", "HX-Target": target}


def fresh(lead):
    return Lead.objects.get(pk=lead.pk)


def test_every_field_of_a_lead_can_be_edited_on_its_page(browser, lead):
    page = markup(browser.get(f"/leads/{lead.pk}/"))
    assert [name for name in EDITABLE if f'href="{page_of(lead, name)}"' not in page] == []
    assert [name for name in EDITABLE if browser.get(page_of(lead, name)).status_code != 200] == []


def test_a_field_is_saved_without_scripts_and_the_page_says_by_whom(browser, user, lead):
    response = save(browser, lead, "title", "  Head of\tProduction ")
    assert (response.status_code, response.url) == (302, f"/leads/{lead.pk}/#lead-background")
    assert (fresh(lead).title, fresh(lead).locked) == ("Head of Production", ["title"])
    assert f"Locked, set by {user.username}" in words(browser.get(f"/leads/{lead.pk}/"))


def test_htmx_gets_the_form_alone_and_a_saved_field_makes_the_page_reload_its_parts(browser, lead):
    form = browser.get(page_of(lead, "title"), headers=htmx("field-title"))
    assert markup(form).lstrip().startswith("<form")
    saved = browser.post(page_of(lead, "title"), {"value": "Director", "seen": lead.title}, headers=htmx("field-title"))
    assert (saved.headers["HX-Reswap"], saved.headers.get("HX-Retarget")) == ("innerHTML", None)
    assert "leads:changed" in saved.headers["HX-Trigger"]


def test_a_field_is_unlocked_again(browser, user, lead):
    correct_field(lead_id=lead.pk, name="title", value="Director", user=user)
    browser.post(page_of(lead, "title"), {"release": "1"})
    assert (fresh(lead).title, fresh(lead).locked) == ("Director", [])
    assert f"Set by {user.username}" in words(browser.get(f"/leads/{lead.pk}/"))


@pytest.mark.parametrize(
    ("name", "value", "stored"),
    [
        ("linkedin_slug", "https://www.linkedin.com/in/Nora-Right/", "nora-right"),
        ("x_handle", "https://x.com/Nora_Right", "nora_right"),
        ("email", "Nora <nora@example.com>", "nora@example.com"),
        ("bio", "Two\r\nlines", "Two\nlines"),
        ("website", "", ""),
        ("website", " example.com/about ", "example.com/about"),
        ("website", "https://medium.com/@nora", "https://medium.com/@nora"),
        ("website", "http://müller.example", "http://müller.example"),
        ("phone", "+49 30 1234567, ask for Nora", "+49 30 1234567, ask for Nora"),
        ("company_size", "11-50", "11-50"),
        ("company_size", "1,001+", "1001+"),
        ("company_size", "über 500 Mitarbeiter", "500+"),
        ("company_size", "10k+", "10k+"),
        ("company_size", "Self-employed", "Self-employed"),
    ],
)
def test_values_are_stored_in_their_usual_form(browser, lead, name, value, stored):
    assert save(browser, lead, name, value).status_code == 302
    assert getattr(fresh(lead), name) == stored


def test_a_day_is_stored_and_taken_away_again(browser, lead):
    browser.post(page_of(lead, "role_started_on"), {"value": "2024-03-01", "seen": ""})
    assert fresh(lead).role_started_on.isoformat() == "2024-03-01"
    browser.post(page_of(lead, "role_started_on"), {"value": "", "seen": "2024-03-01"})
    assert (fresh(lead).role_started_on, fresh(lead).locked) == (None, ["role_started_on"])


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("linkedin_slug", "linkedin.com/company/acme", "This is the page of a company or school on LinkedIn"),
        ("linkedin_slug", "linkedin.com/sales/lead/ACwAAA123456,abc", "This is a Sales Navigator or Recruiter link."),
        ("x_handle", "x.com/search?q=a", "This X address does not lead to a person’s profile."),
        ("email", "nora@", "This is not a complete e-mail address."),
        ("title", "x" * 301, "at most 300 characters"),
        ("role_started_on", "soon", "Enter a valid date."),
        ("role_started_on", "2999-01-01", "This day lies in the future."),
        ("connected_on", "2999-01-01", "This day lies in the future."),
        ("company_size", "viele", "This is no number of employees. Examples: 76, 11-50, 1,001+, self-employed."),
        ("website", "javascript:alert(1)", "This is no web address. Examples: example.com,"),
        ("website", "ftp://example.com", "This is no web address."),
        ("website", "our homepage", "This is no web address."),
        ("website", "localhost", "This is no web address."),
        ("website", "nora@example.com", "This is no web address."),
        ("phone", "call me", "This is no phone number."),
    ],
)
def test_what_is_no_such_value_is_refused_with_a_sentence_and_kept(browser, lead, name, value, said):
    response = save(browser, lead, name, value)
    assert (response.status_code, said in words(response), value in markup(response)) == (422, True, True)
    assert fresh(lead).locked == []


def test_a_value_that_changed_meanwhile_is_shown_before_it_is_replaced(browser, user, lead):
    correct_field(lead_id=lead.pk, name="title", value="Director", user=user)
    response = browser.post(page_of(lead, "title"), {"value": "Intern", "seen": "Plant Manager"})
    assert (response.status_code, "This was changed to “Director” after you opened it." in words(response)) == (
        422,
        True,
    )
    assert 'name="seen" value="Director"' in markup(response)
    browser.post(page_of(lead, "title"), {"value": "Intern", "seen": "Director"})
    assert fresh(lead).title == "Intern"


def test_the_last_thing_that_tells_who_it_is_stays(browser, workspace):
    nameless = LeadFactory(workspace=workspace, full_name="")
    response = save(browser, nameless, "linkedin_slug", "")
    assert (response.status_code, "nothing tells who it is" in words(response)) == (422, True)


def test_an_address_of_another_lead_offers_to_merge_the_two(browser, lead):
    other = LeadFactory(workspace=lead.workspace, linkedin_slug="nora-right", full_name="N. Sample", title="Director")
    response = save(browser, lead, "linkedin_slug", "linkedin.com/in/nora-right")
    assert (response.status_code, "Merge N. Sample into this lead" in words(response)) == (422, True)
    browser.post(f"/leads/{lead.pk}/merge/", {"other": other.pk, "name": "linkedin_slug"})
    assert (fresh(lead).linkedin_slug, Lead.objects.filter(pk=other.pk).exists()) == ("nora-right", False)
    page = words(browser.get(f"/leads/{lead.pk}/"))
    assert "N. Sample was merged into this lead" in page
    browser.post(f"/leads/merges/{LeadMerge.objects.get().pk}/undo/")
    assert fresh(other).linkedin_slug == "nora-right"
    assert "was merged into this lead" not in words(browser.get(f"/leads/{lead.pk}/"))


def test_a_second_click_on_merge_or_undo_changes_and_says_nothing(browser, lead):
    other = LeadFactory(workspace=lead.workspace, linkedin_slug="nora-right", full_name="N. Sample")
    asked = {"other": other.pk, "name": "linkedin_slug"}
    for said in (["N. Sample was merged into this lead. You can undo this here."], []):
        page = browser.post(f"/leads/{lead.pk}/merge/", asked, follow=True)
        assert [str(message) for message in page.context["messages"]] == said
    undo = f"/leads/merges/{LeadMerge.objects.get().pk}/undo/"
    for said in (["N. Sample is a lead of its own again."], []):
        page = browser.post(undo, follow=True)
        assert [str(message) for message in page.context["messages"]] == said
    assert Lead.objects.count() == 2


def known_by_mailbox(lead, **fields):
    address = {"email": "nora@example.com", "email_key": "nora@example.com"}
    return LeadFactory(workspace=lead.workspace, **{"linkedin_slug": "", **address, **fields})


@pytest.mark.parametrize("name", ["N. Sample", ""])
def test_a_mailbox_of_another_lead_is_saved_and_offers_to_merge_the_two(browser, lead, name):
    other = known_by_mailbox(lead, full_name=name)
    page = browser.post(page_of(lead, "email"), {"value": "Nora@Example.com", "seen": ""}, follow=True)
    shown = name or "nora@example.com"
    said = [f"“E-mail” is saved and locked. {shown} has this address too."]
    assert [str(message) for message in page.context["messages"]] == said
    assert words(page).count(f"Merge {shown} into this lead") == 1
    browser.post(f"/leads/{lead.pk}/merge/", {"other": other.pk, "name": "email_key"})
    assert (fresh(lead).email_key, Lead.objects.filter(pk=other.pk).exists()) == ("nora@example.com", False)
    assert "has this address too" not in words(browser.get(f"/leads/{lead.pk}/"))
    browser.post(f"/leads/merges/{LeadMerge.objects.get().pk}/undo/")
    assert (fresh(lead).email_key, fresh(other).email_key) == ("", "nora@example.com")


@pytest.mark.parametrize("fields", [{"full_name": "Paul Other"}, {"linkedin_slug": "another-nora"}])
def test_a_mailbox_is_shared_by_two_people_without_an_offer_to_merge_them(browser, lead, fields):
    other = known_by_mailbox(lead, **{"full_name": "Nora Sample", **fields})
    save(browser, lead, "email", "nora@example.com")
    said, page = browser.get("/leads/"), browser.get(f"/leads/{lead.pk}/")
    assert [words(each).count(f"{other} has this address too.") for each in (said, page)] == [1, 1]
    assert f"/leads/{lead.pk}/merge/" not in markup(page)


def test_leads_are_not_merged_by_a_mailbox_that_only_one_of_them_has(browser, lead):
    other = known_by_mailbox(lead, full_name="Nora Sample")
    answer = browser.post(f"/leads/{lead.pk}/merge/", {"other": other.pk, "name": "email_key"}, follow=True)
    assert "Not merged: Nora Sample was changed since" in words(answer)
    assert Lead.objects.count() == 2


def test_two_people_are_not_merged_by_mistake(browser, lead):
    Lead.objects.filter(pk=lead.pk).update(x_handle="nora")
    other = LeadFactory(workspace=lead.workspace, linkedin_slug="nora-right", x_handle="other")
    answer = browser.post(f"/leads/{lead.pk}/merge/", {"other": other.pk, "name": "linkedin_slug"}, follow=True)
    assert "Not merged: they have different profiles." in words(answer)
    assert fresh(other).x_handle == "other"


def test_a_new_profile_offers_enrichment_until_it_is_read(browser, lead):
    save(browser, lead, "linkedin_slug", "linkedin.com/in/nora-right")
    assert "This profile was not read yet." in words(browser.get(f"/leads/{lead.pk}/"))
    PlatformProfile.objects.create(
        workspace=lead.workspace, lead=lead, platform="linkedin", handle="nora-right", fetched_at=lead.created_at
    )
    assert "This profile was not read yet." not in words(browser.get(f"/leads/{lead.pk}/"))


def test_a_corrected_title_is_scored_again(browser, lead):
    score = BuyerScoreFactory(lead=lead)
    save(browser, lead, "title", "Director")
    assert PipelineJob.objects.get(lead=lead).offer_id == score.offer_id


@pytest.mark.parametrize("name", ["best_score", "workspace_id", "locked", "company"])
def test_columns_that_are_no_fields_of_a_person_cannot_be_edited(browser, lead, name):
    before = Lead.objects.values().get(pk=lead.pk)
    answers = [browser.get(page_of(lead, name)), browser.post(page_of(lead, name), {"value": "1", "seen": ""})]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert Lead.objects.values().get(pk=lead.pk) == before


def test_a_lead_that_lost_the_address_since_is_not_merged(browser, lead):
    other = LeadFactory(workspace=lead.workspace, full_name="Paul Other", x_handle="paul_other")
    Lead.objects.filter(pk=other.pk).update(linkedin_slug="")
    answer = browser.post(f"/leads/{lead.pk}/merge/", {"other": other.pk, "name": "linkedin_slug"}, follow=True)
    kept = fresh(lead)
    assert "Not merged: Paul Other was changed since" in words(answer)
    assert (kept.linkedin_slug, kept.locked, Lead.objects.count()) == ("nora-one", [], 2)


def test_leads_and_merges_of_other_workspaces_are_not_found(browser, user, lead):
    strange, other = LeadFactory(), LeadFactory(workspace=lead.workspace)
    merge = LeadMerge.objects.create(
        workspace=strange.workspace, lead=strange, gone_id=7, gone_name="x", record={"by_hand": True}
    )
    answers = [
        browser.get(page_of(strange, "title")),
        browser.post(page_of(strange, "title"), {"value": "x", "seen": "Plant Manager"}),
        browser.post(f"/leads/{lead.pk}/merge/", {"other": strange.pk, "name": "linkedin_slug"}),
        browser.post(f"/leads/{strange.pk}/merge/", {"other": other.pk, "name": "linkedin_slug"}),
        browser.post(f"/leads/merges/{merge.pk}/undo/"),
    ]
    assert [answer.status_code for answer in answers] == [404] * 5
    assert fresh(strange).title == "Plant Manager"


def test_a_saved_field_is_named_as_a_field_whatever_its_number(browser, lead):
    response = browser.post(page_of(lead, "notes"), {"value": "Met at a fair.", "seen": ""}, follow=True)
    assert [str(message) for message in response.context["messages"]] == ["“Notes” is saved and locked."]
