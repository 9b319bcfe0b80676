"""Each reason that a receipt gives for fit: when it is given, with which points, and never beside its opposite."""

from itertools import product

import pytest

from leads.fit import Person, judge
from tests.leads.fit.test_criteria import criteria

ACCOUNTING = criteria("Accounting managers, not recruiters")
SALES = criteria("Sales managers")
MAKERS = criteria("Plant managers", industries=["machinery"], locations=["Texas, United States"], sizes=["51-200"])
SILENT = criteria("People who reconcile the ledgers")
OWNERS = criteria("Owners of wineries")
WIZARDS = criteria("Happiness wizard")
CHEFS = criteria("Chefs at restaurants")
LOW = "Of another rank than the audience asks for"
PLANT = {"title": "Plant Manager"}


def given(asked, **person):
    [fit] = judge([Person(**person)], asked)
    return {grade.reason: points for _, points, grade in fit.grades}, [reason for _, reason in fit.caps]


@pytest.mark.parametrize(
    ("asked", "person", "reason", "points"),
    [
        (ACCOUNTING, {"title": "Accounting Manager"}, "Role in the audience: accountants and bookkeepers", 83),
        (ACCOUNTING, {"title": "Finance Manager"}, "Role is close to the audience: corporate finance managers", 28),
        (SALES, {"title": "Seller"}, "Work of the audience at another rank: sales, staff", 50),
        (ACCOUNTING, {"title": "Finance intern"}, f"{LOW}: corporate finance managers, intern or student", 0),
        (ACCOUNTING, {"title": "Nurse"}, "Different role from the audience: nurses and bedside care", 0),
        (ACCOUNTING, {"title": "Recruiter"}, "The offer excludes this role: recruiters and talent acquisition", 0),
        (ACCOUNTING, {"title": "Founder & CEO"}, "Leads a company, and may decide in place of the audience", 17),
        (ACCOUNTING, {"title": "Former CFO"}, "The title names no role of their own today", 0),
        (ACCOUNTING, {"title": "Wizard"}, "The title does not say what they do", 0),
        (ACCOUNTING, {}, "Title unknown", 0),
        (SALES, {"bio": "Sales manager. Father of two."}, "The bio speaks of sales", 50),
        (ACCOUNTING, {"title": "Accounting Manager"}, "Rank matches: manager", 17),
        (ACCOUNTING, {"title": "Accounting"}, "Rank unknown", 0),
        (WIZARDS, {"title": "Happiness  wizard"}, "The title is the audience, word for word", 83),
        (CHEFS, {"title": "Head Chef", "industry": "Banking"}, "Different industry from the audience", -12),
        (CHEFS, {"title": "Head Chef", "industry": "Hospitality"}, "Different industry from the audience", 0),
        (SILENT, {"title": "Chief Accountant"}, "Can decide or influence: c-level", 17),
        (SILENT, {"title": "Senior Accountant"}, "May influence: senior", 9),
        (SILENT, {"title": "Accountant"}, "Seldom decides: staff", 0),
        (OWNERS, {"title": "Owner"}, "Rank in the audience: owner or founder", 75),
        (OWNERS, {"title": "Managing Director"}, "Rank is close to the audience: c-level", 53),
        (OWNERS, {"title": "Accountant"}, "Different rank from the audience: staff", 0),
        (MAKERS, PLANT | {"industry": "Machinery"}, "Industry matches", 18),
        (MAKERS, PLANT | {"industry": "Banking"}, "Wrong industry", -40),
        (MAKERS, PLANT, "Industry unknown", 0),
        (MAKERS, PLANT | {"location": "Austin, Texas, United States"}, "Location matches", 11),
        (MAKERS, PLANT | {"location": "United States"}, "In the country of one of the offer's locations", 4),
        (MAKERS, PLANT | {"location": "Lyon, France"}, "Outside the offer's locations", -25),
        (MAKERS, PLANT, "Location unknown", 0),
        (MAKERS, PLANT | {"company_size": "120"}, "Company size matches", 7),
        (MAKERS, PLANT | {"company_size": "300"}, "Company size is close", 4),
        (MAKERS, PLANT | {"company_size": "5000"}, "Company size does not match", 0),
        (MAKERS, PLANT, "Company size unknown", 0),
    ],
)  # fmt: skip
def test_a_reason_is_given_in_its_case(asked, person, reason, points):
    reasons, _ = given(asked, **person)
    assert reasons.get(reason, sorted(reasons)) == points


PRAISE = (
    "Role in the", "Role is close", "Rank matches", "Rank is close", "Rank in the", "Can decide", "May influence",
    "Industry matches", "Location matches", "Company size matches", "Company size is close", "Leads a company",
)  # fmt: skip
BLAME = (
    "Different", "Of another rank", "Wrong", "Outside", "Seldom", "The offer excludes", "Title unknown", "Rank unknown",
    "Industry unknown", "Location unknown", "The title names no role", "Company size does not", "Company size unknown",
)  # fmt: skip
TITLES = [
    "", "CFO", "Former CFO", "Accountant", "Junior Accountant", "Accounting Manager", "Plant Manager", "Board member",
    "Plant Manager | Speaker", "Founder & CEO", "Owner", "Recruiter", "Head of Production", "Finance intern", "Manager",
    "Leiterin Rechnungswesen", "Assistant to the CFO", "Student", "VP", "Chief Fun Officer (CFO)", "Wizard",
]  # fmt: skip


@pytest.mark.parametrize("asked", [ACCOUNTING, MAKERS, SILENT, OWNERS])
def test_praise_earns_points_and_blame_earns_none(asked):
    for title, industry, location in product(TITLES, ("", "Machinery", "Banking"), ("", "Lyon, France")):
        reasons, _ = given(asked, title=title, industry=industry, location=location)
        assert {reason: points for reason, points in reasons.items() if reason.startswith(BLAME) and points > 0} == {}
        assert {reason: points for reason, points in reasons.items() if reason.startswith(PRAISE) and points <= 0} == {}
