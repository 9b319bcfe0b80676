import pytest

from leads.taxonomy.titles.scope import own_parts, without_employer


def own(title):
    return " | ".join(", ".join(parts) for parts in own_parts(without_employer(title)))


@pytest.mark.parametrize(
    "title",
    """
    Former CFO; Ex-CFO; ex-CFO of Acme; Formerly VP Sales; Previously Founder; Retired CFO; CFO, retired; CFO
    (retired); CFO emeritus;
    Recovering lawyer; Past President; One-time CFO; Former CFO / COO;
    ehemaliger Finanzleiter; Ehem. Finanzleiter; vormals Geschäftsführer; Früherer Vorstand; Finanzleiter im Ruhestand;
    Ancien directeur financier; ancienne DRH; DAF retraité; Directeur commercial à la retraite;
    Antiguo director financiero; Exdirector general; Director de ventas jubilado; Antigo diretor comercial;
    Diretor aposentado;
    Ex direttore vendite; già direttore generale; Direttore in pensione
    """.replace("\n", " ").split(";"),
)
def test_a_role_of_former_times_is_none_of_today(title):
    assert own(" ".join(title.split())) == ""


@pytest.mark.parametrize(
    "title",
    """
    Aspiring CFO; Future CFO; An aspiring product manager; CFO in training; CFO-to-be; CFO in waiting; Wannabe CFO;
    Seeking CFO opportunities; Looking for a role as controller; Open to CFO roles; Passionate about marketing;
    Marketing enthusiast; Finance nerd; Not a CFO; no longer CFO; Studying accounting; Wife of a CFO; Interested
    in finance;
    angehender Finanzleiter; Kein CFO; Auf der Suche nach einer Stelle als Controller; futur DAF; Passionné de finance;
    À la recherche d'un poste de DAF; aspirante a directora; Apasionado por el marketing; Busco trabajo como contable;
    Futura diretora; Apaixonada por marketing; Em busca de uma vaga de contador; aspirante direttore;
    Appassionato di finanza; Alla ricerca di un impiego
    """.replace("\n", " ").split(";"),
)
def test_what_a_person_wants_or_likes_to_be_is_none_of_their_roles(title):
    assert own(" ".join(title.split())) == ""


@pytest.mark.parametrize(
    ("title", "left"),
    [
        ("Helping CFOs close faster | Founder @CloseCo", "Founder"),
        ("Selling to CFOs", "Selling"),
        ("Assistentin des Finanzvorstands", "Assistentin PA"),
        ("Podcast host: The CFO Show", "Podcast host: The  Show"),
        ("We place CFOs and controllers", "We place"),
        ("Coach for founders", "Coach"),
        ("Recruiting software engineers", "Recruiting"),
        ("Sales for startups", "Sales"),
        ("Trusted partner to CFOs", ""),
        ("Ich helfe Geschäftsführern", "Ich"),
        ("Berater für CFOs", "Berater"),
        ("J'accompagne les dirigeants", ""),
        ("Coach pour DAF", "Coach"),
        ("Ayudo a directores financieros", ""),
        ("Ajudo empresas a crescer", ""),
        ("Aiuto i direttori commerciali", ""),
        ("CEO coach", "coach"),
        ("CFO recruiter", "recruiter"),
        ("CFO Magazine editor", "Magazine editor"),
        ("Founders Associate", "Associate"),
    ],
)
def test_customers_and_candidates_are_others(title, left):
    assert own(title) == left


@pytest.mark.parametrize(
    ("title", "left"),
    [
        ("Assistant to the CEO", "Assistant PA"),
        ("Assistente do CEO", "Assistente PA"),
        ("Assistentin der Geschäftsführung", "Assistentin PA"),
        ("Secretaria del presidente", "Secretaria PA"),
        ("Adjoint au directeur", "Adjoint PA"),
        ("Bras droit du CEO", "Bras droit PA"),
        ("Segretaria del direttore generale", "Segretaria PA"),
        ("Driver to the Chairman", "Driver"),
        ("Advisor to the CFO", "Advisor"),
        ("VP Sales, reporting to the CEO", "VP Sales"),
        ("Administrator, Office of the Dean", "Administrator"),
    ],
)
def test_a_superior_is_another_and_who_assists_one_is_an_assistant(title, left):
    assert own(title) == left


@pytest.mark.parametrize(
    "title",
    """
    Interim CFO; Acting CFO; Fractional CFO; Deputy CFO; DAF de transition; Kommissarischer Finanzleiter;
    Director interino;
    Direttore ad interim; Help Desk Manager; Help Line Supervisor; Training Manager; Director of Gender Studies;
    Managing Partner for Operations; Go to Market Lead; Executive Director; Export Manager; Director to Market
    Access; Expert
    """.replace("\n", " ").split(";"),
)  # fmt: skip
def test_words_like_those_take_nothing_away(title):
    assert own(" ".join(title.split())) == " ".join(title.split())


@pytest.mark.parametrize(
    ("title", "left"),
    [
        ("VP Sales | ex-Google", "VP Sales"),
        ("VP Sales (ex-Google)", "VP Sales"),
        ("CEO (former), Advisor", "Advisor"),
        ("ex-CFO, now beekeeper", "beekeeper"),
        ("Former CFO, now Founder of Beta", "Founder of Beta"),
        ("Accountant turned founder", "founder"),
        ("From CFO to yoga teacher", "yoga teacher"),
        ("Board member | Former CFO of Acme", "Board member"),
        ("CFO at Former Glory Ltd", "CFO"),
        ("Chief Fun Officer (CFO)", "Chief Fun Officer"),
        ("Plant Manager (Ulm)", "Plant Manager, Ulm"),
    ],
)
def test_the_roles_beside_one_that_does_not_count_stay(title, left):
    assert own(title) == left
