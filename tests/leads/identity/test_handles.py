import pytest

from leads.identity import likeness
from leads.identity.handles import FAMILY, FULL, GIVEN, INITIAL, NONE, same_handle, spelled_by
from leads.identity.person_names import read_name


@pytest.mark.parametrize(
    ("handle", "name", "level"),
    [
        ("AnnaDorn", "Anna Dorn", FULL),
        ("dorn_anna_", "Anna Dorn", FULL),
        ("bobdorn42", "Robert Dorn", FULL),
        ("jmueller", "Jürgen Müller", INITIAL),
        ("annad", "Anna Dorn", INITIAL),
        ("yulia_v", "Yuliya Vorontsov", INITIAL),
        ("TeamDornfeld", "Anna Dornfeld", FAMILY),
        ("bobash", "Robert Ashworth", GIVEN),
        ("blue_kiln", "Anna Dorn", NONE),
        ("42", "Anna Dorn", NONE),
    ],
)
def test_a_handle_spells_part_of_a_name(handle, name, level):
    assert spelled_by(handle, read_name(name)).level == level


def test_what_a_handle_holds_besides_the_name_is_left():
    assert spelled_by("RepAnnaDorn", read_name("Anna Dorn")).left == ("rep",)


def test_handles_are_the_same_in_other_punctuation():
    assert same_handle("Blue_Kiln", "blue-kiln-7")
    assert not same_handle("dorn", "dorn")


@pytest.mark.parametrize(
    ("name", "handle", "band"),
    [
        ("Anna Dornfeld", "anna_dornfeld", "accept"),
        ("Anna Dornfeld", "TeamDornfeld", "accept"),
        ("Anna Smith", "TeamSmith", "ask"),
        ("Anna Dornfeld", "blue_kiln", "reject"),
    ],
)
def test_a_handle_alone_spells_a_name_or_not(name, handle, band):
    assert likeness.same_in_handle(name, handle).band == band
