import pytest

from leads.identity import company_names
from leads.identity.company_names import employers, hosts, is_host_of, mention, read_company


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
        ("株式会社サンプル", "サンプル株式会社", 1.0),
        ("㈱サンプル", "サンプル", 1.0),
        ("北京样例科技有限公司", "北京样例科技", 1.0),
        ("(주)샘플", "샘플", 1.0),
        ("样例科技", "杨丽科技", 0.5),
        ("Ромашка", "Romashka", 1.0),
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


def test_an_employer_of_many_thousands_is_known_by_its_name():
    names = ("Siemens AG", "WALMART Inc.", "AT&T", "Ashdown Tools")
    assert [company_names.is_large(name) for name in names] == [True, True, True, False]


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
