"""Invented pairs of each kind on which a match by name, work and place errs."""

import pytest

from leads.identity.matcher import compare
from leads.identity.person import Person

TWO_PEOPLE = {
    "father and son": (
        ("Robert Hartwell Sr.", "Hartwell & Sons Roofing", "Owner", "Tulsa, OK"),
        ("Robert Hartwell Jr", "rhartwell_jr", "Hartwell & Sons Roofing, 3rd generation", "Tulsa, OK"),
    ),
    "generation in the handle": (
        ("Henrik Solgaard II", "Solgaard Shipping", "Director", "Bergen, Norway"),
        ("Henrik Solgaard", "henriksolgaardiii", "Director at Solgaard Shipping", "Bergen"),
    ),
    "middle initials": (
        ("John R. Tessin", "Tessin Mills", "Owner", "Omaha, Nebraska"),
        ("John B. Tessin", "johntessin", "Owner of Tessin Mills", "Omaha, Nebraska"),
    ),
    "parody": (
        ("Mara Quill", "Quill Works", "CEO", "Leeds"),
        ("Mara Quill (parody)", "notmaraquill", "Parody. Not affiliated with Quill Works.", "Leeds"),
    ),
    "fans": (
        ("Mara Quill", "Quill Works", "CEO", "Leeds"),
        ("Mara Quill Fans", "maraquillfans", "All about the CEO of Quill Works", "Leeds"),
    ),
    "company": (
        ("Elena Marchetti", "Elena Marchetti Design", "Founder", "Milan"),
        ("Elena Marchetti Design", "elenamarchetti", "Interiors and furniture", "Milano"),
    ),
    "ghostwriter": (
        ("Omar Haddad", "Paylane", "CEO", "Amman"),
        ("Rana Khoury", "ranawrites", "Ghostwriter for Omar Haddad, CEO of Paylane", "Amman"),
    ),
    "other role": (
        ("Daniel Keller", "Siemens", "Software Engineer", "Munich, Germany"),
        ("Daniel Keller", "dkeller_hr", "HR Business Partner at Siemens. Dad.", "Erlangen, Germany"),
    ),
    "other place, and a role that says nothing": (
        ("Ivan Petrov", "Dornwerk", "Developer", "Moscow"),
        ("Иван Петров", "ipetrov_pr", "PR manager, Dornwerk", "Saint Petersburg"),
    ),
    "other place and trade": (
        ("Balthazar Quennell", "Quennell Vineyards", "Winemaker", "Napa, CA"),
        ("Balthazar Quennell", "bquennell", "Cellist. Royal Academy of Music", "London"),
    ),
    "common name in a large company": (
        ("Rahul Sharma", "Infosys", "Software Engineer", "Bengaluru, India"),
        ("Rahul Sharma", "rahulsharma_91", "Software Engineer @Infosys", "Bangalore"),
    ),
    "common name, surname first": (
        ("Kim Min-jun", "Samsung", "Engineer", "Seoul"),
        ("Minjun Kim", "mjkim", "Samsung engineer", "Seoul"),
    ),
    "left the company": (
        ("Niamh O'Sullivan", "Stripe", "Recruiter", "Dublin"),
        ("Niamh O'Sullivan", "niamhos", "ex-Stripe, now at Intercom. Talent.", "Dublin, Ireland"),
    ),
    "impersonator": (
        ("Ingrid Solheim", "Equinor", "VP", "Stavanger"),
        ("Ingrid Solheim", "ingrid_solheim_fx", "VP Equinor. Crypto gains daily, DM to invest", "Stavanger"),
    ),
    "homophones": (
        ("李明华", "Tencent", "Product Manager", "Shenzhen"),
        ("黎鸣桦", "limh", "PM at Tencent", "Shenzhen"),
    ),
}
ONE_PERSON = {
    "Cantonese reading": (("陳大文", "HSBC", "", "Hong Kong"), ("Chan Tai Man", "taimanchan", "HSBC", "Hong Kong")),
    "kanji": (("佐藤花子", "Rakuten", "", "Tokyo"), ("Hanako Sato", "hanakosato", "Rakuten", "Tokyo")),
    "Arabic": (
        ("محمد عبد الرحمن", "Careem", "", "Dubai"),
        ("Mohamed Abdelrahman", "m_abdelrahman", "Eng @careem", "Dubai, UAE"),
    ),
    "Hebrew": (("יוסי כהן", "Wix", "", "Tel Aviv"), ("Yossi Cohen", "yossic", "Wix", "Tel Aviv")),
    "Hangul": (("이영희", "Naver", "", "Seoul"), ("Younghee Lee", "yhlee", "Naver", "Seoul")),
    "new surname": (
        ("Laura Stein", "Kornblum GmbH", "Designer", "Köln"),
        ("Laura Wagner", "lauradesigns", "Designer, Kornblum", "Cologne"),
    ),
    "nickname": (
        ("José Ignacio Etxeberria", "Ibermática", "", "Bilbao"),
        ("Pepe Etxeberria", "pepeetx", "Ibermática", "Bilbao"),
    ),
    "a middle name that looks like a particle": (
        ("Nguyễn Văn An", "Dornwerk", "Engineer", "Hanoi"),
        ("An Nguyen", "annguyen", "Dornwerk", "Hanoi"),
    ),
    "surname first": (
        ("Gábor Szilágyi", "Prezi", "Engineer", "Budapest"),
        ("Szilágyi Gábor", "szgabor", "Prezi", "Budapest, Hungary"),
    ),
}


def band(pair, *, picture="beef"):
    (name, company, title, place), (other_name, handle, bio, other_place) = pair
    a = Person(platform="linkedin", name=name, company=company, title=title, location=place, image_hash="f00d")
    b = Person(platform="x", name=other_name, handle=handle, bio=bio, location=other_place, image_hash=picture)
    assert compare(a, b).band == compare(b, a).band
    return compare(a, b).band


@pytest.mark.parametrize("kind", TWO_PEOPLE)
def test_what_may_be_two_people_is_never_accepted(kind):
    assert band(TWO_PEOPLE[kind]) != "accept"


@pytest.mark.parametrize("kind", ONE_PERSON)
def test_what_may_be_one_person_is_never_rejected(kind):
    assert band(ONE_PERSON[kind]) != "reject"


def test_a_copied_picture_proves_nothing_where_somebody_poses_as_the_person():
    assert band(TWO_PEOPLE["impersonator"], picture="f00d") == "ask"
