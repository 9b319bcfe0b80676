import pytest

from autoreach.providers.errors import InvalidAnswer
from autoreach.providers.results import Usage
from tests.providers.linkedin_recorded import ID, PROFILE


@pytest.mark.parametrize(
    ("ask", "answer", "path", "operation"),
    [
        (
            lambda li: li.company("invented mills"),
            {"id": "1", "name": "Mills"},
            "linkedin/company/invented%20mills",
            "company",
        ),
        (lambda li: li.account(), {"provider_id": ID}, "users/me", "account"),
    ],
)
def test_a_company_and_the_connected_member_have_their_path(wire, linkedin, ask, answer, path, operation):
    wire.will(answer)
    assert ask(linkedin).usage == Usage("linkedin", operation, calls=1, units=1)
    (asked,) = wire.asked
    assert (asked.method, asked.path, asked.query) == ("GET", f"/api/v1/{path}", [("account_id", "acc_1")])


def test_only_the_sections_asked_for_are_paid_and_known(wire, linkedin):
    wire.will({**PROFILE, "skills": None, "education": None})
    answer = linkedin.profile("ilse-invented", sections=["experience"])
    profile = answer.value
    assert (len(profile.experience), profile.education, profile.skills) == (3, None, None)
    assert (answer.usage.units, profile.withheld) == (2, frozenset())


def test_each_section_is_an_action(wire, linkedin):
    wire.will(PROFILE)
    usages = [linkedin.profile("a", sections=sections).usage for sections in (["about", "skills"], [])]
    assert [(usage.operation, usage.units, usage.cost_usd) for usage in usages] == [
        ("profile", 3, 0),
        ("profile", 1, 0),
    ]


def test_an_identifier_in_another_script_is_sent_encoded(wire, linkedin):
    wire.will(PROFILE)
    linkedin.profile("ильзе/выдуманная")
    assert wire.asked[0].path == "/api/v1/users/" + (
        "%D0%B8%D0%BB%D1%8C%D0%B7%D0%B5%2F%D0%B2%D1%8B%D0%B4%D1%83%D0%BC%D0%B0%D0%BD%D0%BD%D0%B0%D1%8F"
    )


def test_an_object_without_its_id_is_no_profile(wire, linkedin):
    wire.will({"object": "UserProfile"})
    with pytest.raises(InvalidAnswer) as caught:
        linkedin.profile("ilse-invented")
    assert caught.value.usage == Usage("linkedin", "profile", calls=1, units=7)


@pytest.mark.parametrize("answer", [{"id": "1"}, {"name": "Mills"}])
def test_an_object_without_its_id_or_name_is_no_company(wire, linkedin, answer):
    wire.will(answer)
    with pytest.raises(InvalidAnswer):
        linkedin.company("invented-mills")


def test_an_object_without_its_id_is_no_account(wire, linkedin):
    wire.will({"object": "AccountOwnerProfile"})
    with pytest.raises(InvalidAnswer):
        linkedin.account()
