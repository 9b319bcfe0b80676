import pytest

from leads.identity.accounts import why_not_own
from leads.identity.person import Person
from leads.identity.person_names import read_name

MARA = Person(name="Mara Quill", company="Quill Works", title="CEO", location="Leeds")


def why_not(**said):
    account = Person(**({"name": "Mara Quill", "handle": "maraquill"} | said))
    names = read_name(MARA.name), read_name(account.name)
    both = why_not_own(MARA, account, *names), why_not_own(account, MARA, *names[::-1])
    assert both[0] == both[1]
    return both[0].partition(":")[0]


ABOUT = "The profile may be about the person, not by them"
POSES = "The profile may be of somebody who poses as the person"
FIRM = "The profile may be that of Quill Works"


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({"name": "Mara Quill (parody)"}, ABOUT),
        ({"name": "Mara Quill Fans"}, ABOUT),
        ({"handle": "notmaraquill"}, ABOUT),
        ({"bio": "Parodie. Nicht ernst gemeint."}, ABOUT),
        ({"bio": "Not affiliated with Quill Works"}, ABOUT),
        ({"bio": "Fan account"}, ABOUT),
        ({"bio": "Ghostwriter for the CEO of Quill Works"}, ABOUT),
        ({"bio": "All that Mara Quill says in public"}, ABOUT),
        ({"name": "Quill Works", "handle": "quillworks"}, FIRM),
        ({"bio": "We build scheduling for factories"}, FIRM),
        ({"bio": "CEO. Crypto gains daily, DM to invest"}, POSES),
        ({"bio": "Bitcoin giveaway"}, POSES),
        ({"bio": "CEO of Quill Works. Chess fan, runs marathons."}, ""),
        ({"bio": "Investor. Speaks about factories"}, ""),
        ({"bio": "linkedin.com/in/mara-quill"}, ""),
        ({"bio": "Official account of the CEO of Quill Works"}, ""),
        ({}, ""),
    ],
)
def test_an_account_may_be_of_somebody_else(said, reason):
    assert why_not(**said) == reason


def test_what_both_profiles_speak_of_is_no_bait():
    broker = Person(name="Mara Quill", title="Forex trader", company="Quill Trading")
    account = Person(name="Mara Quill", bio="Forex and bitcoin trader")
    assert why_not_own(broker, account, read_name("Mara Quill"), read_name("Mara Quill")) == ""


def test_a_firm_of_the_person_s_own_name_is_told_from_the_person_by_its_other_words():
    person = Person(name="Mara Quill", company="Mara Quill Design")
    shop, herself = Person(name="Mara Quill Design"), Person(name="Mara Quill")
    said = [why_not_own(person, other, read_name("Mara Quill"), read_name(other.name)) for other in (shop, herself)]
    assert said == ["The profile may be that of Mara Quill Design", ""]
