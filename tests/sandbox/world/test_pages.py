from collections import Counter

import pytest

from autoreach.sandbox.world.pages import Page


def test_namesakes_are_different_people(world):
    found = world.pages.people_named_in("Michael Smith, Chief Financial Officer, Boston")
    assert [(person.slug, person.city.name) for person in found[:1]] == [("michael-smith-one-sbx", "Boston")]
    assert {person.number for person in found} >= {13, 14, 15}


@pytest.mark.parametrize(
    ("text", "slugs"),
    [
        ("Robert Ashworth, VP Sales", ["robert-ashworth-sbx"]),
        ("who is Bob ASHWORTH?", ["robert-ashworth-sbx"]),
        ("Ashworth", []),
        ("Robert", []),
        ("Juergen Müller, Werkleiter", []),
        ("Jürgen Müller, Werkleiter", ["juergen-mueller-sbx"]),
        ("Yuliya Vorontsov", ["yuliya-vorontsov-sbx"]),
    ],
)
def test_a_person_is_meant_where_both_names_occur(world, text, slugs):
    found = [person.slug for person in world.pages.people_named_in(text)]
    assert [
        slug for slug in found if slug in {"robert-ashworth-sbx", "juergen-mueller-sbx", "yuliya-vorontsov-sbx"}
    ] == (slugs)
    assert found[:1] == slugs[:1] or not slugs


def test_company_place_and_title_bring_the_right_namesake_to_the_front(world):
    asked = {
        "Michael Smith, Denver": "Denver",
        "Michael Smith, Nurse": "Sydney",
        "Michael Smith, Chief Financial Officer": "Boston",
    }
    assert {text: world.pages.people_named_in(text)[0].city.name for text in asked} == asked
    assert len(world.pages.people_named_in("Michael Smith", limit=2)) == 2


def test_the_pages_of_a_person_are_their_profiles_and_who_mentions_them(world):
    person = world.people.by_slug("eager-buyer-sbx")
    assert world.pages.about_person(person) == [
        Page(
            "https://www.linkedin.com/in/eager-buyer-sbx",
            "Erik Eager – Head of Production Planning at Redfern Machinery | LinkedIn",
            "Erik Eager, Head of Production Planning at Redfern Machinery, Munich, Bavaria, Germany.",
            kind="linkedin",
        ),
        Page(
            "https://x.com/eager_sbx",
            "Erik Eager (@eager_sbx) / X",
            "Erik Eager (@eager_sbx): Building teams at Redfern Machinery. Previously Juniper IT.",
            kind="x",
        ),
        Page(
            "https://redfern-machinery-97.example/team",
            "Team – Redfern Machinery",
            "Erik Eager, Head of Production Planning at Redfern Machinery.",
            kind="team",
        ),
    ]


def test_a_profile_on_one_platform_has_no_page_on_the_other(world):
    kinds = {
        name: {page.kind for page in world.pages.about_person(world.people.by_handle(name))} for name in ("x_only_sbx",)
    }
    assert kinds["x_only_sbx"] & {"x", "linkedin"} == {"x"}
    person = world.people.by_slug("linkedin-only-sbx")
    assert {page.kind for page in world.pages.about_person(person)} & {"x", "linkedin"} == {"linkedin"}


def test_half_of_the_people_stand_on_a_team_page_and_a_quarter_speak(world):
    kinds = Counter(
        page.kind for number in range(100, 2100) for page in world.pages.about_person(world.people.get(number))
    )
    assert (round(kinds["team"] / 2000, 1), round(kinds["event"] / 2000, 2)) == (0.5, 0.25)


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("PlanMaster", ["PlanMaster"]),
        ("news of planmaster-0.example", ["PlanMaster"]),
        ("ulmen-resorts-sbx2s or PlanMaster?", ["Ulmen Resorts", "PlanMaster"]),
        ("nothing known", []),
    ],
)
def test_a_company_is_meant_by_name_domain_or_slug_the_longest_first(world, text, names):
    assert [company.name for company in world.pages.companies_named_in(text)] == names


def test_the_pages_of_a_company_tell_facts_with_sources(world):
    facts = world.pages.about_company(world.companies.get(0))[:5]
    assert [(page.kind, page.url, page.text, page.age) for page in facts] == [
        (
            "company_size",
            "https://planmaster-0.example/about",
            "PlanMaster has about 1476 employees (1001-5000).",
            None,
        ),
        (
            "industry",
            "https://planmaster-0.example/about",
            "PlanMaster from Vienna, Vienna, Austria works in Computer Software: production planning software.",
            None,
        ),
        ("revenue", "https://register.example/planmaster-sbx0", "PlanMaster reported revenue of 228 million EUR.", 377),
        ("technologies", "https://stackdir.example/planmaster-sbx0", "PlanMaster uses Kubernetes and PlanMaster.", 32),
        (
            "contact",
            "https://planmaster-0.example/contact",
            "Write to PlanMaster at hello@planmaster-0.example.",
            None,
        ),
    ]


def test_one_page_of_a_company_is_hearsay_and_some_give_orders(world):
    pages = {company.number: world.pages.about_company(company) for company in world.companies}
    assert {sum(not page.sourced for page in each) for each in pages.values()} == {1}
    ordering = sum(page.kind == "injection" for each in pages.values() for page in each)
    assert 0.25 < ordering / len(pages) < 0.35


def test_news_come_newest_first_and_are_no_news_before_they_happen(world):
    later = world.later(30)
    fresh = 0
    for company in list(world.companies)[:300]:
        news, after = world.pages.news(company), later.pages.news(company)
        assert [page.age for page in news] == sorted(page.age for page in news)
        assert {page.url for page in news} <= {page.url for page in after}
        assert [page for page in news if not 0 <= page.age <= 420] == []
        fresh += len(after) - len(news)
    assert fresh > 0
