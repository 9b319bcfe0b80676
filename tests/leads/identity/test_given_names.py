import pytest

from leads.identity.given_names import called, formal, is_common, is_known, is_nickname, is_shortened, share


def test_a_name_has_short_forms_and_a_short_form_has_names():
    assert {"bob", "rob"} <= called("robert")
    assert "robert" in formal("bob")


@pytest.mark.parametrize(
    ("a", "b", "nickname"),
    [
        ("bob", "robert", True),
        ("robert", "bob", True),
        ("bob", "rob", True),
        ("liz", "beth", True),
        ("bob", "anna", False),
        ("anna", "hanna", False),
    ],
)
def test_two_forms_of_one_name_are_nicknames(a, b, nickname):
    assert is_nickname(a, b) is nickname


@pytest.mark.parametrize(
    ("a", "b", "short"),
    [
        ("zach", "zachary", True),
        ("christopher", "topher", True),
        ("al", "albert", False),
        ("anna", "annas", False),
        ("ann", "joanna", False),
    ],
)
def test_a_shortened_name_begins_or_ends_the_whole_one(a, b, short):
    assert is_shortened(a, b) is short


def test_a_common_name_has_a_larger_share_than_an_unlisted_one_in_any_form():
    assert share("given", "bob") == share("given", "robert") > share("given", "xilanthe") > 0
    assert share("family", "smith") > share("family", "quillfeather") > 0
    assert (is_common("family", "smith"), is_common("family", "quillfeather")) == (True, False)
    assert (is_known("robert"), is_known("xilanthe")) == (True, False)
