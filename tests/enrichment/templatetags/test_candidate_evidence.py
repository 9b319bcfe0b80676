import pytest

from enrichment.templatetags import candidate_evidence as evidence
from leads.models import Lead


@pytest.mark.parametrize(
    ("share", "shown"),
    [(0, "1 %"), (0.004, "1 %"), (0.613, "61 %"), (0.999, "99 %"), (1, "99 %"), (None, "?"), ("", "?")],
)
def test_certainty_is_never_claimed(share, shown):
    assert evidence.percent(share) == shown


def test_a_named_doubt_stands_in_place_of_a_number():
    doubts = ["The profile itself was not read", "Only name, place and role agree", "Same company"]
    shown = [evidence.likelihood({"probability": 0.97, "evidence": [{"text": doubt}]}) for doubt in doubts]
    assert shown == ["likely, but not read", "likely by name, place and role alone", "97 % likely"]
    assert evidence.likelihood({}) == "? likely"


def test_points_carry_their_sign():
    assert [evidence.weight(points) for points in (1.94, -1.6, 0)] == ["+1.9", "−1.6", "·"]


def test_an_address_is_named_by_its_host():
    assert evidence.host("https://www.works.example/team?x=1") == "works.example"


def test_the_company_is_named_once():
    person = {"headline": "Head at Sample Works", "company": "Sample Works", "location": "Oslo"}
    assert evidence.about(person) == "Head at Sample Works · Oslo"
    assert evidence.about(person | {"company": "Other"}) == "Head at Sample Works · Other · Oslo"
    assert evidence.about_lead(Lead(title="Head", company_name="", location="Oslo")) == "Head · Oslo"
