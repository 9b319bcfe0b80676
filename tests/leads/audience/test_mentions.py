import pytest

from leads.audience.mentions import is_plain, mentions_in, without_adjectives
from leads.taxonomy.languages import ENGLISH
from leads.taxonomy.seniority import Seniority

KINDS = ("functions", "ranks", "industries", "organisations", "people")


def named(text, code=ENGLISH):
    """What the text names of each kind, in its words."""
    found = mentions_in(text, code)
    spans = {kind: [text[one.start : one.end] for one in getattr(found, kind)] for kind in KINDS}
    return {kind: words for kind, words in spans.items() if words}


@pytest.mark.parametrize(
    ("text", "mentions"),
    [
        (
            "Sales managers and nurses",
            {"functions": ["Sales managers", "nurses"], "ranks": ["managers"], "people": ["managers"]},
        ),
        # a title holds no comma, and the longest one counts
        (
            "Dental, clinics",
            {"functions": ["Dental"], "industries": ["Dental", "clinics"], "organisations": ["clinics"]},
        ),
        ("nurse managers", {"functions": ["nurse managers"], "ranks": ["managers"], "people": ["managers"]}),
        # who has left work is no function that is looked for
        ("Retired teachers", {"functions": ["teachers"]}),
    ],
)
def test_words_name_functions_ranks_industries_organisations_and_people(text, mentions):
    assert named(text) == mentions


def test_a_longer_term_of_the_language_outranks_an_english_word_in_it():
    text = "Un chef de projet dans une agence"
    found = mentions_in(text, "fr")
    assert [one.codes for one in found.functions] == [(("project-manager", 1.0),)]
    assert named(text, "fr") == {"functions": ["chef de projet"], "ranks": ["chef"], "organisations": ["agence"]}


def test_an_owner_in_another_language_is_a_rank():
    assert [one.codes for one in mentions_in("Inhaber von Zahnarztpraxen", "de").ranks] == [(Seniority.OWNER,)]


def test_mentions_of_a_part_are_those_that_lie_within_it():
    text = "Heads of sales at software companies"
    found = mentions_in(text, ENGLISH)
    where = text.index("at")
    assert [text[one.start : one.end] for one in found.of("functions", 0, where)] == ["sales"]
    assert found.of("organisations", 0, where) == []
    assert len(found.of("organisations", where, len(text))) == 1
    assert found.of("organisations", where, len(text) - 1) == []


def test_boutique_before_a_business_says_what_that_is_like():
    assert without_adjectives("boutique hotels in Oslo", ENGLISH) == "         hotels in Oslo"
    assert without_adjectives("a boutique in Oslo", ENGLISH) == "a boutique in Oslo"


@pytest.mark.parametrize(
    ("word", "code", "plain"),
    [
        ("the", "en", True),
        ("new", "en", True),
        ("family-owned", "en", False),
        ("zorbing", "en", False),
        ("neue", "de", True),
        ("kleine", "de", False),
        ("Zorbing", "de", False),
    ],
)
def test_a_plain_word_says_nothing_that_would_have_to_be_understood(word, code, plain):
    assert is_plain(word, code, by_meaning=False) is plain


@pytest.mark.parametrize(
    ("text", "words", "ranks"),
    [
        ("Pflegedienstleitungen in Bayern", "Pflegedienstleitungen", ("HEAD",)),
        ("Pflegedienstleitung gesucht in Bayern", "Pflegedienstleitung", ("HEAD",)),
        ("Filialleitungen im Einzelhandel", "Filialleitungen", ("MANAGER",)),
        ("Bereichsleitungen im Maschinenbau", "Bereichsleitungen", ("DIRECTOR",)),
        ("Wohnbereichsleitungen in Pflegeheimen", "Wohnbereichsleitungen", ("HEAD",)),
        ("Vertriebsleitungen im Maschinenbau", "Vertriebsleitungen", ("HEAD",)),
    ],
)
def test_a_german_leitung_has_the_rank_of_who_has_it(text, words, ranks):
    found = [
        (text[one.start : one.end], tuple(rank.name for rank in one.codes)) for one in mentions_in(text, "de").ranks
    ]
    assert found == [(words, ranks)]
