import pytest

from leads.audience.industries import industry_meaning
from leads.audience.reader import read_audience
from leads.taxonomy.industries import INDUSTRIES
from leads.taxonomy.seniority import Seniority


@pytest.mark.parametrize(
    ("entry", "meaning"),
    [
        ("Logistics", "logistics & supply chain"),
        ("Maschinenbau", "machinery"),
        ("xyzzy", ""),
    ],
)
def test_an_entry_means_what_the_audience_makes_of_it(entry, meaning):
    assert industry_meaning(entry) == meaning


FORMS = (
    "Marketing managers at {} companies",
    "CFOs of a {} company",
    "Marketing managers in the {} industry",
    "Sales managers at {} manufacturers",
)
# "Technology companies" make software, and "phone companies" run networks.
OTHERWISE = {"technology", "tech", "phones"}


@pytest.mark.parametrize("code", INDUSTRIES)
def test_an_industry_is_read_by_each_of_its_names_before_companies_of_any_kind(code):
    names = [name for name in (code, *INDUSTRIES[code].words) if name not in OTHERWISE]
    said = [form.format(name) for name in names for form in FORMS]
    assert [text for text in said if code not in read_audience(text).industries] == []


@pytest.mark.parametrize("code", INDUSTRIES)
def test_some_words_name_an_industry_only_right_before_a_company(code):
    said = [f"CFOs of {word} companies" for word in INDUSTRIES[code].before]
    assert [text for text in said if code not in read_audience(text.replace(" it ", " IT ")).industries] == []
    assert [word for word in INDUSTRIES[code].before if read_audience(f"CFOs with {word} in mind").industries] == []


@pytest.mark.parametrize(
    ("text", "industry"),
    [
        ("food and beverage companies", "food & beverages"),
        ("food industry", "food & beverages"),
        ("beverage companies", "food & beverages"),
        ("Food and beverage manufacturers", "food & beverages"),
        ("Packaging manufacturers with 50 to 200 employees", "packaging & containers"),
        ("Manufacturers in Germany", "mechanical or industrial engineering"),
        ("Software companies", "computer software"),
        ("Companies in the food industry", "food & beverages"),
        ("Marketing agencies in Berlin", "marketing & advertising"),
        ("Law firms", "law practice"),
        ("Lebensmittelindustrie", "food production"),
        ("Unternehmen der Chemieindustrie", "chemicals"),
        ("Getränkehersteller in Bayern", "food & beverages"),
        ("Spielwarenhersteller", "consumer goods"),
    ],
)
def test_companies_alone_ask_for_those_who_lead_them(text, industry):
    read = read_audience(text)
    assert (read.functions, set(read.seniorities), set(read.industries), read.not_understood) == (
        {},
        {Seniority.OWNER, Seniority.C_LEVEL},
        {industry},
        (),
    )


def test_people_of_companies_are_not_those_who_lead_them():
    assert set(read_audience("HR business partners at software companies").functions) == {"hr"}
    assert set(read_audience("Recruiters and food companies").functions) == {"recruiter"}
