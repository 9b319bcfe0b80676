import pytest

from leads.audience.audience import Kind
from leads.audience.exclusions import split_exclusions
from leads.audience.reader import read_audience


def parts(text, code="en"):
    wanted, spans = split_exclusions(text, code)
    assert len(wanted) == len(text)
    return " ".join(wanted.split()), [text[start:end].strip() for start, end in spans]


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("HR managers, not recruiters", "HR managers,", ["recruiters"]),
        ("Heads of sales, no interns, in France", "Heads of sales, , in France", ["interns"]),
        ("Buyers. Avoid agencies and students. Only in Spain", "Buyers. . Only in Spain", ["agencies and students"]),
        ("Fundraisers at not-for-profit organisations", "Fundraisers at not-for-profit organisations", []),
        ("Teams without a data engineer", "Teams without a data engineer", []),
        ("Founders who do not code", "Founders who do not code", []),
        ("Nurses, not only in hospitals", "Nurses, not only in hospitals", []),
    ],
)
def test_what_is_not_wanted_is_taken_out(text, wanted, unwanted):
    assert parts(text) == (wanted, unwanted)


@pytest.mark.parametrize(
    ("code", "text", "unwanted"),
    [
        ("de", "Einkäufer, keine Berater", ["Berater"]),
        ("fr", "Acheteurs, sauf les consultants", ["les consultants"]),
        ("es", "Compradores, excepto consultores", ["consultores"]),
        ("es", "Asociaciones sin ánimo de lucro", []),
        ("pt", "Compradores, exceto consultores", ["consultores"]),
        ("it", "Addetti acquisti, tranne i consulenti", ["i consulenti"]),
    ],
)
def test_so_it_is_in_other_languages(code, text, unwanted):
    assert parts(text, code)[1] == unwanted


@pytest.mark.parametrize(
    ("code", "text", "wanted", "unwanted"),
    [
        ("en", "Florists, students excluded, in Wales", "Florists, , in Wales", ["students"]),
        ("en", "Florists. Agencies need not apply.", "Florists. .", ["Agencies"]),
        ("en", "Florists, leave students out", "Florists,", ["students out"]),
        ("de", "Floristen, Azubis ausgenommen", "Floristen,", ["Azubis"]),
        ("fr", "Fleuristes (apprentis exclus)", "Fleuristes ( )", ["apprentis"]),
        ("es", "Floristas, aprendices excluidos", "Floristas,", ["aprendices"]),
        ("pt", "Floristas, aprendizes excluídos", "Floristas,", ["aprendizes"]),
        ("it", "Fioristi, apprendisti esclusi", "Fioristi,", ["apprendisti"]),
        ("es", "Floristas, sean autónomos o no", "Floristas, sean autónomos o no", []),
        ("es", "Floristas con menos de 50 empleados", "Floristas con menos de 50 empleados", []),
        ("it", "Fioristi con meno di 50 dipendenti", "Fioristi con meno di 50 dipendenti", []),
    ],
)
def test_the_word_may_stand_behind(code, text, wanted, unwanted):
    assert parts(text, code) == (wanted, unwanted)


EXCLUDING = {
    "Opticians": ("not {}", "aside from {}", "barring {}", "{} excluded", "no {} please"),
    "Optiker": ("keine {}", "außer {}", "bis auf {}", "exkl. {}", "unter Ausschluss von {}", "{} bitte nicht"),
    "Opticiens": ("sauf {}", "hors {}", "hormis {}", "ni {}", "à part les {}", "en dehors des {}", "{} exclus"),
    "Ópticos": ("excepto {}", "menos {}", "sin contar {}", "quitando {}", "que no sean {}", "{} excluidos"),
    "Oculistas": ("exceto {}", "fora {}", "tirando {}", "sem contar {}", "que não sejam {}", "{} excluídos"),
    "Ottici": ("tranne {}", "eccetto {}", "meno {}", "fuorché {}", "a eccezione degli {}", "{} esclusi"),
}
INTERNS = ("interns", "Praktikanten", "stagiaires", "becarios", "estagiários", "stagisti")
CONSULTANTS = ("consultants", "Berater", "consultants", "consultores", "consultores", "consulenti")
AGENCIES = ("agencies", "Agenturen", "agences", "agencias", "agências", "agenzie")


@pytest.mark.parametrize(
    ("things", "part"),
    [
        (INTERNS, (Kind.RANK, "INTERN")),
        (CONSULTANTS, (Kind.FUNCTION, "consultant")),
        (AGENCIES, (Kind.INDUSTRY, "marketing & advertising")),
    ],
)
def test_every_word_of_every_language_excludes(things, part):
    missed = [
        text
        for (people, words), thing in zip(EXCLUDING.items(), things, strict=True)
        for text in (f"{people}, {word.format(thing)}" for word in words)
        if part not in {one.key for one in read_audience(text).parts if one.excluded}
        or any(one.key == part for one in read_audience(text).parts if not one.excluded)
    ]
    assert missed == []


def test_what_is_not_wanted_and_not_understood_is_said():
    assert read_audience("Opticians, no flurbelgrups").not_understood == ("flurbelgrups",)


def test_a_language_is_said_not_to_be_understood():
    audience = read_audience("HR managers in Lyon who speak English and German")
    assert [part.code for part in audience.of(Kind.PLACE)] == ["Lyon"]
    assert audience.not_understood == ("English", "German")


@pytest.mark.parametrize(
    ("text", "outside"),
    [
        ("estate agents outside Lisbon", {"Lisbon"}),
        ("IT managers outside Berlin and Munich", {"Berlin", "Munich"}),
        ("Immobilienmakler außerhalb von Lissabon", {"Lissabon"}),
        ("agents immobiliers hors de Lisbonne", {"Lisbonne"}),
        ("agentes inmobiliarios fuera de Lisboa", {"Lisboa"}),
        ("agentes imobiliários fora de Lisboa", {"Lisboa"}),
        ("agenti immobiliari fuori Lisbona", {"Lisbona"}),
        ("sales managers outside the US, Canada, and the United Kingdom", {"US", "Canada", "United Kingdom"}),
        ("Vertriebsleiter ausserhalb der Schweiz und der USA", {"Schweiz", "USA"}),
        ("directeurs commerciaux hors des États-Unis", {"États-Unis"}),
        ("directeurs commerciaux en dehors de l'Italie", {"Italie"}),
        ("directeurs commerciaux hors d’Italie", {"Italie"}),
        ("directores comerciales fuera de los Estados Unidos", {"Estados Unidos"}),
        ("diretores comerciais fora dos Estados Unidos", {"Estados Unidos"}),
        ("direttori commerciali fuori dalla Germania", {"Germania"}),
        ("Outside sales reps", set()),
    ],
)
def test_a_place_is_excluded_by_people_outside_of_it(text, outside):
    audience = read_audience(text)
    assert {part.code for part in audience.of(Kind.PLACE, excluded=True)} == outside
    assert (audience.places, outside & set(audience.not_understood)) == ((), set())


@pytest.mark.parametrize(
    ("text", "excluded", "not_understood"),
    [
        ("CFOs in Lyon, no CEOs", {(Kind.FUNCTION, "executive")}, ()),
        ("CFOs in Wien, keine Geschäftsführer", {(Kind.FUNCTION, "executive")}, ()),
        ("Sales managers, no CEOs", {(Kind.RANK, "C_LEVEL")}, ()),
        ("Sales directors, no sales managers", {(Kind.RANK, "MANAGER")}, ()),
        ("Finance directors, no CFOs", {(Kind.RANK, "C_LEVEL")}, ()),
        ("Software engineers, no junior developers", {(Kind.RANK, "JUNIOR")}, ()),
        ("Marketing managers, no managers of agencies", {(Kind.INDUSTRY, "marketing & advertising")}, ("managers",)),
        ("CTOs, not C-level", set(), ("C-level",)),
        ("Owners of hotels, no founders", set(), ("founders",)),
    ],
)
def test_an_excluded_title_excludes_no_one_who_is_wanted(text, excluded, not_understood):
    audience = read_audience(text)
    assert {part.key for part in audience.parts if part.excluded} == excluded
    assert audience.not_understood == not_understood
