import pytest

from autoreach.sandbox.page_tokens import LENGTH, offset_of, token_for


@pytest.mark.parametrize("offset", [0, 1, 99, 35**3, 10**9])
def test_a_token_leads_on_from_where_its_page_ended(offset):
    token = token_for(offset, "search crm")
    assert (offset_of(token, "search crm"), len(token), token.isalnum()) == (offset, LENGTH + 6, True)


def test_a_token_belongs_to_the_question_it_was_given_for():
    assert offset_of(token_for(10, "search crm"), "search erp") is None
    assert token_for(10, "search crm") != token_for(10, "search erp")


@pytest.mark.parametrize("token", ["", "made-up-token-000000", "0" * 19, "next", "²" * 19])
def test_a_token_that_was_never_given_is_none(token):
    assert offset_of(token, "search crm") is None


def test_a_token_that_was_changed_is_none():
    token = token_for(10, "search crm")
    assert offset_of(f"{token[:-1]}b", "search crm") is None
    assert offset_of(f"{'1' if token[0] == '0' else '0'}{token[1:]}", "search crm") is None
