import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial

import pytest

from leads.taxonomy.functions import FUNCTIONS
from leads.taxonomy.industries import INDUSTRIES
from leads.taxonomy.languages import STEMMERS, known_industries, language, language_of, names_owner, stem, tokens_of
from leads.taxonomy.seniority import Seniority


@pytest.mark.parametrize("code", STEMMERS)
def test_every_word_of_a_language_stands_for_a_code_the_taxonomy_has(code):
    known = language(code)
    assert {name for owners in known.functions.values() for name in owners} - FUNCTIONS.keys() == set()
    assert {name for owners in known.industries.values() for name in owners} - INDUSTRIES.keys() == set()
    assert {name for owners in known.ranks.values() for name in owners} - Seniority.__members__.keys() == set()


@pytest.mark.parametrize(
    ("code", "persons", "things"),
    [
        (
            "de",
            "Unternehmer Unternehmerin Unternehmern Unternehmerinnen Gesellschafter Selbstständige Selbstständigen",
            "Unternehmen Unternehmens Unternehmung Gesellschaft Gesellschaften Eigentum Besitz Grund",
        ),
        (
            "fr",
            "associé associées gérante entrepreneurs patronne propriétaires",
            "association gérer gérance indépendance",
        ),
        ("es", "empresaria empresarios titulares autónoma dueñas socios", "titulación autonomía empresa sociedad"),
        ("pt", "empresária empresários sócias titulares donos", "autonomia empresa sociedade"),
        ("it", "imprenditrice imprenditori titolari soci socia proprietarie", "imprenditoria titoli impresa azienda"),
    ],
)
def test_an_owner_is_told_from_what_is_owned(code, persons, things):
    known = language(code)

    def owners(words):
        return [word for word in words.split() if names_owner(known, tokens_of(code, word))]

    assert (owners(persons), owners(things)) == (persons.split(), [])


@pytest.mark.parametrize(
    ("code", "forms"),
    [
        ("de", "Buchhalter Buchhalterin Buchhalterinnen Buchhaltern"),
        ("fr", "directeur directeurs directrice directrices"),
        ("es", "director directora directores directoras"),
        ("pt", "civil civis"),
        ("it", "direttore direttori direttrice direttrici"),
    ],
)
def test_all_forms_of_a_word_have_one_stem(code, forms):
    assert len({stem(code, form) for form in forms.split()}) == 1


@pytest.mark.parametrize(
    ("word", "parts"),
    [
        ("Vertriebsleiterinnen", ["vertrieb", "leit"]),
        ("Einkaufsleiter", ["einkauf", "leit"]),
        ("Softwarefirmen", ["softwar", "firm"]),
        ("Leiter", ["leit"]),
    ],
)
def test_a_german_compound_is_read_by_its_parts(word, parts):
    assert [token.stem for token in tokens_of("de", word)] == parts


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("Heads of sales at software companies", "en"),
        ("Marketing Manager", "en"),
        ("Early-stage backers", "en"),
        ("Leiter der Buchhaltung", "de"),
        ("Geschäftsführer", "de"),
        ("Directeurs des ressources humaines", "fr"),
        ("Jefes de obra", "es"),
        ("Diretores financeiros", "pt"),
        ("Responsabili acquisti", "it"),
        ("dental practices, no chains", "en"),
        ("dentistas, no enfermeros", "es"),
        ("dentisti, no catene", "it"),
    ],
)
def test_the_language_of_a_text_is_told_by_its_words(text, code):
    assert language_of(text) == code


@pytest.mark.parametrize(
    ("text", "industries"),
    [
        ("Maschinenbau", ("machinery",)),
        ("Lebensmittelproduktion", ("food production",)),
        ("assurances", ("insurance",)),
        ("Machinery", ("machinery",)),
        ("Sehr gute Versicherung", ()),
        ("", ()),
    ],
)
def test_an_industry_is_known_by_its_name_in_every_language(text, industries):
    assert known_industries(text) == industries


def test_a_word_without_end_takes_no_longer_than_others():
    language("de")
    began = time.process_time()
    assert [token.stem for token in tokens_of("de", f"Leiter {'x' * 2000}")] == [stem("de", "Leiter"), "x" * 2000]
    assert time.process_time() - began < 0.5


def test_threads_stem_at_once_without_mixing_their_words():
    words = [f"directoras{number}iones" for number in range(3000)]
    stem.cache_clear()
    with ThreadPoolExecutor(8) as threads:
        together = list(threads.map(partial(stem, "es"), words))
    stem.cache_clear()
    assert together == [stem("es", word) for word in words]
