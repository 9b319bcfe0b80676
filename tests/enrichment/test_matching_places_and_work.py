import pytest

from leads.identity import company_names, likeness
from leads.identity.company_names import employers, hosts, is_host_of, mention, read_company
from leads.identity.handles import FAMILY, FULL, GIVEN, INITIAL, NONE, same_handle, spelled_by
from leads.identity.person_names import read_name
from leads.identity.place_agreement import (
    COUNTRY,
    OTHER_COUNTRY,
    OTHER_REGION,
    OTHER_TOWN,
    REGION,
    TOWN,
    UNKNOWN,
    nearness,
)


@pytest.mark.parametrize(
    ("a", "b", "likely"),
    [
        ("Acme GmbH", "ACME", 1.0),
        ("The Acme Company", "Acme Co., Ltd.", 1.0),
        ("Siemens Aktiengesellschaft", "Siemens AG", 1.0),
        ("ООО Рога", "Roga LLC", 1.0),
        ("Hewlett-Packard", "Hewlett Packard Co.", 1.0),
        ("Dorn & Sons Mfg", "Dorn and Sons Manufacturing", 1.0),
        ("Dorn Organisation", "Dorn Organization", 0.95),
        ("Dornfeld Tools", "Dronfeld Tools", 0.9),
        ("Acme Group", "Acme", 0.8),
        ("Dorn Machine Tools", "DMT", 0.7),
        ("BD plc", "BP plc", 0.0),
        ("Dorn Fund IV", "Dorn Fund V", 0.3),
        ("Acme Systems", "Acme Solutions", 0.4),
        ("Dorn Tools", "Falk Tools", 0.3),
        ("Acme", "Umbrella", 0.0),
        ("", "Acme", 0.0),
    ],
)
def test_companies_are_alike_by_the_words_that_tell_them_apart(a, b, likely):
    assert company_names.likeness(read_company(a), read_company(b)) == likely


@pytest.mark.parametrize(
    ("company", "text", "surely"),
    [
        ("Ashdown Tools GmbH", "Sales at @AshdownTools. Dad.", 1.0),
        ("Ashdown Tools GmbH", "Sales at Ashdown Tools, Inc.", 1.0),
        ("Ashdown Tools GmbH", "#ashdowntoolshq rocks", 1.0),
        ("Acme", "VP Sales, Acme", 1.0),
        ("Acme", "acme", 1.0),
        ("Acme", "the acme of bad taste", 0.5),
        ("Ashdown Tools", "VP at Ashdwon Tools", 0.81),
        ("Ashdown Tools", "I sell tools", 0.0),
        ("", "Acme", 0.0),
    ],
)
def test_a_bio_names_a_company(company, text, surely):
    assert mention(read_company(company), text) == pytest.approx(surely)


def test_a_bio_claims_employers():
    text = "SDR @ Ravensby Cloud | ex-Falk, now Zephyria Consulting. Head of Product. Founder of Acme."
    assert [company.shown for company in employers(text)] == ["Ravensby Cloud", "Zephyria Consulting", "Acme"]


def test_sites_of_everybody_are_no_website_of_ones_own():
    links = ("https://www.dorn.example/me", "https://x.com/dorn", "linktr.ee/dorn", "uk.linkedin.com/in/dorn")
    assert hosts(links) == {"dorn.example"}


def test_a_page_of_ones_own_with_a_host_of_everybody_is_a_website_of_ones_own():
    links = ("https://dorn.github.io/cv", "https://github.com/dorn", "about.dorn.example", "dorn.wordpress.com")
    assert hosts(links) == {"dorn.github.io", "about.dorn.example"}


@pytest.mark.parametrize(
    ("host", "is_theirs"),
    [
        ("acme.example", True),
        ("careers.acme.co.uk", True),
        ("blog.acme-works.example", True),
        ("acme.github.io", True),
        ("acme.othercompany.example", False),
        ("acme.com.other.example", False),
    ],
)
def test_a_company_is_told_by_the_name_it_registered(host, is_theirs):
    company = "Acme Works" if "works" in host else "Acme"
    assert is_host_of(read_company(company), host) == is_theirs


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


@pytest.mark.parametrize(
    ("a", "b", "level"),
    [
        ("Munich, Bavaria, Germany", "München", TOWN),
        ("Leeds, England, United Kingdom", "Leeds", TOWN),
        ("Otley, Yorks", "Oltey, Yorks", TOWN),
        ("Perth, WA", "Perth, Australia", UNKNOWN),
        ("OH", "OH", REGION),
        ("Austin, TX", "Texas", REGION),
        ("Austin, TX", "Dallas, TX", OTHER_TOWN),
        ("Lyon, France", "France", COUNTRY),
        ("Austin, TX", "Portland, OR", OTHER_REGION),
        ("MI", "CA", OTHER_REGION),
        ("Lyon, France", "Austin, TX", OTHER_COUNTRY),
        ("Surrey", "United Kingdom", UNKNOWN),
        ("Lyon, France", "the moon 🌕", UNKNOWN),
        ("Lyon, France", "", UNKNOWN),
    ],
)
def test_two_places_are_near_or_not(a, b, level):
    assert nearness(a, b).level == level


def test_people_of_a_town_are_counted():
    assert nearness("Otley, Yorks", "Otley, Yorks").people == 30_000
    assert nearness("London", "London, United Kingdom").people > 5_000_000
