import pytest

from leads.taxonomy.seniority import Seniority, seniority_affinity
from leads.taxonomy.titles.roles import classify_seniority


@pytest.mark.parametrize(
    ("title", "rank"),
    [
        ("Founder & CEO", Seniority.OWNER),
        ("Chief Marketing Officer", Seniority.C_LEVEL),
        ("President", Seniority.C_LEVEL),
        ("Vice President, Operations", Seniority.VP),
        ("Assistant Vice President", Seniority.VP),
        ("Director of Engineering", Seniority.DIRECTOR),
        ("Head of Growth", Seniority.HEAD),
        ("Product Owner", Seniority.MANAGER),
        ("Executive Assistant to the CEO", Seniority.STAFF),
        ("HR Business Partner", Seniority.STAFF),
        ("Senior Accountant", Seniority.SENIOR),
        ("Marketing Intern", Seniority.INTERN),
        ("Welder", Seniority.STAFF),
        ("", Seniority.UNKNOWN),
    ],
)
def test_a_title_names_its_rank(title, rank):
    assert classify_seniority(title) == rank


@pytest.mark.parametrize(
    ("title", "rank"),
    [
        ("PRESIDENT", Seniority.C_LEVEL),
        ("P/CEO", Seniority.C_LEVEL),
        ("PRES/CEO", Seniority.C_LEVEL),
        ("PRES/DIR", Seniority.C_LEVEL),
        ("VP/TREAS", Seniority.VP),
        ("EXEC VP", Seniority.VP),
        ("ASST SECRETARY", Seniority.JUNIOR),
        ("P/S/T", Seniority.C_LEVEL),
        ("CHAIR", Seniority.C_LEVEL),
        ("C.E.O.", Seniority.C_LEVEL),
        ("V.P. Sales", Seniority.VP),
        ("C.T.O.", Seniority.C_LEVEL),
        ("C. E. O.", Seniority.C_LEVEL),
        ("C.E.O", Seniority.C_LEVEL),
        ("CEO.", Seniority.C_LEVEL),
        ("S.V.P.", Seniority.VP),
        ("E.V.P., Operations", Seniority.VP),
        ("Pres.", Seniority.C_LEVEL),
        ("Sr. V.P. of Sales", Seniority.VP),
        ("Vice-President", Seniority.VP),
        ("MD", Seniority.C_LEVEL),
        ("John Smith, M.D.", Seniority.STAFF),
        ("Pre-Press Designer", Seniority.STAFF),
    ],
)
def test_dots_slashes_and_short_forms_hide_no_rank(title, rank):
    assert classify_seniority(title) == rank


@pytest.mark.parametrize(
    ("title", "rank"),
    [
        ("Ex CEO", Seniority.UNKNOWN),
        ("formerly VP at X", Seniority.UNKNOWN),
        ("ex-VP Sales", Seniority.UNKNOWN),
        ("Former Head of Growth", Seniority.UNKNOWN),
        ("Previously Founder", Seniority.UNKNOWN),
        ("CEO (former)", Seniority.UNKNOWN),
        ("CEO, retired", Seniority.UNKNOWN),
        ("Retired", Seniority.UNKNOWN),
        ("Retired CEO", Seniority.UNKNOWN),
        ("Past President", Seniority.UNKNOWN),
        ("Aspiring CEO", Seniority.UNKNOWN),
        ("Founder & former CEO", Seniority.OWNER),
        ("Former CFO, now Founder of Beta", Seniority.OWNER),
        ("VP Sales (ex-Google)", Seniority.VP),
        ("VP Sales | ex-Director at Stripe", Seniority.VP),
        ("Manager | Former CEO", Seniority.MANAGER),
        ("Director, Former Students", Seniority.DIRECTOR),
        ("Head of EX", Seniority.HEAD),
        ("Interim CEO", Seniority.C_LEVEL),
        ("CEO emeritus", Seniority.UNKNOWN),
        ("Bürgermeister a.D.", Seniority.UNKNOWN),
        ("ehemaliger Geschäftsführer", Seniority.UNKNOWN),
        ("ancien directeur général", Seniority.UNKNOWN),
        ("元社長", Seniority.UNKNOWN),
        ("元CEO", Seniority.UNKNOWN),
        ("前CEO", Seniority.UNKNOWN),
        ("前端工程师", Seniority.STAFF),
        ("전 대표이사", Seniority.UNKNOWN),
        ("Бывший генеральный директор", Seniority.UNKNOWN),
        ("Экс-директор", Seniority.UNKNOWN),
    ],
)
def test_a_former_rank_is_none_of_today(title, rank):
    assert classify_seniority(title) == rank


@pytest.mark.parametrize(
    ("title", "rank"),
    [
        ("Program Coordinator, Office of the Dean", Seniority.STAFF),
        ("Administrative Associate, Office of the Vice President", Seniority.STAFF),
        ("Research Associate to the Director", Seniority.STAFF),
        ("Assistant, Office of the CEO", Seniority.JUNIOR),
        ("Advisor to CEO", Seniority.STAFF),
        ("Adviser to the Board", Seniority.STAFF),
        ("Driver to the Chairman", Seniority.STAFF),
        ("Reporting to the CEO", Seniority.UNKNOWN),
        ("VP Sales, reporting to the CEO", Seniority.VP),
        ("EA to CEO & CFO", Seniority.STAFF),
        ("PA to Managing Director", Seniority.STAFF),
        ("Chief of Staff to the CEO", Seniority.MANAGER),
        ("Chief of Staff, Office of the CEO", Seniority.MANAGER),
        ("CEO's Office Manager", Seniority.MANAGER),
        ("CEO Office", Seniority.STAFF),
        ("Founder's Office", Seniority.STAFF),
        ("Founders Associate", Seniority.STAFF),
        ("Coach for CEOs", Seniority.STAFF),
        ("I help founders sell", Seniority.STAFF),
        ("Executive coach to CEOs", Seniority.STAFF),
        ("Trusted Partner to CFOs", Seniority.UNKNOWN),
        ("Secretary to the Board of Directors", Seniority.STAFF),
        ("Right hand to the CEO", Seniority.STAFF),
        ("Head of Investor Relations & Advisor to the CEO", Seniority.HEAD),
        ("Advisor to startup founders", Seniority.STAFF),
        ("Recruiter for C-level executives", Seniority.STAFF),
        ("Nurse to the President", Seniority.STAFF),
        ("President's Club winner", Seniority.STAFF),
        ("Team Lead to Directors", Seniority.MANAGER),
        ("Vice President Assistant", Seniority.JUNIOR),
        ("Owners Representative", Seniority.STAFF),
        ("Engineer at Founders Fund", Seniority.STAFF),
        ("Sales at President Container", Seniority.STAFF),
        ("Assistentin der Geschäftsführung", Seniority.STAFF),
        ("社長秘書", Seniority.STAFF),
        ("社長室", Seniority.STAFF),
        ("总经理助理", Seniority.JUNIOR),
        ("顧問", Seniority.STAFF),
        ("Помощник генерального директора", Seniority.JUNIOR),
    ],
)
def test_the_rank_of_another_is_not_ones_own(title, rank):
    assert classify_seniority(title) == rank


@pytest.mark.parametrize(
    ("title", "rank"),
    [
        ("Board of Directors", Seniority.C_LEVEL),
        ("Member of the Board of Directors", Seniority.C_LEVEL),
        ("Chair of the Board", Seniority.C_LEVEL),
        ("Go to Market Lead", Seniority.MANAGER),
        ("Order to Cash Director", Seniority.DIRECTOR),
        ("Director to Market Access", Seniority.DIRECTOR),
        ("Director for EMEA", Seniority.DIRECTOR),
        ("VP of Go-to-Market", Seniority.VP),
        ("Support Director", Seniority.DIRECTOR),
        ("Director of Partners", Seniority.DIRECTOR),
        ("Managing Partner for Operations", Seniority.OWNER),
        ("Deputy CEO", Seniority.C_LEVEL),
        ("Assistant Director", Seniority.MANAGER),
        ("Associate Director", Seniority.DIRECTOR),
        ("Math Department Chair", Seniority.HEAD),
        ("Office of Engagement Intern", Seniority.INTERN),
        ("CTO @ Acme", Seniority.C_LEVEL),
        ("Director - Sales", Seniority.DIRECTOR),
        ("CEO and Founder", Seniority.OWNER),
    ],
)
def test_words_like_those_of_another_leave_the_rank(title, rank):
    assert classify_seniority(title) == rank


@pytest.mark.parametrize(
    ("title", "rank"),
    [
        ("代表取締役社長", Seniority.C_LEVEL),
        ("代表取締役CEO", Seniority.C_LEVEL),
        ("取締役副社長", Seniority.C_LEVEL),
        ("営業部長", Seniority.DIRECTOR),
        ("マーケティング部 課長", Seniority.MANAGER),
        ("执行董事", Seniority.C_LEVEL),
        ("总经理", Seniority.C_LEVEL),
        ("副总经理", Seniority.VP),
        ("市场总监", Seniority.DIRECTOR),
        ("销售经理", Seniority.MANAGER),
        ("创始人兼CEO", Seniority.OWNER),
        ("대표이사", Seniority.C_LEVEL),
        ("부사장", Seniority.VP),
        ("마케팅 팀장", Seniority.MANAGER),
        ("Генеральный директор", Seniority.C_LEVEL),
        ("Коммерческий директор", Seniority.C_LEVEL),
        ("Директор по маркетингу", Seniority.DIRECTOR),
        ("Заместитель генерального директора", Seniority.VP),
        ("Руководитель отдела продаж", Seniority.HEAD),
        ("Менеджер по продажам", Seniority.MANAGER),
        ("Владелец", Seniority.OWNER),
        ("Вице-президент", Seniority.VP),
        ("Директор з маркетингу", Seniority.DIRECTOR),
        ("Prezes Zarządu", Seniority.C_LEVEL),
        ("Amministratore Delegato", Seniority.C_LEVEL),
    ],
)
def test_ranks_in_other_scripts_and_languages(title, rank):
    assert classify_seniority(title) == rank


def test_a_step_down_the_ladder_costs_more_than_a_step_up():
    assert seniority_affinity(Seniority.DIRECTOR, Seniority.VP) == pytest.approx(0.88)
    assert seniority_affinity(Seniority.DIRECTOR, Seniority.HEAD) == pytest.approx(0.75)
