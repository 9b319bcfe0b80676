import pytest

from leads.audience.audience import Kind
from leads.audience.naming import part_named
from leads.audience.reader import read_audience
from leads.audience.sizes import sizes_in
from leads.taxonomy.company_sizes import size_range


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("5-10 person dental practices", ("5-10", "5-10 person")),
        ("a 3-person team of dentists", ("3", "3-person")),
        ("50+ person agencies", ("50+", "50+ person")),
        ("Kanzleien mit 5 bis 10 Personen", ("5-10", "5 bis 10 Personen")),
    ],
)
def test_persons_are_employees(text, size):
    assert sizes_in(text) == [size]


@pytest.mark.parametrize(
    ("typed", "label", "sizes"),
    [
        ("1.200", "1200 employees", (1200, 1200)),
        ("ab 1.200", "1200+ employees", (1200, 10**9)),
        ("1.200 Mitarbeiter", "1200 employees", (1200, 1200)),
        ("1.000-5.000", "1000-5000 employees", (1000, 5000)),
        ("bis zu 50 Mitarbeiter", "1-50 employees", (1, 50)),
        ("10k+", "10k+ employees", (10_000, 10**9)),
    ],
)
def test_a_size_that_is_typed_is_shown_as_it_is_understood(typed, label, sizes):
    part = part_named(typed)
    assert (part.label, size_range(part.code), part.words) == (label, sizes, typed)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("firms of more than 30 but fewer than 45 people", "30-45"),
        ("firms with over 50 and under 200 employees", "50-200"),
        ("firms with more than 50 employees, but less than 200 employees", "50-200"),
        ("firms with at least 20 and at most 80 staff", "20-80"),
        ("firms with no more than 50 employees", "1-50"),
        ("firms with no fewer than 20 employees", "20+"),
        ("firms with 20 or more employees", "20+"),
        ("firms with 50 employees or fewer", "1-50"),
        ("Firmen mit mehr als 30, aber weniger als 45 Mitarbeitern", "30-45"),
        ("Firmen mit mindestens 20 und höchstens 80 Mitarbeitern", "20-80"),
        ("Firmen mit nicht mehr als 50 Mitarbeitern", "1-50"),
        ("entreprises de plus de 30 mais moins de 45 salariés", "30-45"),
        ("empresas de más de 30 pero menos de 45 empleados", "30-45"),
        ("aziende con più di 30 ma meno di 45 dipendenti", "30-45"),
        ("empresas com mais de 30 mas menos de 45 funcionários", "30-45"),
        ("firms of 30 to 45 people", "30-45"),
        ("firms with 50 employees and under 200", "50"),
        ("firms founded in 2024, under 50 employees", "1-50"),
        ("Firmen in 10115, unter 50 Mitarbeiter", "1-50"),
        ("teams of 5, under 200 employees", "1-200"),
    ],
)
def test_both_ends_of_a_size_may_be_said_in_words(text, code):
    assert [size for size, _ in sizes_in(text)] == [code]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("CFOs at firms with over 50 but not more than 200 employees", "50-200"),
        ("Werksleiter in Firmen mit mehr als 30, aber nicht mehr als 45 Mitarbeitern", "30-45"),
        ("directores de planta en empresas de más de 30 pero no más de 45 empleados", "30-45"),
    ],
)
def test_the_upper_end_of_a_size_excludes_nothing(text, code):
    audience = read_audience(text)
    sizes = audience.of(Kind.SIZE)
    assert ([part.code for part in sizes], audience.of(Kind.SIZE, excluded=True)) == ([code], [])
    assert audience.not_understood == ()


@pytest.mark.parametrize(
    ("text", "wanted", "unwanted"),
    [
        ("Heads of sales, not in London, under 50 employees", ["1-50"], []),
        ("Heads of sales, no agencies, with 50-200 employees", ["50-200"], []),
        ("CFOs who do not work in Germany, more than 500 employees", ["500+"], []),
        ("Einkaufsleiter, keine Berater, 10 bis 50 Mitarbeiter", ["10-50"], []),
        ("Geschäftsführer, die nicht in Berlin sitzen, ab 500 Mitarbeitern", ["500+"], []),
        ("Directeurs des achats, pas à Paris, moins de 50 salariés", ["1-50"], []),
        ("CFOs, no companies under 1,200 employees", [], ["1-1200"]),
        ("CFOs, not under 50 employees, over 500 employees", [], ["1-50", "500+"]),
    ],
)
def test_a_size_that_follows_an_exclusion_after_a_comma_is_wanted(text, wanted, unwanted):
    audience = read_audience(text)
    sizes = [[part.code for part in audience.of(Kind.SIZE, excluded=excluded)] for excluded in (False, True)]
    assert sizes == [wanted, unwanted]
