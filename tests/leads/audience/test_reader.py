import json

import pytest

from leads.audience.audience import Kind, audience_from
from leads.audience.reader import read_audience
from leads.taxonomy.places import Place
from leads.taxonomy.seniority import Seniority
from tests.leads.audience.claims import claimed


@pytest.mark.parametrize(
    "audience",
    [
        "HR managers, not recruiters",
        "HR managers. Avoid recruiters.",
        "HR managers but no recruiters",
        "HR managers, excluding recruiters and staffing agencies",
        "HR managers other than recruiters",
    ],
)
def test_who_is_to_be_avoided_is_excluded(audience):
    icp = read_audience(audience)
    assert "hr" in icp.functions
    assert "recruiter" in icp.excluded_functions


def test_unwanted_industries_ranks_and_places_are_understood():
    icp = read_audience("Marketing leaders; exclude interns, advertising agencies and anyone in India")
    assert icp.excluded_industries == {"marketing & advertising"}
    assert icp.excluded_seniorities == {Seniority.INTERN}
    assert icp.excluded_places == (Place(country="IN"),)


def test_each_exclusion_quotes_its_own_words():
    read = read_audience("Founders, no agencies, freelancers, interns under 10 employees and no one in Lisbon")
    assert {part.code: part.words for part in read.parts if part.excluded} == {
        "marketing & advertising": "agencies",
        "self-employed": "freelancers",
        "INTERN": "interns",
        "1-10": "under 10 employees",
        "Lisbon": "Lisbon",
    }


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Marketing managers at blubb companies", ("blubb",)),
        ("Marketing managers at subscription companies", ("subscription",)),
        ("CFOs with three subsidiaries", ("three", "subsidiaries")),
        ("Founders who raised money", ("raised", "money")),
        ("CFOs, not people who juggle", ("juggle",)),
        ("Marketing managers at new food companies", ()),
        ("Marketing managers at family-owned food companies", ("family-owned",)),
        ("Founders of biotech startups", ("startups",)),
        ("biotech start-ups", ("start-ups",)),
        ("Small law firms", ("Small",)),
        ("boutique hotels", ("boutique",)),
        ("Geschäftsführer mittelständischer Unternehmen", ("mittelständischer",)),
        ("Vertriebsleiter:innen in Startups, keine Ketten", ("Startups", "Ketten")),
        ("Directeurs commerciaux de PME", ("PME",)),
        ("directores comerciales de pymes pequeñas", ("pymes", "pequeñas")),
        ("diretores comerciais de pequenas empresas", ("pequenas",)),
        ("responsabili acquisti di PMI", ("PMI",)),
        ("digital marketing managers and private equity partners", ()),
        ("Heads of sales with teams of 20", ("20",)),
        ("Dentists with 3 locations and 10m turnover", ("3", "locations", "10m", "turnover")),
        ("Heads of sales at companies with 50 to 200 employees", ()),
        ("Dentists, no chains", ("chains",)),
        ("Dentists, no nurses or chains under 10 employees, or people who juggle", ("chains", "juggle")),
    ],
)
def test_what_names_nothing_is_not_understood(text, words):
    assert read_audience(text).not_understood == words


def test_no_word_that_is_not_understood_is_left_out_because_there_are_many():
    unknown = [f"flurb{letter}" for letter in "abcdefghijklmnop"]
    assert read_audience(f"Dentists with {', '.join(unknown)}").not_understood == tuple(unknown)


def test_sizes_of_the_field_leave_no_number_of_the_words_unread():
    assert read_audience("CFOs with 50 to 200 employees", sizes=["51-200"]).not_understood == ()


@pytest.mark.parametrize("ending", ["innen", ":innen", "*innen", "_innen", "Innen", "/innen"])
def test_a_form_for_both_sexes_parts_no_sentence(ending):
    read = read_audience(f"Einkaufsleiter{ending} bei Maschinenbauern in Bayern")
    assert (set(read.functions), set(read.seniorities), set(read.industries), read.not_understood) == (
        {"procurement"},
        {Seniority.HEAD},
        {"machinery"},
        (),
    )


def test_not_for_profit_excludes_nothing():
    icp = read_audience("Fundraisers at not-for-profit organisations")
    assert (icp.excluded_functions, icp.excluded_industries) == (frozenset(), frozenset())


def test_industries_and_places_are_read_from_the_text_when_not_given():
    icp = read_audience("Finance directors at software companies in Germany")
    assert (set(icp.industries), icp.places, icp.industries_named) == (
        {"computer software"},
        (Place(country="DE"),),
        False,
    )


def test_given_industries_and_places_outrank_the_text():
    icp = read_audience("Those who seed founders in Benelux", ["Venture Capital"], ["Singapore"])
    assert (set(icp.industries), icp.places) == ({"venture capital & private equity"}, (Place(country="SG"),))


def test_an_unknown_industry_falls_back_to_the_nearest_in_meaning():
    assert set(read_audience("Owners", ["craft breweries and taprooms"]).industries) == {"wine & spirits"}


def test_an_empty_audience_is_an_empty_wish():
    icp = read_audience("")
    assert (icp.text, icp.functions, icp.leadership) == ("", {}, False)


@pytest.mark.parametrize(
    ("text", "functions"),
    [
        ("Vertriebsleiterinnen und Einkaufsleiter im Maschinenbau", {"sales", "procurement"}),
        ("Leiter der Buchhaltung", {"accountant"}),
        ("Inhaber von Fitnessstudios", {"LEADERS"}),
        ("Menschen, die Löhne abrechnen", {"payroll"}),
        ("Directrices des achats et responsables qualité", {"procurement", "quality"}),
        ("Dirigeants de PME du bâtiment", {"LEADERS"}),
        ("Jefes de compras y directores de logística", {"procurement", "logistics"}),
        ("Dueños de peluquerías", {"LEADERS"}),
        ("Engenheiros civis em construtoras", {"civil-engineer"}),
        ("Diretores comerciais e gerentes de marketing no Brasil", {"sales", "marketing"}),
        ("Responsabili acquisti e direttori di stabilimento", {"procurement", "plant-manager"}),
        ("Commercialisti con studio proprio", {"accountant"}),
    ],
)
def test_an_audience_is_read_in_six_languages(text, functions):
    assert claimed(read_audience(text)) == functions


@pytest.mark.parametrize(
    ("text", "excluded"),
    [
        ("Private tutors, not classroom teachers", {"teacher"}),
        ("Personalleiter, keine Personalvermittler", {"recruiter"}),
        ("Responsables informatiques, sauf les consultants", {"consultant"}),
        ("Jefes de compras, excepto consultores", {"consultant"}),
        ("Gestores financeiros, exceto auditores", {"auditor"}),
        ("Responsabili IT, tranne i consulenti", {"consultant"}),
        ("HR managers, nobody looking for a job", set()),
        ("Founders without a CTO", set()),
    ],
)
def test_exclusions_are_read_in_other_words_and_languages(text, excluded):
    assert read_audience(text).excluded_functions == excluded


def test_a_rank_that_is_not_wanted_is_excluded_and_no_function_with_it():
    audience = read_audience("IT managers; no consultants, no students")
    assert (audience.excluded_seniorities, audience.excluded_functions) == ({Seniority.INTERN}, {"consultant"})


@pytest.mark.parametrize(
    ("text", "places"),
    [
        ("VPs of Engineering in California", ["California"]),
        ("Tax advisers in Köln", ["Köln"]),
        ("Avocats à Bruxelles", ["Bruxelles"]),
        ("Product managers in London, ON", ["London, ON"]),
        ("Lawyers at U.K. firms", ["U.K."]),
        ("Founders in Berlin and Munich", ["Berlin", "Munich"]),
        ("Finance leads who send us invoices", []),
        ("English speaking nurses", []),
        ("Empresarios de empresas españolas", ["españolas"]),
    ],
)
def test_places_are_read_as_people_write_them(text, places):
    assert [part.code for part in read_audience(text).of(Kind.PLACE)] == places


def test_a_size_is_read_from_the_words():
    assert read_audience("Leiter Einkauf bei Unternehmen ab 500 Mitarbeitern").sizes == ((500, 10**9),)
    assert read_audience("Personalleiter in Firmen mit mehr als 250 Mitarbeitenden").sizes == ((250, 10**9),)


def test_each_part_quotes_the_words_it_came_from():
    audience = read_audience("Heads of sales at wineries in France, no interns")
    assert {part.code: part.words for part in audience.parts} == {
        "sales": "sales",
        "HEAD": "Heads",
        "wine & spirits": "wineries",
        "France": "France",
        "INTERN": "interns",
    }


def test_words_that_name_nothing_known_are_said_and_make_nothing_sure():
    audience = read_audience("Flurbelgrups at software companies")
    assert (audience.not_understood, audience.functions, audience.certainty) == (("Flurbelgrups",), {}, 0.0)


@pytest.mark.parametrize(
    ("audience", "ranks"),
    [
        ("mittelständische Unternehmen", []),
        ("Gesellschaften mit mehr als 50 Mitarbeitern", []),
        ("associations sportives", []),
        ("titulaciones universitarias", []),
        ("imprenditoria femminile", []),
        ("Unternehmerinnen im Mittelstand", [("OWNER", "Unternehmerinnen")]),
        ("empresários", [("OWNER", "empresários")]),
        ("gérants de restaurants", [("OWNER", "gérants")]),
    ],
)
def test_who_owns_is_a_rank_and_what_is_owned_is_none(audience, ranks):
    assert [(part.code, part.words) for part in read_audience(audience).of(Kind.RANK)] == ranks


@pytest.mark.parametrize(
    ("text", "functions", "industries"),
    [
        ("Heads of marketing at growth-stage startups", {"marketing"}, set()),
        ("Bookkeepers at boutique wineries", {"accountant"}, {"wine & spirits"}),
        ("Bookkeepers at boutiques", {"accountant"}, {"apparel & fashion", "retail"}),
        ("Owners of cyber security firms", {"LEADERS"}, {"computer & network security"}),
        ("Bookkeepers at securities firms", {"accountant"}, {"capital markets"}),
        ("RIAs", {"financial-advisor"}, set()),
        ("L&D managers", {"training-development"}, set()),
        ("R&D managers", {"product-developer"}, set()),
        ("VPs of Sales and VPs of HR", {"sales", "hr"}, set()),
        ("Einkäufer in Warenhäusern", {"procurement"}, {"retail"}),
    ],
)
def test_a_word_of_two_meanings_has_the_one_that_its_neighbours_give(text, functions, industries):
    audience = read_audience(text)
    assert (claimed(audience), set(audience.industries)) == (functions, industries)


@pytest.mark.parametrize(
    "text",
    [
        "CEOs in Bayern with a webshop",
        "Geschäftsführer in Bayern mit eigener Fertigung",
        "Founders who export machines",
    ],
)
def test_a_reading_of_leaders_and_what_they_do_is_plain_json(text):
    reading = read_audience(text)
    assert reading.leadership is True
    assert audience_from(json.loads(json.dumps(reading.to_json()))) == reading


@pytest.mark.parametrize(
    ("text", "cities"),
    [
        ("Opticians in Portugal, not Porto", ["porto"]),
        ("Opticians in the UK, no Leeds or Hull", ["leeds", "hull"]),
        ("Opticians, not Bath fitters", []),
        ("Opticians, no Sales, no IT", []),
    ],
)
def test_a_city_alone_is_excluded(text, cities):
    assert [place.city for place in read_audience(text).excluded_places] == cities


def test_italian_owners_are_owners_in_the_plural():
    assert set(read_audience("titolari di saloni di parrucchieri").seniorities) == {Seniority.OWNER}
