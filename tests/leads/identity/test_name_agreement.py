import pytest

from leads.identity import likeness
from leads.identity.given_names import is_nickname
from leads.identity.name_agreement import (
    INITIAL,
    MISSING,
    NICKNAME,
    OTHER,
    PART,
    SAME,
    TYPO,
    VARIANT,
    compare_names,
    may_be_one,
)
from leads.identity.person_names import read_name


@pytest.mark.parametrize(
    ("a", "b", "given", "family"),
    [
        ("Robert Dorn", "Bob Dorn", NICKNAME, SAME),
        ("Wolfgang Dorn", "Wolfi Dorn", NICKNAME, SAME),
        ("Francisco Dorn", "Paco Dorn", NICKNAME, SAME),
        ("Aleksandra Dorn", "Ola Dorn", NICKNAME, SAME),
        ("Mohammed Dorn", "Muhamad Dorn", NICKNAME, SAME),
        ("Jürgen Müller", "Juergen Mueller", VARIANT, VARIANT),
        ("Yuliya Dornova", "Юлия Дорнова", SAME, SAME),
        ("Nguyễn Văn An", "An Nguyen", SAME, SAME),
        ("Sergey Zelenskyy", "Sergej Selenskyj", NICKNAME, VARIANT),
        ("Giorgos Dimitriou", "Γιώργος Δημητρίου", SAME, VARIANT),
        ("Anna Dorn", "A. Dorn", INITIAL, SAME),
        ("Jean-Claude Dorn", "J.-C. Dorn", INITIAL, SAME),
        ("Anna Dorn", "Anna D.", SAME, INITIAL),
        ("J. Quentin Dorn", "Quentin Dorn", PART, SAME),
        ('Earl L. "Buddy" Dorn', "Buddy Dorn", SAME, SAME),
        ("Anna Dorn", "Dorn Anna", SAME, SAME),
        ("Kim Jong Ho", "Jong Ho Kim", SAME, SAME),
        ("Anna Hartley-Dorn", "Anna Dorn", SAME, PART),
        ("Gabriel García Vega", "Gabriel García", SAME, PART),
        ("Anna Wood Dorn", "Anna Dorn", SAME, SAME),
        ("Anna Wood Dorn", "Anna Wood", SAME, PART),
        ("Xilanthe Dornfeld", "Xilanhte Dornfled", TYPO, TYPO),
        ("Anna van der Meer", "Anna Vandermeer", SAME, SAME),
        ("finn whit e", "Finn White", SAME, SAME),
        ("张建国", "Jianguo Zhang", SAME, SAME),
        ("Anna Dorn", "Anna", SAME, MISSING),
        ("Anna Dorn", "Dorn", MISSING, SAME),
        ("Daniel Dorn", "Daniela Dorn", OTHER, SAME),
        ("Adam Dorn", "Adrian Dorn", OTHER, SAME),
        ("Ian Dorn", "Brian Dorn", OTHER, SAME),
        ("Anna Hill", "Anna Hall", SAME, OTHER),
        ("Xilanthe Dorn", "Xila Dorn", NICKNAME, SAME),
        ("Anna Dorn", "Anna Keller", SAME, OTHER),
        ("Susan M. Dorn", "Mike Dorn", OTHER, SAME),
        ("JRP", "Jonathan R. Pemberton", INITIAL, INITIAL),
        ("محمد عبد الرحمن", "Mohamed Abdelrahman", VARIANT, VARIANT),
        ("عمر حداد", "Omar Haddad", VARIANT, VARIANT),
        ("陳大文", "Chan Tai Man", MISSING, MISSING),
        ("佐藤花子", "さとう はなこ", MISSING, MISSING),
    ],
)
def test_two_names_are_compared_half_by_half(a, b, given, family):
    agreement = compare_names(read_name(a), read_name(b))
    assert (agreement.given, agreement.family) == (given, family)


def test_a_script_without_vowels_agrees_by_its_consonants_and_never_contradicts():
    khatib = read_name("مريم الخطيب")
    assert compare_names(read_name("Mariam Alkhatib"), khatib).given == VARIANT
    assert compare_names(read_name("Haruto Nishimura"), read_name("西村陽翔")).given == MISSING
    assert compare_names(read_name("Anna Dorn"), khatib).whole


def test_middle_names_and_generations_speak_for_and_against():
    def signs(a, b):
        agreement = compare_names(read_name(a), read_name(b))
        return agreement.middle, agreement.generation

    assert signs("Anna M. Dorn", "Anna Maria Dorn") == (1, 0)
    assert signs("Anna M. Dorn", "Anna Ruth Dorn") == (-1, 0)
    assert signs("Carl Dorn Jr.", "Carl Dorn, Sr.") == (0, -1)


def test_a_nickname_of_two_names_does_not_make_them_one():
    assert is_nickname("alexander", "alex")
    assert is_nickname("alexandra", "alex")
    assert is_nickname("walt", "wally")
    assert not is_nickname("alexander", "barbara")


@pytest.mark.parametrize(
    ("a", "b", "band"),
    [
        ("Dr. Anna Dorn, MBA", "DORN, Anna", "accept"),
        ("Bob Dorn", "Robert Dorn", "accept"),
        ("Anna Dorn", "A. Dorn", "ask"),
        ("Hans O. Dorn", "Hans Joachim Dorn", "ask"),
        ("Anna Dorn", "Peter Falk", "reject"),
    ],
)
def test_names_alone_are_two_spellings_of_one_or_not(a, b, band):
    assert likeness.same_name(a, b).band == band


@pytest.mark.parametrize(
    ("a", "b", "homophones"),
    [
        ("李明华", "黎鸣桦", True),
        ("李明华", "李 明华", False),
        ("김민준", "김민중", True),
        ("Anna Dorn", "ANNA DORN", False),
    ],
)
def test_names_of_other_characters_may_sound_alike(a, b, homophones):
    assert compare_names(read_name(a), read_name(b)).homophones is homophones


@pytest.mark.parametrize(
    ("a", "b", "may_be"),
    [
        ("Anna Dorn", "DORN, Anna", True),
        ("Anna Dorn", "A. Dorn", True),
        ("Anna Dorn", "", True),
        ("Anna Dorn", "Anna", True),
        ("Anna Dorn", "Ruth Dorn", False),
        ("Anna M. Dorn", "Anna R. Dorn", False),
        ("Carl Dorn Jr.", "Carl Dorn Sr.", False),
    ],
)
def test_two_names_may_be_one_unless_something_in_them_speaks_against_it(a, b, may_be):
    assert may_be_one(a, b) is may_be
