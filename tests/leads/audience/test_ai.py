import pytest

from leads.audience.ai import NamedPart, NamedParts, checked, disagreement, instructions, quoted, shape_for
from leads.audience.audience import Audience, Kind, Part, Voice
from leads.audience.nearest import nearest_functions
from leads.audience.reader import read_audience

TEXT = "Bookkeepers of dental practices in Lyon, but nobody who sells."


def named(kind, code, words, excluded=False, sure="surely"):
    return NamedPart(kind=kind, code=code, words=words, excluded=excluded, sure=sure)


def read(*parts, not_understood=(), text=TEXT, **fields):
    local = read_audience(text, fields.get("industries", ()), fields.get("locations", ()), ())
    return checked(NamedParts(parts=list(parts), not_understood=list(not_understood)), local, text)


def found(audience):
    return {(part.kind, part.code, part.weight, part.words, part.excluded) for part in audience.parts}


def test_parts_are_of_the_taxonomy_and_quote_the_text():
    audience = read(
        named("function", "Accountant", "bookkeepers"),
        named("place", "Lyon", "Lyon", sure="perhaps"),
        named("function", "sales", "nobody  who sells", excluded=True),
        named("function", "wizardry", "Bookkeepers"),
        named("function", "nurse", "nurses"),
        named("rank", "unknown", "Bookkeepers"),
        not_understood=["dental practices", "the moon"],
    )
    code = next(part.code for part in audience.parts if part.kind == Kind.FUNCTION and not part.excluded)
    assert code == "accountant"
    assert found(audience) == {
        ("function", "accountant", 1.0, "Bookkeepers", False),
        ("place", "Lyon", 0.6, "Lyon", False),
        ("function", "sales", 1.0, "nobody who sells", True),
    }
    assert {part.voice for part in audience.parts} == {Voice.AI}
    assert (audience.certainty, audience.leadership, audience.not_understood) == (1.0, False, ("dental practices",))


@pytest.mark.parametrize(
    ("text", "kind", "code", "words", "counts"),
    [
        ("Dentists and nurses", "function", "dentist", "and", False),
        ("Zahnärzte und Pfleger, aber keine Verkäufer", "function", "dentist", "und", False),
        ("Dentists and nurses", "function", "dentist", "nurses", False),
        ("Dentists and nurses", "function", "dentist", "Dentists", True),
        ("People who fix teeth", "function", "dentist", "People who", False),
        ("People who fix teeth", "function", "dentist", "fix teeth", True),
        ("Those who lead clinics", "rank", "head", "who lead", True),
        ("Those who lead clinics", "rank", "head", "who", False),
    ],
)
def test_words_that_are_no_evidence_of_a_part_do_not_count(text, kind, code, words, counts):
    other = named("rank", "owner", text)
    assert (
        code.lower() in {part.code.lower() for part in read(named(kind, code, words), other, text=text).parts}
    ) is counts


def test_an_answer_that_names_nobody_is_no_reading():
    assert read(named("place", "Lyon", "Lyon")) is None


def test_what_fields_state_is_not_read_from_the_text():
    audience = read(named("function", "accountant", "Bookkeepers"), named("place", "Lyon", "Lyon"), locations=["Paris"])
    assert [part.code for part in audience.of(Kind.PLACE)] == ["Paris"]


def test_ranks_alone_say_who_is_meant_where_no_function_does():
    audience = read(named("rank", "owner", "Owners"), text="Owners of clinics")
    assert (audience.leadership, audience.certainty, list(audience.functions)) == (True, 0.0, [])


def test_a_part_that_is_wanted_and_excluded_is_wanted():
    both = read(named("function", "sales", "sells"), named("function", "sales", "sells", excluded=True))
    assert found(both) == {("function", "sales", 1.0, "sells", False)}


@pytest.mark.parametrize(("words", "quote"), [("dental   PRACTICES.", "dental practices"), ("dent", ""), ("", "")])
def test_words_stand_in_the_text_or_count_as_none(words, quote):
    assert quoted(words, TEXT) == quote


def test_a_job_title_stands_for_a_function_that_the_list_lacks():
    titles = [("Chocolatier", "Chocolate makers"), ("head brewer", "brewers"), ("wizard of hops", "brewers")]
    parts = [named("function", title, words) for title, words in titles]
    audience = read(*parts, named("rank", "OWNER", "Owners"), text="Owners, chocolate makers and brewers")
    assert [(part.code, part.words) for part in audience.of(Kind.FUNCTION)] == [
        ("baker", "chocolate makers"),
        ("bartender", "brewers"),
    ]


def test_the_question_lists_the_functions_that_are_near_and_not_the_others():
    local = read_audience(TEXT)
    listed = [line.partition(": ")[0] for line in instructions(TEXT, local).partition("Functions:\n")[2].splitlines()]
    assert listed == nearest_functions(TEXT, local)


def test_an_answer_has_no_more_parts_than_the_text_has_words_for():
    lists = [shape_for(text).model_json_schema()["properties"] for text in ("CFOs in Lyon", "word " * 500)]
    assert [(each["parts"]["maxItems"], each["not_understood"]["maxItems"]) for each in lists] == [(7, 7), (40, 40)]


def test_what_only_one_reader_finds_is_told():
    rank, function = Part(Kind.RANK, "OWNER"), Part(Kind.FUNCTION, "sales")
    ai, local = Audience(parts=(rank, function)), Audience(parts=(function,))
    assert (disagreement(ai, local).ai_alone, disagreement(ai, local).local_alone) == ((rank,), ())
    assert bool(disagreement(ai, ai)) is False
