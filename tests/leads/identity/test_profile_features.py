import pytest

from leads.identity import place_agreement, profile_features
from leads.identity.feature import Feature, shown
from leads.identity.matcher import weights
from leads.identity.name_agreement import compare_names
from leads.identity.person import Person
from leads.identity.person_names import read_name

LEVELS = weights()


def named(a, b):
    x, y = read_name(a), read_name(b)
    return {one.feature: one.text for one in profile_features.name_features(compare_names(x, y), x, y, LEVELS)}


@pytest.mark.parametrize(
    ("a", "b", "sentences"),
    [
        ("Anna Dorn", "Anna Dorn", {"given": "Same first name: Anna", "family": "Same surname: Dorn"}),
        ("Bob Dorn", "Robert Dorn", {"given": "Bob is short for Robert", "family": "Same surname: Dorn"}),
        (
            "A. Dorn",
            "Anna Dorn",
            {"given": "First name only as an initial: A and Anna", "family": "Same surname: Dorn"},
        ),
        (
            "Anna Orr",
            "Anna Ives",
            {"given": "Same first name: Anna", "family": "Different surnames: Orr and Ives"},
        ),
        (
            "Anna Maria Dorn",
            "Anna Lea Dorn",
            {
                "given": "Same first name: Anna",
                "family": "Same surname: Dorn",
                "middle": "Different middle names: Anna Maria Dorn and Anna Lea Dorn",
            },
        ),
        ("", "Anna Dorn", {}),
    ],
)
def test_names_are_compared_in_sentences(a, b, sentences):
    assert named(a, b) == sentences


@pytest.mark.parametrize(
    ("name", "other", "handle", "text"),
    [
        ("Bob Dorn Jr.", "Bob Dorn Sr.", "", "One is jr, the other sr"),
        ("Bob Dorn II", "Bob Dorn", "bobdorniii", "One is ii, the other iii"),
        ("Bob Dorn Jr.", "Bob Dorn", "bdorn_jr", "Both jr"),
        ("Bob Dorn Jr.", "Bob Dorn", "bobdorn", None),
    ],
)
def test_a_name_or_a_handle_tells_the_generation(name, other, handle, text):
    a, b = Person(name=name), Person(name=other, handle=handle)
    found = profile_features.generation_feature(a, b, read_name(name), read_name(other))
    assert [one.text for one in found] == [text] * bool(text)


def test_another_name_of_a_person_may_be_the_one_that_agrees():
    agreement, x, y = profile_features.best_names(
        Person(name="N. S.", names_other=("Nora Sample",)), Person(name="Nora Sample")
    )
    assert (x.shown, y.shown, agreement.full) == ("Nora Sample", "Nora Sample", True)


@pytest.mark.parametrize(
    ("location", "company", "where"),
    [
        ("Otley, Yorks", [], "around Otley, Yorks"),
        ("", [], "anywhere"),
        ("", [Feature("company", 0.9, "")], "in one company"),
    ],
)
def test_namesakes_are_counted_where_the_two_may_be(location, company, where):
    agreement = compare_names(read_name("John Smith"), read_name("John Smith"))
    nearness = place_agreement.nearness(location, location)
    _, feature = profile_features.namesake_feature(agreement, nearness, company)
    assert feature.text.endswith(where)


def test_fewer_namesakes_speak_for_a_match_and_many_against_it():
    rare, common = (compare_names(*[read_name(name)] * 2) for name in ("Xilanthe Quillfeather", "John Smith"))
    small, world = place_agreement.nearness("Otley, Yorks", "Otley, Yorks"), place_agreement.nearness("", "")
    assert profile_features.namesake_feature(rare, small, [])[1].value == 1.0
    assert profile_features.namesake_feature(common, world, [])[1].value == -1.0


@pytest.mark.parametrize(
    ("one", "other", "found"),
    [
        (Person(platform="linkedin", website="https://x.com/nora"), Person(platform="x", handle="Nora"), True),
        (Person(platform="x", bio="linkedin.com/in/nora-s"), Person(platform="linkedin", handle="nora-s"), True),
        (Person(platform="linkedin", links=("https://x.com/paul",)), Person(platform="x", handle="nora"), False),
        (Person(platform="x", links=("https://x.com/nora",)), Person(platform="linkedin", handle="nora"), False),
        (Person(platform="linkedin", website="https://x.com/nora"), Person(platform="x"), False),
    ],
)
def test_a_link_leads_to_the_other_profile(one, other, found):
    assert [bool(profile_features.link_feature(*pair)) for pair in ((one, other), (other, one))] == [found, found]


def test_an_employer_s_website_counts_once():
    site = Person(website="https://quill.example")
    assert [one.text for one in profile_features.website_feature(site, site, [])] == [
        "Both name the website quill.example"
    ]
    assert profile_features.website_feature(site, site, [Feature("company", 0.9, "")]) == []


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        ({"image_hash": "f00d"}, {"image_hash": "f00d"}, True),
        ({"image_url": "https://i.example/1.jpg"}, {"image_url": "https://i.example/1.jpg"}, True),
        ({"image_hash": "f00d"}, {"image_hash": "beef"}, False),
        ({}, {}, False),
        ({"image_url": "https://i.example/default.png"}, {"image_url": "https://i.example/default.png"}, False),
    ],
)
def test_a_picture_is_the_same_by_its_hash_or_its_address(a, b, same):
    assert bool(profile_features.image_feature(Person(**a), Person(**b))) is same


@pytest.mark.parametrize(("text", "cut"), [("a" * 60, "a" * 60), ("a" * 61, "a" * 59 + "…"), ("\x00Bob\u202e", "Bob")])
def test_a_text_is_shown_plain_and_short(text, cut):
    assert shown(text) == cut
