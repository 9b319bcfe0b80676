import pytest

from autoreach.sandbox.unipile_words import Words
from autoreach.sandbox.world.dice import words_of


@pytest.mark.parametrize(
    ("query", "text", "found"),
    [
        ("crm", "the crm", True),
        ("crm sales", "sales of crm", True),
        ("crm sales", "crm", False),
        ('"head of data"', "a head of data", True),
        ('"head of data"', "data head of", False),
        ("crm OR erp", "erp", True),
        ("(crm OR erp) AND sales", "erp", False),
        ("crm NOT sales", "crm", True),
        ("crm NOT sales", "crm sales", False),
        ('crm NOT "very slow"', "very slow crm", False),
        ("crm OR erp NOT sales", "erp sales", False),
        ("crm OR erp NOT sales", "crm sales", True),
        ("", "anything", True),
    ],
)
def test_words_are_joined_by_and_or_and_not(query, text, found):
    words = Words(query)
    assert words.match(words_of(text)) is found
    assert words.select([7], lambda needle: {7} if needle in words_of(text) else set()) == ({7} if found else set())
