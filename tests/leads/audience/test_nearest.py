import pytest

from leads.audience.nearest import MOST, nearest_functions
from leads.audience.reader import read_audience
from leads.taxonomy.functions import FUNCTIONS


def near(text):
    return nearest_functions(text, read_audience(text))


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("People who fix teeth", {"dentist"}),
        ("Heads of sales at wineries, no classroom teachers", {"sales", "teacher"}),
        ("Those who pay staff on time, not those who sell houses", {"hr", "real-estate-agent"}),
        ("Buchhalter, die Konten abstimmen", {"accountant"}),
        ("Marketers of outdoor gear", {"marketing", "digital-marketing"}),
        ("Personas que cuidan a los enfermos en el hospital", {"nurse"}),
    ],
)
def test_what_a_text_may_mean_is_among_the_nearest(text, meant):
    assert meant - set(near(text)) == set()


def test_the_list_is_short_and_in_the_order_of_the_taxonomy():
    listed = near("Talent acquisition managers, in-house recruiters and HR directors")
    assert (len(listed), listed) == (MOST, [code for code in FUNCTIONS if code in listed])


def test_all_that_is_named_is_listed_however_many_they_are():
    many = list(FUNCTIONS)[::3]
    text = ", ".join(f"{FUNCTIONS[code].titles[0].partition('(')[0].strip()}s" for code in many)
    named = set(read_audience(text).functions)
    assert (len(named) > MOST, named - set(near(text))) == (True, set())
