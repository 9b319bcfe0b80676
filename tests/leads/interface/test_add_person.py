import pytest
from django.urls import reverse

from leads.models import Lead, LeadSource, Search
from tests.conftest import ReadOnlyGetClient
from tests.pages import markup
from tests.teams import team

pytestmark = pytest.mark.django_db
ADD = "add-lead"


@pytest.mark.parametrize(
    ("typed", "field", "value"),
    [
        ("https://de.linkedin.com/in/Nora-Sample/?trk=x", "linkedin_slug", "nora-sample"),
        ("linkedin.com/pub/nora-sample/1/2b/3c4", "linkedin_slug", "nora-sample-3c402b1"),
        ("nora-sample-12", "linkedin_slug", "nora-sample-12"),
        ("https://www.linkedin.com/in/dr.sample", "linkedin_slug", "dr.sample"),
        ("https://www.linkedin.com/in/o’sample-2", "linkedin_slug", "o'sample-2"),
        ("x.com/none", "x_handle", "none"),
        ("norasamplenorasample", "linkedin_slug", "norasamplenorasample"),
        ("@NoraSample", "x_handle", "norasample"),
        ("https://mobile.twitter.com/NoraSample?s=20", "x_handle", "norasample"),
        ("x.com/norasample/status/123", "x_handle", "norasample"),
        ("Nora Sample <Nora+news@Example.com>", "email_key", "nora@example.com"),
        ("nora@linkedin.com", "email_key", "nora@linkedin.com"),
    ],
)
def test_one_address_makes_one_person(north, typed, field, value):
    response = north.client.post(reverse(ADD), {"address": typed, "title": "Plant Manager"})

    lead = Lead.objects.get()
    search = Search.objects.get()
    assert response.url == reverse("lead", args=[lead.pk])
    assert (getattr(lead, field), lead.title, lead.workspace) == (value, "Plant Manager", north.workspace)
    assert (search.kind, search.status, search.found, search.created) == ("manual", "completed", 1, 1)
    assert search.created_by == north.user


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        (
            "https://www.linkedin.com/company/sample-works/",
            "This is the page of a company or school on LinkedIn, not a person’s profile.",
        ),
        (
            "https://www.linkedin.com/sales/lead/ACwAAAabcdefgh,NAME_SEARCH",
            "This is a Sales Navigator or Recruiter link. Open the profile on LinkedIn and copy the address "
            "with /in/ in it.",
        ),
        (
            "https://www.linkedin.com/feed/",
            "This LinkedIn address does not lead to a person’s profile: those have /in/ in them.",
        ),
        ("https://x.com/search?q=nora", "This X address does not lead to a person’s profile."),
        ("@home", "This X address does not lead to a person’s profile."),
        ("nora@", "This is not a complete e-mail address."),
        (
            "norasample",
            "“norasample” may be a name on X or on LinkedIn. Write @norasample for X, or linkedin.com/in/norasample.",
        ),
        (
            "https://example.com/nora",
            "This is neither a LinkedIn or X profile nor an e-mail address. Examples: "
            "linkedin.com/in/jane-doe, @janedoe, jane@example.com.",
        ),
        ("!!", "This is not a user name of LinkedIn or X."),
        ("", "This field is required."),
    ],
)
def test_what_is_not_a_persons_profile_is_refused_in_a_sentence(north, typed, sentence):
    response = north.client.post(reverse(ADD), {"address": typed, "full_name": "Nora Sample"})

    assert (response.status_code, response.context["form"].errors) == (422, {"address": [sentence]})
    assert response.context["form"]["full_name"].value() == "Nora Sample"
    assert (Lead.objects.count(), Search.objects.count()) == (0, 0)


@pytest.mark.parametrize(("typed", "field"), [("n" * 16, "linkedin_slug"), ("nora-sample", "linkedin_slug")])
def test_a_bare_name_that_x_does_not_allow_is_one_of_linkedin(north, typed, field):
    north.client.post(reverse(ADD), {"address": typed})

    assert getattr(Lead.objects.get(), field) == typed


def test_a_bare_name_of_fifteen_letters_may_be_one_of_either(north):
    response = north.client.post(reverse(ADD), {"address": "n" * 15})

    assert response.context["form"].errors["address"] == [
        f"“{'n' * 15}” may be a name on X or on LinkedIn. Write @{'n' * 15} for X, or linkedin.com/in/{'n' * 15}."
    ]
    assert Lead.objects.count() == 0


def test_a_known_person_is_completed_and_not_doubled(north):
    north.client.post(reverse(ADD), {"address": "linkedin.com/in/nora-sample", "full_name": "Nora Sample"})

    again = {"address": "www.linkedin.com/in/NORA-SAMPLE", "full_name": "Somebody Else", "company_name": "Works"}
    response = north.client.post(reverse(ADD), again)

    lead = Lead.objects.get()
    assert (lead.full_name, lead.company_name) == ("Nora Sample", "Works")
    assert LeadSource.objects.filter(lead=lead).count() == 2
    assert response.url == reverse("lead", args=[lead.pk])


def test_a_person_is_scored_for_the_offer_that_was_chosen(north):
    first, chosen = north.offer("Alpha"), north.offer("Beta")
    north.client.get(reverse("buyers"), {"offer": first.pk})

    response = north.client.post(reverse(ADD), {"address": "@norasample", "offer": chosen.pk})

    assert Search.objects.get().offer == chosen
    assert response.url == f"{reverse('lead', args=[Lead.objects.get().pk])}?offer={chosen.pk}"


def test_another_workspaces_offer_cannot_be_chosen(north):
    secret = team(ReadOnlyGetClient, "south").offer("Secret")

    response = north.client.post(reverse(ADD), {"address": "@norasample", "offer": secret.pk})

    assert list(response.context["form"].errors) == ["offer"]
    assert "Secret" not in response.content.decode()
    assert Lead.objects.count() == 0


def test_the_dialog_is_the_part_of_the_page_that_holds_the_form(north):
    page = north.client.get(reverse(ADD))
    dialog = north.client.get(reverse(ADD), headers={"HX-Request": "true", "HX-Target": "dialog-body"})

    assert "<html" not in dialog.content.decode()
    assert dialog.content.decode().count("<form") == 1
    assert "<html" in page.content.decode()
    assert sorted(page["Vary"].split(", ")) == ["Cookie", "HX-Request", "HX-Target"]


def test_a_charge_for_looking_somebody_up_is_told_before(north):
    page = markup(north.client.get(reverse(ADD)))

    assert page.count("X charges for the profile and each post that is read.") == 1
    assert page.count(f'hx-get="{reverse("cost-of-new-people")}?x=1&amp;linkedin=1&amp;people=1"') == 1


def test_the_dialog_sends_the_browser_to_the_new_lead(north):
    response = north.client.post(
        reverse(ADD), {"address": "@norasample"}, headers={"HX-Request": "true", "HX-Target": "dialog-body"}
    )

    assert response["HX-Redirect"] == reverse("lead", args=[Lead.objects.get().pk])


def added(member, **typed):
    """What is told after a newly opened form was sent."""
    form_id = member.client.get(reverse(ADD)).context["form"]["form_id"].value()
    page = member.client.post(reverse(ADD), {"form_id": form_id, **typed}, follow=True)
    return [str(message) for message in page.context["messages"]]


def test_who_is_here_already_is_told_so_and_not_as_added(north):
    address = {"address": "@norasample", "full_name": "Nora Sample"}

    assert added(north, **address) == ["Nora Sample was added."]
    assert added(north, **address) == ["Nora Sample was a lead already."]
    assert added(north, **address, title="Clerk") == ["Nora Sample was a lead already; missing fields were filled in."]


def test_the_page_shows_errors_in_itself_and_the_dialog_in_the_dialog(north):
    page = north.client.post(reverse(ADD), {"address": "nora@"}).content.decode()
    headers = {"HX-Request": "true", "HX-Target": "dialog-body"}
    dialog = north.client.post(reverse(ADD), {"address": "nora@"}, headers=headers).content.decode()

    sentence, by_script = "This is not a complete e-mail address.", f'hx-post="{reverse(ADD)}" hx-target="#dialog-body"'
    assert [part.count(sentence) for part in (page, dialog)] == [1, 1]
    assert [part.count(by_script) for part in (page, dialog)] == [0, 1]


def test_a_double_click_is_one_search(north):
    form_id = north.client.get(reverse(ADD)).context["form"]["form_id"].value()
    for _ in range(2):
        typed = {"address": "@norasample", "title": "Plant Manager", "form_id": form_id}
        response = north.client.post(reverse(ADD), typed)
    lead = Lead.objects.get()
    assert (response.url, lead.sources.get().search) == (reverse("lead", args=[lead.pk]), Search.objects.get())


def test_adding_somebody_again_with_more_is_another_search(north):
    north.client.post(reverse(ADD), {"address": "@norasample"})
    north.client.post(reverse(ADD), {"address": "@norasample", "title": "Plant Manager"})
    assert (Lead.objects.get().title, Search.objects.count()) == ("Plant Manager", 2)
