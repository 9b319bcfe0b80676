from datetime import date

from autoreach.providers.linkedin.profile_objects import SECTIONS, Education, Position, Profile
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
