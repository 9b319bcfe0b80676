import pytest

from leads.audience.audience import Kind
from leads.audience.reader import read_audience


def sides(text):
    """(functions wanted, places wanted, what is not wanted, what is not understood)"""
    read = read_audience(text)
    places = {part.code for part in read.of(Kind.PLACE)}
    return set(read.functions), places, {part.code for part in read.parts if part.excluded}, read.not_understood


AGENCIES = "marketing & advertising"


@pytest.mark.parametrize(
    ("text", "functions", "places", "unwanted"),
    [
        (
            "We don't sell to agencies. We sell to logistics leaders outside of the US",
            {"logistics"},
            set(),
            {AGENCIES, "US"},
        ),
        ("We don't sell to agencies, we sell to logistics leaders", {"logistics"}, set(), {AGENCIES}),
        (
            "Our typical customers are dentists in Austria. We never work with freelancers.",
            {"dentist"},
            {"Austria"},
            {"self-employed"},
        ),
        ("We're looking for plant managers. Not interested in consultants.", {"plant-manager"}, set(), {"consultant"}),
        ("We sell planning software to dentists, but not to agencies", {"dentist"}, set(), {AGENCIES}),
        ("We sell planning software for dentists", {"dentist"}, set(), set()),
        ("CFOs in Lyon. Our customers are not agencies.", {"cfo"}, {"Lyon"}, {AGENCIES}),
        ("We help HR managers. We don't sell in Germany.", {"hr"}, set(), {"Germany"}),
        (
            "Wir verkaufen nicht an Agenturen. Wir verkaufen an Einkaufsleiter in Bayern.",
            {"procurement"},
            {"Bayern"},
            {AGENCIES},
        ),
        ("Unsere Kunden sind Zahnärzte. Wir arbeiten nicht mit Beratern.", {"dentist"}, set(), {"consultant"}),
        ("Nous ne vendons pas aux agences, nous vendons à des dentistes", {"dentist"}, set(), {AGENCIES}),
        ("Nos clients idéaux sont des dentistes en France", {"dentist"}, {"France"}, set()),
        ("No vendemos a agencias. Vendemos a dentistas en España.", {"dentist"}, {"España"}, {AGENCIES}),
        ("No vendemos a agencias. Ofrecemos software para dentistas", {"dentist"}, set(), {AGENCIES}),
        ("Non vendiamo ad agenzie. I nostri clienti sono dentisti a Milano.", {"dentist"}, {"Milano"}, {AGENCIES}),
        ("Não vendemos a agências. Vendemos a dentistas em Lisboa.", {"dentist"}, {"Lisboa"}, {AGENCIES}),
    ],
)
def test_to_whom_those_who_write_sell_says_who_is_wanted(text, functions, places, unwanted):
    assert sides(text) == (functions, places, unwanted, ())


@pytest.mark.parametrize(
    ("text", "functions", "unwanted", "not_understood"),
    [
        ("Sales managers who sell to dentists", {"sales"}, set(), ()),
        ("CFOs, not looking for a job", {"cfo"}, set(), ("not looking for a job",)),
        ("We don't sell to agencies unless they are in Bern", set(), {AGENCIES}, ("are in Bern",)),
        ("We sell CFOs a tool to save time", {"cfo"}, set(), ("sell", "tool", "save", "time")),
        ("Marketing managers. We help with SEO.", {"marketing"}, set(), ("help",)),
        ("Recruiters. We offer a tool for sourcing candidates.", {"recruiter"}, set(), ("offer", "tool")),
        ("CFOs, no one outside Germany", {"cfo"}, set(), ("outside", "Germany")),
    ],
)
def test_what_others_sell_and_seek_is_read_as_before(text, functions, unwanted, not_understood):
    assert sides(text) == (functions, set(), unwanted, not_understood)


def test_what_we_do_not_only_sell_to_is_wanted():
    assert set(read_audience("We don't only sell to plant managers").functions) == {"plant-manager"}
