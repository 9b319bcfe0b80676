import pytest

from leads.taxonomy.place_mentions import PlaceMention, languages_in, place_mentions


def test_a_sentence_names_places_but_not_what_only_sounds_like_one():
    assert [each.name for each in place_mentions("Bakers in Leeds and the US")] == ["Leeds", "US"]
    assert place_mentions("people who polish furniture and let us know in reading rooms") == []


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Agencies in London, ON and Kitchener", ["London, ON", "Kitchener"]),
        ("Agents in Berlin, XX", ["Berlin"]),
        ("Bakers in New South Wales", ["New South Wales"]),
        ("Lawyers in the U.K.", ["U.K."]),
        ("empresas españolas en Galicia", ["españolas", "Galicia"]),
        ("Founders in Georgia and turkey", ["Georgia"]),
        ("German speakers, German bakers", ["German"]),
        ("Chefs for Italian cuisine", []),
        ("Buyers in German, Swiss and Austrian companies", ["German", "Swiss", "Austrian"]),
        ("Leeds bakers, bakers in paris", []),
        ("CFOs in the Greater Munich Metropolitan Area", ["Greater Munich Metropolitan Area"]),
        ("Buyers in the Tampa Bay Area and the San Francisco Bay Area", ["Tampa Bay Area", "San Francisco Bay Area"]),
        (
            "Vertriebsleiter im Großraum Köln und in der Metropolregion Nürnberg",
            ["Großraum Köln", "Metropolregion Nürnberg"],
        ),
        ("Köche in der Region Hannover", ["Region Hannover"]),
    ],
)
def test_places_are_told_from_words_that_look_like_them(text, names):
    assert [each.name for each in place_mentions(text)] == names


def test_a_mention_says_where_it_stands():
    assert place_mentions("Bakers in Leeds") == [PlaceMention(10, 15, "Leeds")]


@pytest.mark.parametrize(
    ("text", "languages", "names"),
    [
        ("Plant managers in Austria who speak English", ["English"], ["Austria"]),
        ("HR managers fluent in German and French in Lyon", ["German", "French"], ["Lyon"]),
        ("CFOs who speak German, French and Italian, in Vienna", ["German", "French", "Italian"], ["Vienna"]),
        ("Recruiters who write in English, in Poland", ["English"], ["Poland"]),
        ("Buyers at German firms who speak Italian", ["Italian"], ["German"]),
        ("Einkaufsleiter, die Englisch sprechen, in Polen", ["Englisch"], ["Polen"]),
        ("Acheteurs qui parlent couramment allemand, en Espagne", ["allemand"], ["Espagne"]),
        ("Compradores que hablan francés en Madrid", ["francés"], ["Madrid"]),
        ("Direttori che parlano inglese e tedesco, a Milano", ["inglese", "tedesco"], ["Milano"]),
    ],
)  # fmt: skip
def test_a_language_that_people_speak_is_no_place(text, languages, names):
    assert (languages_in(text), [each.name for each in place_mentions(text)]) == (languages, names)
