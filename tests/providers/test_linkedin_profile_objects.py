from datetime import date

import pytest

from autoreach.providers.linkedin.profile_objects import (
    SECTIONS,
    Education,
    Position,
    Profile,
    read_person_hit,
    read_position,
    read_profile,
    withheld_sections,
)
from autoreach.providers.results import Usage
from tests.providers.linkedin_recorded import ID, PROFILE


def test_a_profile_is_read_with_its_sections(wire, linkedin):
    wire.will(PROFILE)
    answer = linkedin.profile("ilse-invented")
    assert answer.value == Profile(
        id=ID,
        public_identifier="ilse-invented",
        first_name="Ilse",
        last_name="Invented",
        headline="Plant manager at Invented Mills",
        location="Ghent, Belgium",
        about="I keep mills running.",
        experience=(
            Position(
                "Plant manager",
                "Invented Mills",
                "9000009",
                "Ghent",
                "Nine lines, two shifts.",
                date(2024, 8, 1),
                is_current=True,
            ),
            Position("Adviser", "Made-up Guild", started_on=date(2023, 1, 1), is_current=True),
            Position("Shift lead", "Sample Paper", started_on=None, ended_on=date(2024, 7, 1)),
        ),
        education=(Education("Invented Institute", "MSc", "Fibre", date(2012, 1, 1)),),
        skills=("Kaizen",),
        certifications=("Lean",),
        languages=("Dutch",),
        websites=("https://ilse.example.org",),
        emails=("ilse@example.org",),
        x_handle="ilse_invented",
        picture="https://media.example.org/9.jpg",
        followers=5231,
        connections=500,
        shared_connections=4,
        distance=2,
        is_premium=True,
        is_hiring=True,
        invitation="SENT PENDING",
    )
    assert answer.usage == Usage("linkedin", "profile", calls=1, units=7)
    assert wire.asked[0].path == "/api/v1/users/ilse-invented"
    assert wire.asked[0].query == [
        ("account_id", "acc_1"),
        *(("linkedin_sections", section) for section in SECTIONS),
    ]
    assert wire.asked[0].headers["x-api-key"] == "a-key"


def test_a_section_linkedin_keeps_back_is_unknown_and_not_empty(wire, linkedin):
    held = {
        **PROFILE,
        "work_experience": [],
        "work_experience_total_count": 4,
        "skills": PROFILE["skills"],
        "skills_total_count": 24,
        "education": [],
        "certifications": [],
        "languages": [],
        "summary": "",
        "throttled_sections": ["certifications", "about_preview", 7],
    }
    wire.will(held)
    profile = linkedin.profile("ilse-invented").value
    assert profile.withheld == {"experience", "skills", "certifications", "about"}
    assert (profile.experience, profile.skills, profile.certifications, profile.about) == (
        None,
        ("Kaizen",),
        None,
        None,
    )
    assert (profile.education, profile.languages) == ((), ())


def test_a_profile_of_two_megabytes_is_read(wire, linkedin):
    job = {**PROFILE["work_experience"][1], "description": "Long days. " * 90}
    wire.will(
        {**PROFILE, "summary": "s" * 200_000, "work_experience": [job] * 2000, "work_experience_total_count": 2000}
    )
    profile = linkedin.profile("ilse-invented").value
    assert (len(profile.about), len(profile.experience), profile.withheld) == (200_000, 2000, frozenset())


ALL = frozenset(SECTIONS)


@pytest.mark.parametrize(("kind", "handle"), [("TWITTER", "ilse"), ("X", "ilse"), ("FACEBOOK", "")])
def test_the_handle_on_x_stands_among_the_contacts(kind, handle):
    contact = {"socials": [{"type": "SKYPE", "name": "i"}, {"type": kind, "name": "ilse"}], "phones": ["+32 9"]}
    profile = read_profile({"contact_info": contact}, asked=ALL)
    assert (profile.x_handle, profile.phones, profile.emails) == (handle, ("+32 9",), ())


def test_an_empty_object_is_a_profile_of_which_nothing_is_known():
    profile = read_profile({}, asked=ALL)
    assert profile == Profile(id="", about="")
    assert (profile.name, profile.throttled) == ("", False)


@pytest.mark.parametrize(
    ("source", "withheld"),
    [
        ({"skills": [{}], "skills_total_count": 2}, {"skills"}),
        ({"skills": [{}, {}], "skills_total_count": 2}, set()),
        ({"skills_total_count": 1}, {"skills"}),
        ({"throttled_sections": ["experience_preview", "education"]}, {"experience", "education"}),
        ({}, set()),
    ],
)
def test_a_section_that_is_shorter_than_it_says_is_withheld(source, withheld):
    assert withheld_sections(source, ALL) == withheld


def test_a_section_that_was_not_asked_for_is_not_missed():
    assert withheld_sections({"skills_total_count": 3}, frozenset({"about"})) == frozenset()


def test_what_came_of_a_withheld_section_is_kept():
    half = {"skills": [{"name": "Kaizen"}], "skills_total_count": 2}
    assert read_profile(half, asked=ALL).skills == ("Kaizen",)
    assert read_profile({"skills": [], "skills_total_count": 2}, asked=ALL).skills is None
    assert read_profile({"skills": []}, asked=ALL).skills == ()
    assert read_profile({"skills": []}, asked=frozenset()).skills is None


def test_the_flags_of_a_profile_are_read_by_themselves():
    flags = {
        "is_premium": "is_premium",
        "is_creator": "is_creator",
        "is_hiring": "is_hiring",
        "is_open_to_work": "is_open_to_work",
        "is_relationship": "is_connected",
    }
    for written, name in flags.items():
        profile = read_profile({written: True}, asked=ALL)
        assert {each for each in flags.values() if getattr(profile, each)} == {name}


def test_a_person_found_has_the_address_without_the_search_s_mark():
    person = read_person_hit(
        {"id": "1", "profile_url": "https://l.example/a?m=1", "public_profile_url": "https://l.example/a"}
    )
    assert person.profile_url == "https://l.example/a"
    assert read_person_hit({"name": "Ann"}) is None


def test_the_large_picture_is_preferred():
    pictures = {"profile_picture_url": "small", "profile_picture_url_large": "large"}
    assert read_profile(pictures, asked=ALL).picture == read_person_hit({"id": "1"} | pictures).picture == "large"


def test_a_position_without_an_end_is_held_now():
    now, past = {"position": "A", "end": None}, {"role": "B", "start": {"year": 2020}, "end": "7/1/2024"}
    assert read_position(now) == Position("A", "", is_current=True)
    assert read_position(past) == Position("B", "", started_on=date(2020, 1, 1), ended_on=date(2024, 7, 1))


def test_a_position_that_is_said_to_be_past_is_past_although_no_end_is_named():
    left = {"position": "A", "current": False, "end": None}
    assert [read_position(left | {"current": said}).is_current for said in (False, True, None)] == [False, True, True]
    assert read_position(left | {"current": True, "end": "7/1/2024"}).is_current is False


def test_the_current_position_is_the_one_that_began_last():
    first = Position("Planner", "Works", started_on=date(2020, 1, 1), is_current=True)
    second = Position("Head", "Works", started_on=date(2024, 1, 1), is_current=True)
    undated = Position("Advisor", "Fund", is_current=True)
    former = Position("Boss", "Former", started_on=date(2025, 1, 1))
    assert Profile("1", experience=(first, second, undated, former)).current_position == second
    assert Profile("1", experience=(undated, former)).current_position == undated
    assert Profile("1", experience=(former,)).current_position is Profile("1").current_position is None
