import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import psycopg
import pytest
from django.contrib.auth import get_user_model
from django.core import mail
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from leads import access
from leads.models import ImportJob, Invitation, Membership, Offer, Workspace
from tests.concurrency import apart, wait_until_blocking
from tests.conftest import PageClient
from tests.factories import LeadFactory, MembershipFactory, OfferFactory, SearchFactory
from tests.forms import fields_of
from tests.pages import words
from tests.teams import team

pytestmark = pytest.mark.django_db
Right = Membership.Right


@pytest.fixture
def owner():
    return team(PageClient)


@pytest.fixture
def member(owner):
    """Of the owner's workspace, with every right but none of an owner's."""
    membership = MembershipFactory(workspace=owner.workspace, rights=[right.value for right in Right])
    membership.client = PageClient()
    membership.client.force_login(membership.user)
    return membership


def without(member, right):
    member.rights = [each for each in member.rights if each != right]
    member.save()
    return member.client


def spend(workspace, client):
    lead = LeadFactory(workspace=workspace)
    return client.post(reverse("enrich"), {"lead": lead.pk, "chosen": "1", "step": "profile", "start": "1"})


def add(workspace, client):
    return client.post(reverse("add-lead"), {"address": "linkedin.com/in/nora-sample"})


def start_import(workspace, client):
    job = ImportJob.objects.create(workspace=workspace, file_name="people.csv")
    return client.post(reverse("import-start", args=[job.pk]), {"policy": "skip"})


def undo_import(workspace, client):
    job = ImportJob.objects.create(workspace=workspace, file_name="people.csv")
    return client.post(reverse("import-undo", args=[job.pk]))


def archive(workspace, client):
    return client.post(reverse("offer-archive", args=[OfferFactory(workspace=workspace).pk]))


def invite(workspace, client):
    return client.post(reverse("invite"), {"role": "member", "rights": []})


def change_settings(workspace, client):
    opened = fields_of(client.get(reverse("settings")))
    return client.post(reverse("settings"), opened | {"name": "Renamed"})


DEEDS = {
    "spend": (Right.SPEND, spend),
    "add": (Right.SPEND, add),
    "import": (Right.SPEND, start_import),
    "archive": (Right.ARCHIVE, archive),
    "undo": (Right.ARCHIVE, undo_import),
    "invite": (Right.INVITE, invite),
    "settings": (Right.SETTINGS, change_settings),
}


@pytest.mark.parametrize("name", DEEDS)
def test_a_deed_needs_its_right_and_says_who_can_give_it(member, name):
    right, deed = DEEDS[name]
    allowed = deed(member.workspace, member.client)
    refused = deed(member.workspace, without(member, right))
    said = re.search(r'id="refusal">(.*?)</p>', refused.content.decode())
    assert (allowed.status_code in (200, 302), refused.status_code) == (True, 403)
    assert said[1] == access.REFUSALS[right]


def test_a_member_without_the_right_reads_why_where_the_button_would_be(member):
    for right in Right:
        without(member, right)
    offer = OfferFactory(workspace=member.workspace)
    shown = [
        refusal
        for address in (reverse("add-lead"), reverse("offer", args=[offer.pk]), reverse("settings"), reverse("members"))
        for refusal in access.REFUSALS.values()
        if refusal in member.client.get(address).content.decode()
    ]
    assert shown == [access.REFUSALS[right] for right in (Right.SPEND, Right.ARCHIVE, Right.SETTINGS, Right.INVITE)]


def import_at_work(workspace):
    return reverse("import", args=[ImportJob.objects.create(workspace=workspace, state="committing").pk])


def paste_with_a_bad_line(workspace):
    line = {"text": "nonsense", "kind": "", "address": "", "problem": "This is no address."}
    search = SearchFactory(workspace=workspace, kind="manual", rejected=1, parameters={"lines": [line]})
    return reverse("search", args=[search.pk])


def lead_without_its_posts(workspace):
    return reverse("lead-work", args=[LeadFactory(workspace=workspace, missing=["X posts"]).pk])


@pytest.mark.parametrize(
    ("page", "right"),
    [
        (import_at_work, Right.ARCHIVE),
        (paste_with_a_bad_line, Right.SPEND),
        (lead_without_its_posts, Right.SPEND),
    ],
)
def test_a_button_that_would_be_refused_is_disabled_with_the_reason(member, page, right):
    address = page(member.workspace)

    def seen(client):
        shown = client.get(address, headers={"HX-Request": "true"}).content.decode()
        return len(re.findall(r"<button[^>]* disabled", shown)), shown.count(access.REFUSALS[right])

    assert (seen(member.client), seen(without(member, right))) == ((0, 0), (1, 1))


def post_to(name, **posted):
    def deed(workspace, client):
        offer = OfferFactory(workspace=workspace)
        LeadFactory(workspace=workspace)
        arguments = [] if name == "rescore" else [offer.pk]
        return client.post(reverse(name, args=arguments), {"offer": offer.pk} | posted)

    return deed


def edit(workspace, client):
    address = reverse("offer-edit", args=[OfferFactory(workspace=workspace).pk])
    return client.post(address, fields_of(client.get(address)) | {"description": "Boats"})


def new_offer(workspace, client):
    address = reverse("offer-create")
    described = {"name": "New", "description": "Boats", "target_audience": "Sailors"}
    chosen = {"location_mode": "company", "language": "en", "signal_likelihood": "medium"}
    return client.post(address, described | chosen)


def rename(workspace, client):
    address = reverse("offer-edit", args=[OfferFactory(workspace=workspace).pk])
    return client.post(address, fields_of(client.get(address)) | {"name": "Renamed"})


AI_DEEDS = [
    post_to("score-leads"),
    post_to("rescore"),
    post_to("rescore-offer"),
    post_to("match-pool"),
    edit,
    new_offer,
]


@pytest.mark.parametrize("deed", AI_DEEDS)
@pytest.mark.parametrize(("scorer", "is_refused"), [("ai", True), ("local", False)])
def test_what_has_the_ai_score_needs_the_right_to_spend(member, settings, deed, scorer, is_refused):
    settings.PROVIDERS = {"OPENAI_API_KEY": "k"}
    Workspace.objects.update(scorer=scorer)
    answer = deed(member.workspace, without(member, Right.SPEND))
    assert (answer.status_code in (403, 422), access.REFUSALS[Right.SPEND] in answer.content.decode()) == (
        is_refused,
        is_refused,
    )


def test_another_name_costs_nothing_and_needs_no_right(member, settings):
    settings.PROVIDERS = {"OPENAI_API_KEY": "k"}
    Workspace.objects.update(scorer="ai")
    assert rename(member.workspace, without(member, Right.SPEND)).status_code == 302


@pytest.mark.parametrize(("scorer", "disabled"), [("ai", 2), ("local", 0)])
def test_rescore_and_back_to_automatic_are_disabled_with_the_reason(member, settings, scorer, disabled):
    settings.PROVIDERS = {"OPENAI_API_KEY": "k"}
    Workspace.objects.update(scorer=scorer)
    offer, lead = OfferFactory(workspace=member.workspace), LeadFactory(workspace=member.workspace)
    page = without(member, Right.SPEND).get(f"{reverse('lead', args=[lead.pk])}?offer={offer.pk}").content.decode()
    assert page.count(f'disabled title="{access.REFUSALS[Right.SPEND]}"') == disabled


@pytest.mark.parametrize("name", ["offer", "offer-edit", "pool-matches", "unscored-leads"])
def test_pages_say_where_the_right_to_have_the_ai_score_is_missing(member, settings, name):
    settings.PROVIDERS = {"OPENAI_API_KEY": "k"}
    Workspace.objects.update(scorer="ai")
    offer = OfferFactory(workspace=member.workspace)
    LeadFactory(workspace=member.workspace)
    page = without(member, Right.SPEND).get(reverse(name, args=[offer.pk]), headers={"HX-Request": "true"})
    assert access.REFUSALS[Right.SPEND] in page.content.decode()


def test_an_owner_sets_what_a_member_may_do(owner, member):
    address = reverse("member", args=[member.pk])
    opened = fields_of(owner.client.get(address))
    response = owner.client.post(address, opened | {"rights": ["archive"]})
    member.refresh_from_db()
    assert (response.url, member.role, member.rights) == (reverse("members"), "member", ["archive"])


@pytest.mark.parametrize("name", ["member", "remove-member"])
def test_no_member_changes_a_membership(owner, member, name):
    response = member.client.post(reverse(name, args=[member.pk]), {"role": "owner", "rights": []})
    member.refresh_from_db()
    assert (response.status_code, member.role) == (403, "member")


def test_memberships_of_another_workspace_are_not_found(owner):
    other = MembershipFactory()
    answers = [owner.client.post(reverse(name, args=[other.pk]), {}) for name in ("member", "remove-member")]
    assert [answer.status_code for answer in answers] == [404, 404]
    assert Membership.objects.filter(pk=other.pk, role=other.role, rights=other.rights).exists()


def test_a_workspace_keeps_an_owner(owner):
    own = Membership.objects.get(user=owner.user)
    address = reverse("member", args=[own.pk])
    demoted = owner.client.post(address, fields_of(owner.client.get(address)) | {"role": "member"})
    owner.client.post(reverse("remove-member", args=[own.pk]))
    own.refresh_from_db()
    assert (demoted.status_code, list(demoted.context["form"].errors), own.role) == (422, ["role"], "owner")


def test_a_removed_member_sees_nothing_more(owner, member):
    assert owner.client.post(reverse("remove-member", args=[member.pk])).url == reverse("members")
    assert member.client.get(reverse("buyers")).status_code == 404


def link(owner, **given):
    owner.client.post(reverse("invite"), {"role": "member", "rights": ["spend"]} | given)
    page = owner.client.get(reverse("members")).content.decode()
    return re.findall(r"http://testserver(/join/[^\"]+)", page)[0]


NEW = {"username": "nora", "email": "nora@north.example", "password1": "a long new one", "password2": "a long new one"}


def test_an_invitation_lets_one_new_person_in_with_its_rights(owner):
    address, browser = link(owner), Client()
    page = browser.get(address).content.decode()
    joined = browser.post(address, NEW)
    nora = Membership.objects.get(user__username="nora")
    assert "invites you to this workspace" in page
    assert (joined.url, nora.workspace, nora.role, nora.rights) == ("/buyers/", owner.workspace, "member", ["spend"])
    assert browser.get("/buyers/").wsgi_request.workspace == owner.workspace
    again = Client().post(address, NEW | {"username": "paul"})
    assert (again.status_code, "has been used" in again.content.decode()) == (410, True)
    assert get_user_model().objects.filter(username="paul").exists() is False
    assert "Do you have an account here already? Then log in." in words(Client().get(address))
    for_a_member = words(browser.get(address))
    assert ("You are logged in as nora." in for_a_member, "log in." in for_a_member) == (True, False)


@pytest.mark.django_db(transaction=True)
def test_of_two_who_take_one_user_name_at_once_the_second_is_asked_for_another(owner):
    address, browser = link(owner), Client()
    with psycopg.connect(**connection.get_connection_params()) as other, ThreadPoolExecutor(1) as thread:
        other.execute(
            "INSERT INTO auth_user (username, password, first_name, last_name, email, is_superuser, is_staff,"
            " is_active, date_joined) VALUES ('nora', '', '', '', '', false, false, true, now())"
        )
        answer = thread.submit(apart, browser.post, address, NEW)
        wait_until_blocking(other)
        other.commit()
        refused = answer.result()
    joined = Client().post(address, NEW | {"username": "nora2"})
    assert (refused.status_code, "A user with that username already exists." in refused.content.decode()) == (422, True)
    assert (joined.url, Membership.objects.filter(user__username="nora").exists()) == ("/buyers/", False)


def test_a_member_of_another_workspace_joins_with_the_account_they_have(owner):
    other = MembershipFactory()
    browser = Client()
    browser.force_login(other.user)
    address = link(owner)
    assert f"Join as {other.user.username}" in browser.get(address).content.decode()
    assert browser.post(address).url == "/buyers/"
    assert browser.get("/buyers/").wsgi_request.workspace == owner.workspace


def test_a_member_who_opens_an_invitation_keeps_their_role_and_leaves_it_open(owner):
    own = Client()
    own.force_login(owner.user)
    address = link(owner)
    seen = own.get(address).content.decode()
    assert [text in seen for text in ("You are a member already.", "Join as")] == [True, False]
    own.post(address)
    assert Membership.objects.get(user=owner.user).role == "owner"
    assert Client().post(address, NEW).url == "/buyers/"


@pytest.mark.parametrize("spoiled", ["expired", "withdrawn", "forged", "sender gone", "sender may no longer"])
def test_a_spoiled_invitation_lets_no_one_in(owner, member, spoiled):
    sender = member
    address = link(sender)
    if spoiled == "expired":
        Invitation.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif spoiled == "withdrawn":
        sender.client.post(reverse("withdraw-invitation", args=[Invitation.objects.get().pk]))
    elif spoiled == "forged":
        address = re.sub(r"join/\d+", f"join/{Invitation.objects.get().pk + 1}", address)
    elif spoiled == "sender gone":
        member.delete()
    else:
        without(member, Right.INVITE)
    answers = [Client().get(address).status_code, Client().post(address, NEW).status_code]
    assert (answers, get_user_model().objects.filter(username="nora").exists()) == ([410, 410], False)


def test_a_member_gives_no_more_than_they_have(member):
    without(member, Right.SETTINGS)
    for given in ({"role": "owner", "rights": []}, {"role": "member", "rights": ["settings"]}):
        assert member.client.post(reverse("invite"), given).status_code == 422
    assert Invitation.objects.count() == 0


def test_a_member_sees_and_withdraws_no_link_that_gives_more_than_they_have(owner, member):
    without(member, Right.SETTINGS)
    hidden = [link(owner, **given) for given in ({"role": "owner", "rights": []}, {"rights": ["settings"]})]
    given = link(owner, rights=["spend"])
    page = member.client.get(reverse("members")).content.decode()
    assert [address in page for address in (*hidden, given)] == [False, False, True]
    withdrawn = [
        member.client.post(reverse("withdraw-invitation", args=[pk])).status_code
        for pk in Invitation.objects.order_by("pk").values_list("pk", flat=True)
    ]
    assert (withdrawn, Invitation.objects.count()) == ([404, 404, 302], 2)


def test_a_wrong_account_is_refused_and_uses_nothing_up(owner):
    address = link(owner)
    refused = Client().post(address, NEW | {"password2": "another"})
    assert (refused.status_code, Invitation.objects.get().accepted_at) == (422, None)


def test_with_mail_the_link_is_sent(owner, settings):
    settings.EMAIL_URL = "smtp://mail.example"
    address = link(owner, email="nora@north.example")
    assert [(letter.to, address in letter.body) for letter in mail.outbox] == [(["nora@north.example"], True)]


def test_the_second_of_two_clicks_sends_no_second_link(owner, settings):
    settings.EMAIL_URL = "smtp://mail.example"
    for _ in range(2):
        link(owner, email="nora@north.example")
    link(owner, email="nora@north.example", rights=["spend", "invite"])
    assert (len(mail.outbox), Invitation.objects.count()) == (2, 2)


def test_a_workspace_with_two_lines_in_its_name_sends_mail_too(owner, settings):
    settings.EMAIL_URL = "smtp://mail.example"
    Workspace.objects.update(name="North\r\nEast")
    link(owner, email="nora@north.example")
    assert [letter.subject for letter in mail.outbox] == ["AutoReach: invitation to North East"]


def test_invitations_are_those_of_the_workspace(owner):
    stranger = team(PageClient, "south")
    link(stranger)
    pk = Invitation.objects.get().pk
    assert "/join/" not in owner.client.get(reverse("members")).content.decode()
    assert owner.client.post(reverse("withdraw-invitation", args=[pk])).status_code == 404
    assert (Invitation.objects.count(), Offer.objects.count()) == (1, 0)
