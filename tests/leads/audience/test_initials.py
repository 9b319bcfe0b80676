import pytest

from leads.audience.reader import read_audience
from leads.taxonomy.words import tokens


@pytest.mark.parametrize(
    "text",
    [
        "R&D managers",
        "heads of research and development",
        "Leiter Forschung und Entwicklung",
        "Leiter F&E in der Lebensmittelindustrie",
        "Leiter F+E",
        "responsables R&D dans l'agroalimentaire",
        "directeurs recherche et développement",
        "jefes de I+D en la industria alimentaria",
        "jefes de I+D+i",
        "directores de investigación y desarrollo",
        "diretores de P&D",
        "gerentes de pesquisa e desenvolvimento",
        "responsabili R&S nell'industria alimentare",
        "responsabili ricerca e sviluppo",
    ],
)
def test_research_and_development_is_one_function_in_every_language(text):
    assert set(read_audience(text).functions) == {"product-developer"}


@pytest.mark.parametrize(
    "text", ["researchers", "Forscher", "chercheurs", "investigadores", "pesquisadores", "ricercatori"]
)
def test_research_alone_is_another(text):
    assert set(read_audience(text).functions) == {"researcher"}


@pytest.mark.parametrize(
    ("text", "found"),
    [("Jefe de I+D", ["jefe", "i_d"]), ("Jefa de I+D+i", ["jefa", "i_d"]), ("C++ developer", ["c++", "developer"])],
)
def test_initials_joined_by_a_plus_are_one_word(text, found):
    assert tokens(text) == found
