"""Titles that belong to an audience, and titles that only sound like it, in several trades and six languages."""

import pytest

from leads.audience.audience import Kind, Part, Voice, corrected
from leads.audience.reader import read_audience
from leads.fit import Criteria, Person, judge
from tests.leads.fit.test_criteria import criteria

IN_IT = 70
FINANCE = "CFOs, finance directors, controllers and accounting managers"
CASES = [
    (
        "Supply chain managers and inventory managers",
        "Supply Chain Manager; Inventory Manager; Leiter Disposition",
        """
        Store Manager; Stores Manager; Convenience Store Manager; Shop Manager; Branch Manager; Restaurant Manager;
        Hotel Manager; Office Manager; Salon Manager; Clinic Manager; Bakery Manager; Kindergarten Manager;
        Garage Manager; Mall Manager
        """,
    ),
    (
        FINANCE,
        """
        CFO; C.F.O.; Fractional CFO; Acting Chief Financial Officer; Interim CFO (m/w/d); FD; Group FD; Head
        of Finance; VP, Finance;
        SVP Finance & Administration; Group Financial Controller; Comptroller; Chief Financial Officer at
        Acme; Co-Founder & CFO;
        CFO | Board Member | Speaker | Dog lover;
        CFO, Speaker, Author, Coach, Investor, Mentor, Podcaster; Accounting Manager;
        Accountig Manager; Finacial Controller; Finance Directer; CFOO; CFO (ex-Deloitte); Chief Accounting Officer;
        Leiterin Rechnungswesen; Leiter Finanz- und Rechnungswesen; Kaufm. Leiter; Finanzvorstand; Leitung Controlling;
        Kommissarischer Finanzleiter; Directrice financière; RAF; Responsable comptable; DAF de transition;
        DAF externalisé;
        Directora Financiera; Director de Administración y Finanzas; Jefe de contabilidad; Diretor Financeiro;
        Gerente de Controladoria; Direttrice amministrativa; Direttore AFC; Direttore finanziario ad interim
        """,
        """
        Former CFO; CFO (retired); CFO emeritus; Aspiring CFO; CFO-to-be; Assistant to the CFO; EA to CFO;
        Advisor to CFOs;
        Driver to the CFO; CFO Coach; CFO headhunter; I help CFOs sleep better; We place CFOs and
        controllers; Sales to CFOs;
        Not a CFO; Finance student; MBA candidate, Finance; Accounting intern; Looking for a CFO role;
        Finance enthusiast;
        Board member; Non-executive director; Quality Controller; Document Controller; Stock Controller; Air
        Traffic Controller;
        Credit Controller; Accountant; Staff Accountant; Bookkeeper; Junior Controller; Marketing Director;
        Chief Fun Officer (CFO);
        Finanzleiter i.R.; angehender Finanzleiter; Assistenz der kaufmännischen Leitung; Berater für CFOs;
        Studentin Rechnungswesen;
        ancien DAF; futur DAF; Assistante du DAF; J'aide les DAF; Coach pour DAF; Étudiant en finance;
        Exdirector financiero; Asistente del director financiero; Ayudo a directores financieros; Estudiante
        de contabilidad;
        Ex-diretor financeiro; Ajudo diretores financeiros; già direttore finanziario; Assistente del
        direttore finanziario;
        CFO turned baker; Previously CFO, now coach; From CFO to yoga teacher; Software for CFOs; CFO's assistant
        """,
    ),
    (
        "Marketing directors and CMOs",
        """
        CMO; Marketing Director; VP Marketing; Head of Marketing; Director, Marketing; Marketingleiter;
        Directrice Marketing;
        Director de Marketing; Diretora de Marketing; Direttore marketing; Sales & Marketing Director;
        Marketng Director;
        VP of Marketing | Speaker | Dog lover
        """,
        """
        Marketing Manager; Marketing Specialist; Marketing Intern; Former CMO; CMO Coach; Marketing student;
        Advisor to CMOs;
        I help marketing directors; Marketing enthusiast; Assistant to the Marketing Director; CEO; Accountant
        """,
    ),
    (
        "Software engineers",
        """
        Software Engineer; Senior Software Engineer; Softwareentwickler; Développeuse web; Ingeniero de
        software; Programador;
        Sviluppatore software; Software Enginer; SWE; Staff Software Engineer at Acme; Software Engineer & cat dad
        """,
        """
        Former software engineer; Software engineering student; Recruiter for software engineers; Hiring
        software engineers;
        Aspiring software engineer; Software engineer turned farmer; Nurse; retired software engineer;
        Teaching kids to code
        """,
    ),
    (
        "Plant managers and heads of production",
        """
        Plant Manager; Werksleiterin; Leiter Produktion; Directeur d'usine; Director de planta; Diretor industrial;
        Direttore di stabilimento; VP Manufacturing; Plant Manger; Produktionsleiter:in; Werkleiter (m/w/d)
        """,
        """
        Former plant manager; Assistant to the plant manager; Production worker; Machine operator;
        Ehemaliger Werkleiter;
        Asistente del director de planta; Advisor to plant managers; Helping plant managers cut scrap
        """,
    ),
    (
        "Owners of dental practices",
        "Owner; Practice owner; Founder & CEO; Inhaberin; Titolare; Gérante",
        "Former owner; Dental hygienist; Consultant to owners; Helping owners sell; Assistant to the owner",
    ),
    (
        "HR directors",
        "Head of HR; HR Director | Keynote Speaker; HR Systems & Sales",
        "Payroll and HR software sales; HR platform account executive; HR Manager's PA; Lecturer on HR",
    ),
    (
        "Recruiters",
        "Talent partner",
        "Talent agent; Public speaker about recruitment; Recruiting tools business development",
    ),
    (
        "Doctors",
        "Locum GP; Oncology fellow; Doctor of Medicine",
        "Dean, School of Medicine; Hematology sales representative; Doctor of Laws; Cardiology device sales",
    ),
    ("Lawyers", "Securities attorney", "Dean of the Law School; Legal software sales manager; Columnist on law"),
    ("Sales managers", "HR software sales manager", "HR manager"),
    ("Heads of engineering at software companies", "VP of Software Development", "Barista"),
    ("Executive assistants", "HR Director's executive assistant", "HR Director"),
]  # fmt: skip


def titles(text):
    return [" ".join(title.split()) for title in text.split(";")]


@pytest.mark.parametrize(("audience", "belonging", "others"), CASES)
def test_a_title_belongs_to_an_audience_or_not(audience, belonging, others):
    asked = criteria(audience)
    wanted = dict.fromkeys(titles(belonging), True) | dict.fromkeys(titles(others), False)
    fits = judge([Person(title=title) for title in wanted], asked)
    assert {title: fit.points >= IN_IT for title, fit in zip(wanted, fits, strict=True)} == wanted


FURTHER = ["Speaker", "Dog lover", "Author", "Coach", "Investor", "Mentor", "Podcaster", "Plant Manager", "Recruiter"]


@pytest.mark.parametrize("title", ["CFO", "Financial Controller", "Accountant", "Nurse", "Finance Manager"])
def test_further_roles_in_a_headline_never_raise_a_score_and_never_halve_one(title):
    headlines = [" | ".join([title, *FURTHER[:count]]) for count in range(len(FURTHER) + 1)]
    points = [fit.points for fit in judge([Person(title=headline) for headline in headlines], criteria(FINANCE))]
    assert max(points) == points[0]
    assert min(points) > points[0] / 2 or points[0] <= 25


def test_rank_multiplies_the_role():
    people = [
        "Accounting Manager",
        "Head of Accounting",
        "Accounting",
        "Senior Accountant",
        "Accountant",
        "Junior Accountant",
    ]
    fits = judge([Person(title=title) for title in people], criteria(FINANCE))
    assert [fit.points for fit in fits] == [100, 100, 72, 60, 59, 28]


def test_who_leads_the_right_company_has_no_other_role():
    asked = criteria("Marketing managers", industries=["machinery"])
    people = [
        Person(title="Founder & CEO", industry="Machinery"),
        Person(title="Founder & CEO"),
        Person(title="Founder & CEO", industry="Banking"),
        Person(title="Accountant", industry="Machinery"),
    ]
    assert [fit.points for fit in judge(people, asked)] == [55, 18, 0, 25]


@pytest.mark.parametrize(
    ("audience", "title", "points"),
    [
        ("Software engineers", "Software Engineer", 83),
        ("Software engineers", "Software Sales Manager", 47),
        ("Sales managers", "Software Sales Manager", 100),
        ("Construction managers", "Construction Bookkeeper", 25),
        ("Recruiters", "Talent Acquisition Analyst", 83),
        ("Accountants", "Account Executive", 39),
        ("Consultants", "HR Consultant", 72),
        ("HR consultants", "Consultant", 39),
    ],
)
def test_the_name_of_an_industry_before_another_trade_is_no_trade(audience, title, points):
    [fit] = judge([Person(title=title)], criteria(audience))
    assert fit.points == points


@pytest.mark.parametrize("words", ["Happiness wizards", "Happiness wizard", "Nurses", "Heads of Grants"])
@pytest.mark.parametrize("title", ["Happiness Wizard", "Happiness wizards", "Nurse", "Head of grants"])
def test_a_title_is_the_audience_in_the_singular_and_the_plural(words, title):
    same = words[:4].lower() == title[:4].lower()
    [fit] = judge([Person(title=title)], criteria(words))
    assert ("The title is the audience, word for word" in [grade.reason for *_, grade in fit.grades]) is same


@pytest.mark.parametrize(
    ("correction", "reason"),
    [
        ({"weight": 0}, "Different role from the audience: accountants and bookkeepers"),
        ({"excluded": True}, "The offer excludes this role: accountants and bookkeepers"),
    ],
)
@pytest.mark.parametrize("further", [[], [Part(Kind.FUNCTION, "nurse", voice=Voice.HAND)]])
def test_a_function_that_a_hand_took_out_is_not_earned_by_the_literal_title(correction, reason, further):
    title = "Accountant"
    hand = [Part(Kind.FUNCTION, "accountant", voice=Voice.HAND, **correction), *further]
    [fit] = judge([Person(title=title)], Criteria(corrected(read_audience(title), hand), title))
    assert {grade.reason: points for _, points, grade in fit.grades}.get(reason) == 0
    assert fit.points <= 25
