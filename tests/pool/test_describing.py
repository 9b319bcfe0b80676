import numpy as np
import pytest

from leads.taxonomy.functions import FUNCTIONS
from leads.taxonomy.industries import INDUSTRIES
from leads.taxonomy.seniority import Seniority
from pool.codebook import BLOCKS, DIMENSIONS, MEANING, PLACE
from pool.describing import (
    DESCRIPTION_COLUMNS,
    GUESSED,
    describe,
    industry_codes,
    literals,
    model_number,
    place_codes,
    profile_text,
    title_codes,
    title_number,
)


def described(*profiles):
    return [dict(zip(DESCRIPTION_COLUMNS, columns, strict=True)) for columns in describe(profiles)]


def test_a_profile_is_described_by_rank_functions_industry_and_place():
    [known] = described(
        {
            "role": "Head of Sales",
            "industry": "Machinery",
            "location": "Austin, Texas, United States",
            "bio": "Sells machines",
        }
    )
    assert (known["seniority"], known["functions"]) == (Seniority.HEAD, [FUNCTIONS["sales"].number])
    assert known["industries"] == [INDUSTRIES["machinery"].number]
    assert (known["country"], known["region"], known["city"]) == ("US", "US:texas", "US:austin")
    assert (known["embedding"].count(","), known["title_number"]) == (DIMENSIONS - 1, title_number("head  of sales "))


def test_an_empty_profile_is_unknown_in_every_way():
    [known] = described({})
    assert [known[name] for name in ("seniority", "functions", "industries", "country", "region", "city")] == [
        0, [], [], "", "", "",
    ]  # fmt: skip


def test_what_is_only_guessed_has_a_number_of_its_own():
    _, functions, _ = title_codes("Coordinator")
    assert functions == [FUNCTIONS["admin"].number + GUESSED]
    guessed, _ = industry_codes("", "Quill Bakery")
    known, _ = industry_codes("Food production", "Quill Bakery")
    assert all(number > GUESSED for number in guessed)
    assert guessed
    assert all(number < GUESSED for number in known)


def test_a_title_names_no_more_functions_than_a_profile_has_room_for():
    assert len(title_codes("Sales, Marketing, HR, Finance and Legal Manager")[1]) == 3


def test_a_place_that_is_not_known_is_no_country():
    country, region, city, block = place_codes("the moon")
    assert (country, region, city) == ("", "", "")
    assert np.array_equal(block, place_codes("")[3])
    assert len(block) == BLOCKS[PLACE].stop - BLOCKS[PLACE].start


def test_vectors_are_written_in_ten_thousandths():
    assert list(literals(np.array([[0.12345, -1.0, 0.0]]))) == ["[1234e-4, -10000e-4, 0e-4]"]


def test_a_description_is_the_same_in_any_company():
    alone = described({"role": "Nurse"})
    among = described({"role": "CEO"}, {"role": "Nurse"}, {"role": "Nurse"})
    assert [among[1], among[2]] == alone * 2


@pytest.mark.parametrize(
    ("profile", "text"),
    [
        ({"role": "CEO", "industry": "Retail", "skills": "sql"}, "CEO. Retail. sql"),
        ({"bio": "b" * 400}, "b" * 300),
        ({}, ""),
    ],
)
def test_what_is_compared_in_meaning_is_short(profile, text):
    assert profile_text(profile) == text


def test_half_the_meaning_is_the_title():
    same_title, same_bio = described(
        {"role": "Nurse", "bio": "Sells machines"}, {"role": "Sales Manager", "bio": "Looks after patients"}
    )
    [nurse] = described({"role": "Nurse", "bio": "Looks after patients"})
    near = [
        np.dot(*(np.array(eval(one["embedding"]))[BLOCKS[MEANING]] for one in (nurse, other)))
        for other in (same_title, same_bio)
    ]
    assert near[0] > near[1]


def test_titles_are_one_number_whatever_their_case_and_spaces():
    assert title_number(" Head\u00a0of\tSALES ") == title_number("head of sales")
    assert title_number("Head of Sale") != title_number("head of sales")


def test_a_made_up_profile_has_a_number_of_its_workspace():
    numbers = {model_number(), model_number(None), model_number(1), model_number(2), model_number(2**31)}
    assert (len(numbers), all(-(2**31) <= number < 2**31 for number in numbers)) == (3, True)
