import pytest

from leads.audience.audience import Kind
from leads.audience.reader import read_audience
from tests.leads.audience.claims import best_function, claimed


@pytest.mark.parametrize(
    ("audience", "function"),
    [
        ("Whoever pours espresso and steams milk behind the counter", "barista"),
        ("People who argue cases before a judge", "lawyer"),
        ("Folks who repair engines and change tyres", "auto-mechanic"),
        ("Those who keep the premises safe at night", "security-guard"),
        ("Experts who track down malware and respond to breaches", "security-analyst"),
        ("Persons paid to look after toddlers", "childcare"),
        ("Nurses", "nurse"),
        ("Owners of a release plan and backlog, deciding which features users get", "product-manager"),
    ],
)
def test_plain_words_name_a_function(audience, function):
    assert best_function(read_audience(audience)) == (function, 1.0)


def test_words_of_the_industry_do_not_hide_the_function():
    assert best_function(read_audience("Those who publicise malls, stores and boutiques", ["retail"])) == (
        "marketing",
        1.0,
    )


@pytest.mark.parametrize(
    ("text", "industry", "function"),
    [
        ("People who pay when a roof is blown away", "insurance", "claims-adjuster"),
        ("People who pay when a roof is blown away", "", "roofer"),
    ],
)
def test_where_the_words_say_too_little_the_stated_industry_hints_at_the_function(text, industry, function):
    functions = read_audience(text, [industry]).functions
    assert max(functions, key=functions.get) == function


def test_gibberish_names_no_role():
    icp = read_audience("qwx zzrt")
    assert icp.certainty == 0


def test_who_trains_new_hires_hires_no_one():
    assert best_function(read_audience("Those who train our recent hires")) == ("training-development", 1.0)


def test_who_is_responsible_for_a_work_does_it_though_an_industry_has_its_name():
    audience = read_audience("Those accountable for logistics at wineries")
    assert (claimed(audience), set(audience.industries)) == ({"logistics"}, {"wine & spirits"})


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (
            "We don't sell to hotels. Folks who repair engines and change tyres.",
            "Folks who repair engines and change tyres",
        ),
        ("Folks who repair engines, not managers, by day", "Folks who repair engines"),
        ("Folks who repair engines. " + "They change tyres and brakes " * 9, "They change tyres and brakes " * 7),
    ],
)
def test_a_description_is_quoted_in_whole_words_of_one_sentence(text, words):
    quoted = {part.words for part in read_audience(text).of(Kind.FUNCTION) if part.code == "auto-mechanic"}
    assert [one[:170] for one in quoted] == [words[:170].strip()]
