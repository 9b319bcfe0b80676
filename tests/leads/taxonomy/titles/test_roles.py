import pytest

from leads.taxonomy.seniority import Seniority
from leads.taxonomy.titles.roles import classify_seniority, own_words, read_roles, weigh_own


def roles(title):
    return [(" ".join(code for code, _ in role.functions), role.rank and role.rank.name) for role in read_roles(title)]


@pytest.mark.parametrize(
    ("title", "found"),
    [
        ("VP, Sales", [("sales", "VP")]),
        ("VP | Sales", [("sales", "VP")]),
        ("Sales & Marketing Director", [("marketing sales", "DIRECTOR")]),
        ("VP Sales and Marketing", [("sales marketing", "VP")]),
        ("CFO and Head of HR", [("cfo", "C_LEVEL"), ("hr", "HEAD")]),
        ("Accountant | Founder", [("accountant", "STAFF"), ("founder", "OWNER")]),
        ("Plant Manager | Speaker | Dog lover", [("plant-manager", "MANAGER"), ("coach", "STAFF")]),
        ("Leiterin Einkauf und Logistik", [("procurement logistics", "HEAD")]),
        ("Directrice financière et directrice des achats", [("cfo", "DIRECTOR"), ("procurement", "DIRECTOR")]),
        ("Accounting", [("accountant", None)]),
        ("Junior Controller", [("controller", "JUNIOR")]),
        ("Assistant Store Manager", [("store-manager", "MANAGER")]),
        ("Former CFO", []),
        ("", []),
    ],
)
def test_a_title_is_read_into_roles_each_with_its_own_rank(title, found):
    assert roles(title) == found


@pytest.mark.parametrize(
    ("titles", "code"),
    [
        ("FD; Finanzleiter; Kfm. Leitung; DAF; Diretora financeira; Direttrice finanziaria", "cfo"),
        ("HR Director; Personalleiterin; DRH; Jefa de personal; Gerente de RH; Responsabile delle risorse umane", "hr"),
        ("Vertriebsleiter; Directeur commercial; Jefe de ventas; Gerente comercial; Direttore vendite", "sales"),
        ("Einkaufsleiterin; Responsable achats; Directora de compras; Ufficio acquisti", "procurement"),
        ("Werksleiterin; Directeur d'usine; Gerente industrial; Direttore di stabilimento", "plant-manager"),
        ("CIO; IT-Leiter; DSI; Director de sistemas; Diretor de TI; Responsabile sistemi informativi", "cio"),
        ("Nurse; Krankenpfleger; Infirmière; Enfermero; Enfermeira; Infermiera", "nurse"),
        ("Accountant; Buchhalterin; Comptable; Contable; Contadora; Ragioniere", "accountant"),
        ("Lawyer; Rechtsanwältin; Avocate; Abogada; Advogado; Avvocato", "lawyer"),
        ("Filialleiterin; Directrice de magasin; Gerente de loja; Responsabile punto vendita", "store-manager"),
    ],
)  # fmt: skip
def test_a_trade_is_known_in_six_languages(titles, code):
    assert {title: weigh_own(title)[0][0] for title in titles.split("; ")} == dict.fromkeys(titles.split("; "), code)


def test_without_accents_and_by_several_people_a_title_is_the_same():
    assert [weigh_own(title) for title in ("Directeur General", "directores financieros", "Buchhalterinnen")] == [
        (("executive", 1.0),),
        (("cfo", 1.0),),
        (("accountant", 1.0),),
    ]


def test_a_slip_is_put_right_where_the_title_says_nothing_without():
    assert weigh_own("Talnt Acquisition Manager") == weigh_own("Talent Acquisition Manager")
    assert (weigh_own("Plant Manger"), classify_seniority("Plant Manger")) == (
        weigh_own("Plant Manager"),
        Seniority.MANAGER,
    )
    assert weigh_own("Tracer Marketing Manager") == weigh_own("Marketing Manager")


def test_who_studies_a_trade_does_not_practise_it():
    assert weigh_own("Accounting student") == (("student", 1.0), ("accountant", 0.6))
    assert weigh_own("Student Accounts Officer")[0] == ("accountant", 1.0)


def test_what_is_left_of_a_title_can_be_read():
    assert own_words("Former CFO | Partner, Beta Ventures") == "Partner, Beta Ventures"


@pytest.mark.parametrize(
    ("places", "code"),
    [
        ("Store; Stores; Shop; Boutique; Supermarket; Salon; Showroom; Gas Station; Bakery", "store-manager"),
        ("Branch; Bank Branch", "banker"),
        ("Restaurant; Cafe; Bar; Coffee Shop", "restaurant-manager"),
        ("Hotel; Resort", "hotel-manager"),
        ("Office", "admin"),
        ("Plant; Factory; Mill; Machine Shop; Job Shop", "plant-manager"),
        ("Warehouse; Depot; Fulfillment Center", "warehouse"),
        ("Distribution Center; Terminal", "logistics"),
        ("Clinic; Hospital; Practice; Care Home", "healthcare-manager"),
        ("Kindergarten; Nursery", "childcare"),
        ("Garage; Body Shop; Auto Shop", "automotive-service"),
        ("Mall; Shopping Centre; Facility; Building", "property-manager"),
        ("Call Center; Contact Centre", "call-center"),
        ("School", "school-leader"),
        ("Farm; Ranch", "farmer"),
        ("Museum", "curator"),
        ("Library", "librarian"),
    ],
)
def test_who_manages_a_place_has_the_function_of_the_place(places, code):
    found = {place: code in dict(weigh_own(f"{place} Manager")) for place in places.split("; ")}
    assert found == dict.fromkeys(places.split("; "), True)


@pytest.mark.parametrize(
    ("lead", "rank"),
    [
        ("Filial", "MANAGER"),
        ("Projekt", "MANAGER"),
        ("Pflegedienst", "HEAD"),
        ("Vertriebs", "HEAD"),
        ("Bereichs", "DIRECTOR"),
    ],
)
def test_a_leitung_has_the_rank_of_a_leiter(lead, rank):
    assert [classify_seniority(f"{lead}{end}").name for end in ("leiter", "leitung")] == [rank, rank]
