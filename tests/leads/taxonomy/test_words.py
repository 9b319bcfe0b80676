import pytest

from leads.taxonomy.words import content_stems, longest_terms, singular, stem, tokens


def test_words_of_a_title_are_singular_and_without_connecting_words():
    assert tokens("Heads of R&D, the Plants’s and C++") == ["head", "r_d", "plant", "c++"]


@pytest.mark.parametrize(
    ("word", "one"),
    [
        ("plants", "plant"), ("companies", "company"), ("ties", "tie"), ("boxes", "box"), ("branches", "branch"),
        ("bus", "bus"), ("business", "business"), ("analysis", "analysis"), ("gas", "gas"), ("ies", "ies"),
    ],
)  # fmt: skip
def test_a_plural_becomes_one(word, one):
    assert singular(word) == one


@pytest.mark.parametrize(
    ("words", "root"),
    [
        (("manage", "managing", "managers"), "manag"),
        (("plan", "planning", "planners"), "plan"),
        (("sell", "selling", "sellers"), "sell"),
        (("organisation", "organization"), "organ"),
        (("red",), "red"),
    ],
)
def test_words_of_one_root_have_one_stem(words, root):
    assert {stem(word) for word in words} == {root}


def test_words_without_meaning_have_no_stem():
    assert content_stems("People who manage the planning of C++ teams, i.e. a lot") == ["manag", "plan", "c++", "lot"]


def test_of_the_terms_in_a_text_the_longest_is_named_and_none_overlaps_another():
    known = {"supply": 1, "supply chain": 2, "chain store": 3, "store": 4}
    words = ["supply", "chain", "store", "supply"]
    assert longest_terms(words, known, 2) == [(0, 2, 2), (2, 3, 4), (3, 4, 1)]
    assert longest_terms(words, known, 1) == [(0, 1, 1), (2, 3, 4), (3, 4, 1)]
