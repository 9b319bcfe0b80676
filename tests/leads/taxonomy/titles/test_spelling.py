import pytest

from leads.taxonomy.titles.spelling import plain, unslipped, words_of


@pytest.mark.parametrize(
    ("title", "written"),
    [
        ("C.E.O. & Founder", "CEO. & Founder"),
        ("Asst. Mgr", "assistant manager"),
        ("代表取締役CEO", "代表取締役 CEO"),
        ("Anna Smith, Ph.D.", "Anna Smith,  "),
        ("Leiter:in Einkauf (m/w/d)", "Leiter Einkauf"),
        ("Leiter*in Einkauf", "Leiter Einkauf"),
        ("Vendeur/euse H/F", "Vendeur "),
        ("Stv. Ltg. Einkauf", "stellvertretender leitung Einkauf"),
    ],
)
def test_a_title_has_one_spelling(title, written):
    assert plain(title) == written


@pytest.mark.parametrize(
    ("part", "words"),
    [
        ("Group FC", "group financial controller"),
        ("FC Porto", "fc porto"),
        ("DAF", "directeur administratif financier"),
        ("RSSI groupe", "responsable sécurité système d information groupe"),
        ("Absatzleiterin", "absatz leiterin"),
        ("Rechnungswesenleiter", "rechnungswesen leiter"),
        ("Marketingleiter", "marketingleiter leiter"),
        ("Finanzchef", "finanzchef leiter"),
        ("CFOO", "cfo"),
        ("Director Tecnico", "director tecnico"),
    ],
)
def test_what_is_abbreviated_or_joined_is_written_out(part, words):
    assert " ".join(words_of(part)) == words


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("acountant", "accountant"), ("enginer", "engineer"), ("manger", "manager"), ("directer", "director"),
        ("recruitre", "recruiter"), ("marketng", "marketing"), ("finacial", "financial"), ("buchhalterr", "buchhalter"),
        ("accountant", "accountant"), ("planwise", "planwise"), ("acme", "acme"), ("ceo", "ceo"),
        ("unternehmr", "unternehmer"), ("unternehmen", "unternehmen"), ("gérance", "gérance"),
    ],
)  # fmt: skip
def test_one_slip_is_seen_through_and_other_words_stay(typed, meant):
    assert unslipped(typed) == meant
