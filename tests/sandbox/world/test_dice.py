import pytest

from autoreach.sandbox.world.dice import (
    Dice,
    Weighted,
    ascii_of,
    base36,
    compact,
    hashed,
    hyphenated,
    scramble,
    words_of,
)


def test_the_numbers_are_the_same_on_every_machine():
    assert (scramble(1), hashed(20, 11, 7)) == (6238072747940578789, 117443784699286807)
    dice = Dice(20, 11, 7)
    assert [dice.roll() % 1000 for _ in range(5)] == [10, 755, 184, 533, 52]


def test_dice_follow_from_their_key_alone():
    rolls = [[Dice(*key).roll() for _ in range(2)] for key in ((1, 2), (1, 2), (2, 1), (1, 2, 0))]
    assert rolls[0] == rolls[1]
    assert len({tuple(each) for each in rolls}) == 3


def test_a_number_lies_between_its_bounds_and_reaches_both():
    dice = Dice(3)
    assert {dice.between(4, 6) for _ in range(200)} == {4, 5, 6}
    assert {dice.below(3) for _ in range(200)} == {0, 1, 2}
    assert all(0 <= dice.share() < 1 for _ in range(200))
    assert {dice.pick("ab") for _ in range(50)} == {"a", "b"}


def test_a_chance_comes_as_often_as_it_says():
    dice = Dice(4)
    assert (any(dice.chance(0) for _ in range(99)), all(dice.chance(1) for _ in range(99))) == (False, True)
    assert 2300 < sum(dice.chance(0.25) for _ in range(10_000)) < 2700


def test_a_weighted_choice_keeps_its_shares():
    slots = Weighted({"often": 3, "seldom": 1}).slots
    assert (slots.count("often"), slots.count("seldom")) == (750, 250)
    dice = Dice(5)
    picks = [Weighted({"often": 3, "seldom": 1}).pick(dice) for _ in range(1000)]
    assert 700 < picks.count("often") < 800


@pytest.mark.parametrize(("number", "digits"), [(0, "0"), (35, "z"), (36, "10"), (23_999, "iin")])
def test_a_number_in_base_36_can_be_read_back(number, digits):
    assert (base36(number), int(digits, 36)) == (digits, number)


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Jürgen Müller", "Jurgen Muller"),
        ("Straße", "Strasse"),
        ("Łukasz Øst", "Lukasz Ost"),
        ("Юлия", ""),
        ("a-b", "a-b"),
    ],
)
def test_letters_lose_their_marks(text, plain):
    assert ascii_of(text) == plain


def test_names_become_handles_and_slugs():
    assert compact("Ann O'Neil-Størk") == "annoneilstork"
    assert hyphenated("Ann  O'Neil, MBA!") == "ann-oneil-mba"
    assert hyphenated("D’Arc & Söhne") == "darc-sohne"


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Head of Data", " head of data "),
        ("  C++/Rust_dev ", " c rust dev "),
        ("Café MÜLLER – Straße", " cafe muller strasse "),
        ("Юлия Воронцов", " юлия воронцов "),
        ("", "  "),
    ],
)
def test_words_are_compared_without_case_accents_and_punctuation(text, words):
    assert words_of(text) == words
