import pytest

from leads.audience.audience import Kind
from leads.audience.reader import read_audience


def sides(text):
    """(what is wanted, what is not, what is not understood), without what the text says of role and rank first."""
    audience = read_audience(text)
    wanted = {part.code for part in audience.parts if not part.excluded and part.kind == "place"}
    return wanted, {part.code for part in audience.parts if part.excluded}, audience.not_understood


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted", "not_understood"),
    [
        ("Plant managers who do not work in Germany, and who speak English", set(), {"Germany"}, ("English",)),
        ("Plant managers that aren't based in Spain or Italy, but in Lyon", {"Lyon"}, {"Spain", "Italy"}, ()),
        ("CFOs who are not in Germany, France or Italy", set(), {"Germany", "France", "Italy"}, ()),
        ("CFOs who are neither in Berlin nor in Hamburg", set(), {"Berlin", "Hamburg"}, ()),
        ("CFOs who live in Austria and are not in Germany", {"Austria"}, {"Germany"}, ()),
        ("CFOs who do not live or work in Germany", set(), {"Germany"}, ()),
        ("Nurses who have never worked in Berlin", set(), {"Berlin"}, ()),
        ("IT managers not based in Germany", set(), {"Germany"}, ()),
        ("Hotel owners whose business isn't in Italy", set(), {"Italy"}, ()),
        ("CFOs. They must not be in Germany.", set(), {"Germany"}, ()),
        ("CFOs who are not in banking, in Lyon", {"Lyon"}, {"banker", "banking"}, ()),
        ("Founders at firms that are not agencies", set(), {"marketing & advertising"}, ()),
        ("Gründer, die keine Agenturen sind", set(), {"marketing & advertising"}, ()),
        ("Marketing managers at companies that are not agencies", set(), {"marketing & advertising"}, ()),
        ("Founders who aren't freelancers, in Austria", {"Austria"}, {"self-employed"}, ()),
        ("Lawyers who don't work at law firms", set(), {"law practice"}, ()),
        ("Sales leaders everywhere but Germany", set(), {"Germany"}, ()),
        ("Geschäftsführer, die nicht in Berlin sitzen", set(), {"Berlin"}, ()),
        ("Einkaufsleiter, die nicht in Berlin und Hamburg arbeiten", set(), {"Berlin", "Hamburg"}, ()),
        ("Gründer, die weder in Berlin noch in Hamburg sitzen", set(), {"Berlin", "Hamburg"}, ()),
        ("Gründer, deren Firma nicht in Berlin sitzt", set(), {"Berlin"}, ()),
        ("Personalleiter, welche nicht in Bern wohnen, sondern in Wien", {"Wien"}, {"Bern"}, ()),
        ("Gründer, die keine Berater sind", set(), {"consultant"}, ()),
        ("Einkäufer in Deutschland ohne Bayern", {"Deutschland"}, {"Bayern"}, ()),
        ("Buyers in Europe without Germany and France", {"Europe"}, {"Germany", "France"}, ()),
        ("IT-Leiter nicht aus Bayern", set(), {"Bayern"}, ()),
        ("Directeurs d'usine qui ne travaillent pas en Allemagne", set(), {"Allemagne"}, ()),
        ("Directeurs commerciaux pas en Allemagne", set(), {"Allemagne"}, ()),
        ("Compradores que no trabajan en Madrid", set(), {"Madrid"}, ()),
        ("Responsabili acquisti che non lavorano in Germania", set(), {"Germania"}, ()),
        ("Compradores que não trabalham em Lisboa", set(), {"Lisboa"}, ()),
    ],
)
def test_where_and_what_people_are_not_excludes(text, wanted, unwanted, not_understood):
    assert sides(text) == (wanted, unwanted, not_understood)


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted", "not_understood"),
    [
        ("HR managers in Lyon who don't speak German", {"Lyon"}, set(), ("don't speak German",)),
        ("HR managers whose firm does not have a recruiter", set(), set(), ("does not have a recruiter",)),
        ("IT managers at firms that do not have a CFO, in Berlin", {"Berlin"}, set(), ("do not have a CFO",)),
        ("Startups without a CFO in Berlin", set(), set(), ("without a CFO in Berlin",)),
        ("Finance directors whose company has no CFO", set(), set(), ("has no CFO",)),
        ("Shop owners who do not sell in Germany", set(), set(), ("do not sell in Germany",)),
        ("CTOs whose CEO is not in Berlin", set(), set(), ("CEO is not in Berlin",)),
        ("CFOs who are not in London and work in Paris", set(), {"London"}, ("work in Paris",)),
        ("CFOs who aren't in Germany, in Austria", set(), {"Germany"}, ("in Austria",)),
        ("CFOs in Lyon. Their customers are not in Germany.", {"Lyon"}, set(), ("Their customers are not in Germany",)),
        ("Sales managers who didn't study in France", set(), set(), ("didn't study in France",)),
        ("Buyers who refuse to work in Germany", set(), set(), ("refuse to work in Germany",)),
        ("Buyers who have left Germany", set(), set(), ("have left Germany",)),
        ("CFOs in Germany who are not German", {"Germany"}, set(), ("German",)),
        ("Geschäftsführer, ausgenommen Agenturen in Berlin", set(), {"marketing & advertising"}, ("Berlin",)),
        ("Einkäufer ohne deutsche Kunden", set(), set(), ("ohne deutsche Kunden",)),
        ("Recruiters who never work with agencies", set(), set(), ("never work with agencies",)),
        ("CFOs, no agencies in London", set(), {"marketing & advertising"}, ("London",)),
        ("CFOs, no interns, Lyon", set(), {"INTERN"}, ("Lyon",)),
        ("Recruiters, except those who do not work in Germany", set(), set(), ("work in Germany",)),
        ("Geschäftsführer, die nicht in Bern sitzen und Englisch sprechen", set(), {"Bern"}, ("Englisch sprechen",)),
        ("Gründer, die in Berlin nicht vertreten sind", set(), set(), ("in Berlin nicht vertreten sind",)),
        ("Einkaufsleiter, die kein Englisch sprechen", set(), set(), ("kein Englisch sprechen",)),
        ("Inhaber von Bäckereien ohne Filialen", set(), set(), ("ohne Filialen",)),
        ("Directeurs commerciaux qui n'ont pas de CRM", set(), set(), ("n'ont pas de CRM",)),
        ("Acheteurs qui ne parlent pas français", set(), set(), ("ne parlent pas français",)),
    ],
)
def test_what_else_is_denied_is_neither_wanted_nor_excluded(text, wanted, unwanted, not_understood):
    assert sides(text) == (wanted, unwanted, not_understood)


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted", "not_understood"),
    [
        ("COOs of bakeries, unless they are based in Berlin", set(), {"Berlin"}, ()),
        ("CFOs in Austria unless in Vienna or Graz", {"Austria"}, {"Vienna", "Graz"}, ()),
        ("CFOs, if not in Germany", set(), {"Germany"}, ()),
        ("Unless they're in Berlin, COOs in Germany", {"Germany"}, {"Berlin"}, ()),
        ("COOs, unless they are agencies, in Lyon", {"Lyon"}, {"marketing & advertising"}, ()),
        ("COOs, except if they are consultants or freelancers", set(), {"consultant", "self-employed"}, ()),
        ("Einkaufsleiter, es sei denn, sie sitzen in Bern", set(), {"Bern"}, ()),
        ("Einkaufsleiter, außer wenn sie Berater sind", set(), {"consultant"}, ()),
        ("Einkaufsleiter, sofern sie nicht in Bern arbeiten", set(), {"Bern"}, ()),
        ("Acheteurs, sauf s'ils sont à Lyon", set(), {"Lyon"}, ()),
        ("Acheteurs, à moins qu’ils ne soient à Lyon", set(), {"Lyon"}, ()),
        ("Compradores, a menos que estén en Sevilla", set(), {"Sevilla"}, ()),
        ("Compradores, a menos que estejam em Lisboa", set(), {"Lisboa"}, ()),
        ("Compradores, caso não trabalhem em Lisboa", set(), {"Lisboa"}, ()),
        ("Responsabili acquisti, a meno che non siano a Milano", set(), {"Milano"}, ()),
        ("Responsabili acquisti, tranne se lavorano a Milano", set(), {"Milano"}, ()),
    ],
)
def test_unless_people_are_somewhere_or_something_excludes(text, wanted, unwanted, not_understood):
    assert sides(text) == (wanted, unwanted, not_understood)


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted", "not_understood"),
    [
        ("COOs, unless they are not in Berlin", set(), set(), ("unless they are not in Berlin",)),
        ("COOs unless their customers are in Berlin", set(), set(), ("unless their customers are in Berlin",)),
        ("CTOs, unless they have a CRM", set(), set(), ("unless they have a CRM",)),
        ("CFOs, no agencies unless they are in Bern", set(), {"marketing & advertising"}, ("are in Bern",)),
        ("COOs, unless they are in Berlin, and CFOs in Wien", set(), {"Berlin"}, ("and CFOs in Wien",)),
        ("Zahnärzte, es sei denn, sie haben Filialen", set(), set(), ("es sei denn, sie haben Filialen",)),
        ("Dentistes, sauf s'ils ont un bureau à Lyon", set(), set(), ("sauf s'ils ont un bureau à Lyon",)),
    ],
)
def test_another_condition_is_neither_wanted_nor_excluded(text, wanted, unwanted, not_understood):
    assert sides(text) == (wanted, unwanted, not_understood)


@pytest.mark.parametrize("text", ["CFOs who are not only in Germany", "CFOs who don't just work in Germany"])
def test_a_denial_that_only_seems_one_changes_nothing(text):
    assert sides(text) == ({"Germany"}, set(), ())


def test_directors_who_are_not_at_consultancies_are_no_consultants():
    audience = read_audience("Directors who are not at consultancies in London")
    assert (audience.functions.keys() & {"consultant", "ma-banker"}, audience.places) == (set(), ())
    assert (audience.excluded_functions, audience.excluded_industries) == ({"consultant"}, {"management consulting"})


@pytest.mark.parametrize("text", ["Werksleiter ohne eigene Buchhaltung", "Werksleiter ohne eigenes IT-Team"])
def test_what_people_lack_of_their_own_is_neither_wanted_nor_unwanted(text):
    audience = read_audience(text)
    assert [(part.code, part.excluded) for part in audience.of(Kind.FUNCTION)] == [("plant-manager", False)]
    assert audience.not_understood == (text.removeprefix("Werksleiter "),)
