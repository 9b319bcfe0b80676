import re
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, transaction

from autoreach.api import tokens
from autoreach.api.models import NAME_TAKEN, PersonalToken
from leads.models import Membership
from tests.autoreach.api.conftest import caller_of
from tests.concurrency import apart, wait_until_blocking
from tests.pages import words


def made(team, name="Laptop", scopes=("read", "add")):
    return team.client.post("/settings/tokens/", {"name": name, "scopes": scopes})


def test_a_token_is_shown_once_and_listed_without_it(north):
    answer = made(north)
    (text,) = re.findall(r">(autoreach_[^<]+)</textarea>", answer.content.decode())
    token = PersonalToken.objects.get()
    assert (tokens.find(text), token.scopes, token.membership.user) == (token, ["read", "add"], north.user)
    page = north.client.get("/settings/")
    listed = (
        f"Laptop Ends in {text[-4:]} · made just now · never used Read offers, leads, buyers and searches · Add people"
    )
    assert (text in page.content.decode(), listed in words(page)) == (False, True)


def test_the_page_says_when_a_token_was_used_last(north, caller):
    caller.get("me")
    assert f"Ends in {caller.text[-4:]} · made just now · last used just now" in words(north.client.get("/settings/"))


def test_a_revoked_token_opens_nothing(north, caller):
    answer = north.client.post(f"/settings/tokens/{caller.token.pk}/revoke/", follow=True)
    assert "The token “script” is revoked." in words(answer)
    assert (caller.get("me").status_code, PersonalToken.objects.count()) == (401, 0)


def test_the_token_of_another_member_is_neither_shown_nor_revoked(north, south):
    other = caller_of(south, name="Theirs")
    membership = Membership.objects.create(user=south.user, workspace=north.workspace)
    beside = PersonalToken.objects.create(membership=membership, name="Beside", scopes=[], digest="0", ending="beef")
    assert [name in words(north.client.get("/settings/")) for name in ("Theirs", "Beside")] == [False, False]
    answers = [north.client.post(f"/settings/tokens/{token.pk}/revoke/") for token in (other.token, beside)]
    assert ([answer.status_code for answer in answers], PersonalToken.objects.count()) == ([404, 404], 2)


def test_two_tokens_of_a_member_differ_in_name(north):
    made(north)
    again = made(north)
    assert (again.status_code, PersonalToken.objects.count()) == (422, 1)
    assert NAME_TAKEN in words(again)


def test_a_token_needs_something_that_it_may(north):
    assert (made(north, scopes=()).status_code, PersonalToken.objects.count()) == (422, 0)


def test_who_may_not_spend_makes_tokens_that_read(north):
    Membership.objects.update(role=Membership.Role.MEMBER, rights=[])
    page = north.client.get("/settings/tokens/")
    assert ("Start searches" in words(page), "You may not spend in this workspace." in words(page)) == (False, True)
    assert (made(north).status_code, made(north, scopes=("read",)).status_code) == (422, 200)


@pytest.mark.django_db(transaction=True)
def test_the_second_of_two_clicks_at_once_is_told_of_the_first(north):
    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            caller_of(north, name="Laptop")
            second = threads.submit(apart, made, north)
            wait_until_blocking(connection.connection)
        answer = second.result()
    assert (answer.status_code, NAME_TAKEN in words(answer), PersonalToken.objects.count()) == (422, True, 1)
