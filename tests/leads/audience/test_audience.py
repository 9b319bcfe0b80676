from leads.audience.audience import Audience, Kind, Part, Voice, audience_from, corrected
from leads.taxonomy.places import Place
from leads.taxonomy.seniority import Seniority

READ = Audience(
    text="Heads of sales and buyers in Munich, no interns",
    parts=(
        Part(Kind.FUNCTION, "sales", 1.0, "sales"),
        Part(Kind.FUNCTION, "buyer", 0.8, "buyers"),
        Part(Kind.RANK, "HEAD", 1.0, "Heads"),
        Part(Kind.PLACE, "Munich", 1.0, "Munich"),
        Part(Kind.SIZE, "11-50", voice=Voice.FIELD),
        Part(Kind.RANK, "INTERN", words="interns", excluded=True),
    ),
    certainty=0.7,
)


def by_hand(kind, code, weight=1.0, excluded=False):
    return Part(kind, code, weight, voice=Voice.HAND, excluded=excluded)


def test_an_audience_gives_its_parts_by_kind():
    assert (READ.functions, READ.seniorities, READ.sizes) == (
        {"sales": 1.0, "buyer": 0.8},
        {Seniority.HEAD: 1.0},
        ((11, 50),),
    )
    assert READ.places == (Place(city="munich", region="bavaria", country="DE"),)
    assert READ.excluded_seniorities == {Seniority.INTERN}


def test_what_was_stored_is_the_same_audience():
    assert audience_from(READ.to_json()) == READ


def test_a_code_the_taxonomy_no_longer_has_counts_as_not_understood():
    stored = READ.to_json()
    stored["parts"][1]["code"] = "of-an-older-taxonomy"
    read = audience_from(stored)
    assert (read.functions, read.not_understood) == ({"sales": 1.0}, ("buyers",))


def test_the_hand_removes_weighs_and_adds():
    said = [
        by_hand(Kind.FUNCTION, "buyer", 0),
        by_hand(Kind.FUNCTION, "sales", 0.5),
        by_hand(Kind.FUNCTION, "marketing"),
    ]
    audience = corrected(READ, said)
    assert (audience.functions, audience.certainty) == ({"sales": 0.5, "marketing": 1.0}, 1.0)
    assert {part.code: (part.voice, part.words) for part in audience.of(Kind.FUNCTION)} == {
        "sales": (Voice.HAND, "sales"),
        "marketing": (Voice.HAND, ""),
    }


def test_half_of_nothing_that_matters_more_is_all_that_is_asked_for():
    half, out = by_hand(Kind.FUNCTION, "sales", 0.5), by_hand(Kind.FUNCTION, "buyer", 0)
    others = [by_hand(Kind.RANK, "HEAD", 0.5), by_hand(Kind.INDUSTRY, "banking", 0.5)]
    audience = corrected(READ, [half, out, *others])
    assert (audience.functions, audience.seniorities, audience.industries) == (
        {"sales": 1.0},
        {Seniority.HEAD: 1.0},
        {"banking": 1.0},
    )
    assert [part.weight for part in audience.parts if part.voice == Voice.HAND] == [0.5, 0.5, 0.5]
    assert corrected(READ, [half]).functions == {"sales": 0.5, "buyer": 0.8}


def test_the_hand_turns_a_wanted_part_into_an_excluded_one():
    audience = corrected(READ, [by_hand(Kind.FUNCTION, "buyer", excluded=True)])
    assert (audience.functions, audience.excluded_functions) == ({"sales": 1.0}, {"buyer"})


def test_a_function_added_by_hand_ends_the_reading_as_leaders_of_any_trade():
    leaders = Audience(text="Owners", parts=(Part(Kind.RANK, "OWNER"),), leadership=True)
    audience = corrected(leaders, [by_hand(Kind.FUNCTION, "lawyer")])
    assert (audience.leadership, audience.functions) == (False, {"lawyer": 1.0})


def test_what_the_hand_says_of_no_known_code_changes_nothing():
    assert corrected(READ, [by_hand(Kind.FUNCTION, "of-an-older-taxonomy")]) == READ
