import pytest

from leads.audience.mentions import mentions_in
from leads.audience.phrases import PhraseReader
from leads.taxonomy.languages import ENGLISH


def parts_of(text, code=ENGLISH):
    """The parts of a phrasing that are not empty, in the words of the text."""
    found = PhraseReader(text, code, mentions_in(text, code)).read()
    spans = {
        "heads": [(head.start, head.end) for head in found.heads],
        "contexts": found.contexts,
        "doings": found.doings,
        "details": found.details,
    }
    return {name: [text[start:end].strip() for start, end in own] for name, own in spans.items() if own}


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        # the function follows "of", what is owned does not
        (
            "Heads of sales and HR managers at software companies",
            {"heads": ["Heads of sales", "HR managers"], "contexts": ["at software companies"]},
        ),
        ("Owners of gyms", {"heads": ["Owners"], "contexts": ["of gyms"]}),
        ("Owners in charge of shops", {"heads": ["Owners"], "contexts": ["in charge of shops"]}),
        # of an industry's name, only a responsibility makes it their work
        (
            "Those responsible for insurance at banks",
            {"heads": ["Those responsible for insurance"], "contexts": ["at banks"]},
        ),
        ("People in insurance", {"heads": ["People"], "contexts": ["in insurance"]}),
        # people named behind a context are a new head, other words belong to the context
        (
            "Founders of agencies, heads of sales",
            {"heads": ["Founders", "heads of sales"], "contexts": ["of agencies"]},
        ),
        ("Dentists in Ghent, Bruges", {"heads": ["Dentists"], "contexts": ["in Ghent", "Bruges"]}),
        # what they do
        (
            "Plant managers who plan orders across machines",
            {"heads": ["Plant managers"], "doings": ["who plan orders across machines"]},
        ),
        (
            "Marketing managers running webinars for startups",
            {"heads": ["Marketing managers"], "doings": ["running webinars for startups"]},
        ),
        (
            "Dentists in Ghent who are running late",
            {"heads": ["Dentists"], "contexts": ["in Ghent"], "doings": ["who are running late"]},
        ),
        ("Sales owners of accounting", {"heads": ["Sales owners"], "contexts": ["of accounting"]}),
        ("Founders of marketing", {"heads": ["Founders"], "contexts": ["of marketing"]}),
        # each sentence by itself, and what follows a colon
        (
            "Recruiters looking to hire nurses. Doctors in clinics",
            {"heads": ["Recruiters", "Doctors"], "contexts": ["in clinics"], "doings": ["looking to hire nurses"]},
        ),
        ("Dentists: those with two chairs", {"heads": ["Dentists"], "details": ["those with two chairs"]}),
        # a title keeps its "and"
        ("Heads of research and development", {"heads": ["Heads of research and development"]}),
    ],
)
def test_an_audience_names_people_where_they_work_and_what_they_do(text, parts):
    assert parts_of(text) == parts


def test_the_words_of_the_language_part_a_phrase():
    assert parts_of("Vertriebsleiter bei Maschinenbauern, die neue Kunden suchen", "de") == {
        "heads": ["Vertriebsleiter"],
        "contexts": ["bei Maschinenbauern"],
        "doings": [", die neue Kunden suchen"],
    }
