from itertools import chain

import pytest

from leads.models import Offer
from leads.sources.queries import (
    CLUSTERS,
    LINKEDIN_CLUSTERS,
    asked_longest_ago,
    by_language,
    fresh_phrases,
    gist,
    gists,
    phrases,
)


def test_each_cluster_has_its_turn_and_no_phrase_comes_twice():
    offer = Offer(description="Payroll software.", competitors=["Acme", "acme"], wanted_phrases=["payroll is a mess"])
    made = phrases(offer, limit=50)
    assert made[:4] == ["recommend payroll", 'alternative "Acme"', 'frustrated "Acme"', 'using "Acme"']
    assert '"payroll is a mess"' in made
    assert len({phrase.casefold() for phrase in made}) == len(made)


def test_phrases_are_in_the_language_of_the_offer():
    offer = Offer(description="Planungssoftware, die umplant.", competitors=["PlanMaster"], language="de")
    assert phrases(offer, limit=4) == [
        "Empfehlung planungssoftware", 'Alternative "PlanMaster"', 'genervt "PlanMaster"', 'nutzen "PlanMaster"',
    ]  # fmt: skip
    assert phrases(Offer(description="Payroll.", language="fi"), limit=1) == ["recommend payroll"]


def test_a_language_has_words_for_clusters_there_are_and_one_place_to_fill_in_each():
    names = {cluster.name for cluster in (*CLUSTERS, *chain.from_iterable(LINKEDIN_CLUSTERS.values()))}
    for language in by_language().values():
        assert language.keys() == names - {"pain", "phrase"}
        assert all(len(templates) == len(set(map(str.lower, templates))) for templates in language.values())
        assert {template.count("{}") for templates in language.values() for template in templates} == {1}


def test_an_offer_without_words_has_no_phrases():
    assert phrases(Offer(description="")) == []


PLANWISE = {
    "description": "Production planning software that replans a factory.",
    "target_audience": "Plant managers and heads of operations.",
    "industries": ["Machinery"],
    "pain_points": ["late deliveries because of manual planning"],
    "competitors": ["PlanMaster"],
}


def days_of(offer, limit, **options):
    """The phrases of each day until none is left."""
    past = []
    while fresh := fresh_phrases(offer, past, limit=limit, **options):
        past.append(fresh)
    return past


def test_two_phrases_that_ask_for_nearly_the_same_are_alike():
    assert gist("recommend payroll") == gist('payroll "recommended"')
    assert gist("recommend payroll") != gist("evaluating payroll")


def test_no_day_asks_for_what_another_asked_for():
    days = days_of(Offer(**PLANWISE), 10)
    asked = [each for day in days for phrase in day for each in gists(phrase)]
    assert len(asked) == len(set(asked)) and len(days) >= 3
    assert days[0] == phrases(Offer(**PLANWISE), limit=10)


BY_LANGUAGE = {
    "en": ("Payroll software for small hotels", "HR managers", "wrong payslips every month"),
    "de": ("Planungssoftware, die eine Fabrik in Sekunden umplant", "Werksleiter", "verspätete Lieferungen"),
    "fr": ("Logiciel de paie pour petites entreprises", "Responsables RH", "erreurs dans les bulletins de paie"),
    "es": ("Software de nóminas para pymes", "Directores de recursos humanos", "errores en las nóminas"),
    "pt": ("Folha de pagamento para pequenas empresas", "Gerentes de RH", "erros na folha todos os meses"),
    "it": ("Software paghe per piccole imprese", "Responsabili HR", "errori nelle buste paga"),
}


@pytest.mark.parametrize("language", BY_LANGUAGE)
def test_an_offer_with_one_competitor_asks_something_new_for_ten_days(language):
    sold, buyers, pain = BY_LANGUAGE[language]
    offer = Offer(
        description=sold, target_audience=buyers, pain_points=[pain], competitors=["PlanMaster"], language=language
    )
    days = days_of(offer, 10)
    asked = [each for day in days for phrase in day for each in gists(phrase)]
    assert len(days) >= 10 and len(asked) == len(set(asked))


def test_what_others_call_it_follows_once_the_words_of_the_offer_are_used_up():
    days = days_of(Offer(**PLANWISE), 10)
    wider = {phrase for day in days for phrase in day if "machine scheduling" in phrase or '"Asprova"' in phrase}
    first = next(place for place, day in enumerate(days) if wider.intersection(day))
    own = {phrase for day in days for phrase in day if '"PlanMaster"' in phrase}
    last = max(place for place, day in enumerate(days) if own.intersection(day))
    assert len(wider) == 20 and first >= last


def test_so_many_words_stand_together_as_the_platform_takes():
    for longest in (40, 60):
        days = days_of(Offer(**PLANWISE), 4, fits=lambda phrase, longest=longest: len(phrase) <= longest)
        assert max(len(phrase) for day in days for phrase in day) <= longest
        assert {gist('leaving "PlanMaster"'), gist('migration "PlanMaster"')} <= {
            each for day in days for phrase in day for each in gists(phrase)
        }


@pytest.mark.parametrize("clusters", LINKEDIN_CLUSTERS.values(), ids=LINKEDIN_CLUSTERS)
def test_each_kind_of_intent_on_linkedin_lasts_for_days(clusters):
    assert len(days_of(Offer(**PLANWISE), 2, clusters=clusters, together=1)) >= 3


def test_a_further_day_puts_words_that_say_the_same_into_one_phrase():
    first, second, *_ = days_of(Offer(**PLANWISE), 4)
    assert first == [
        "recommend production planning", 'alternative "PlanMaster"', 'frustrated "PlanMaster"', "late deliveries"
    ]  # fmt: skip
    assert second == [
        '("looking for" OR best OR anyone OR need) production planning',
        '(leaving OR renewal OR migration OR replace) "PlanMaster"',
        '(down OR support OR price OR hate) "PlanMaster"',
        "manual planning",
    ]


def test_a_phrase_with_a_choice_of_words_asks_for_each_of_them():
    assert gists('(hate OR "fed up") "Acme"') == [gist("hate acme"), gist('"fed up" acme')]
    assert gists("crm OR erp") == [gist("crm OR erp")]


def test_what_was_asked_longest_ago_is_asked_again_but_not_what_the_day_before_asked():
    past = [["a", "b"], ["c"], ["d"], ["a"], ["e"], ["f"]]
    assert asked_longest_ago(past, limit=2) == (["b", "c"], 0)
    assert asked_longest_ago(past, limit=9) == (["b", "c", "d", "a", "e"], 0)
    assert asked_longest_ago(past[:1], limit=9) == ([], 0)


def test_without_an_offer_there_is_nothing_fresh_to_ask():
    assert fresh_phrases(None, [["crm"]], limit=10) == []
