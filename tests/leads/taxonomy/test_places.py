import pytest

from leads.taxonomy.places import COUNTRY, EXACT, Place, country_spelled, parse_place, place_match


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("Kitchener, Ontario, Canada", Place(city="kitchener", region="ontario", country="CA")),
        ("Austin, TX", Place(city="austin", region="texas", country="US")),
        ("Greater Boston Area", Place(city="boston", region="massachusetts", country="US")),
        ("UK", Place(country="GB")),
        ("Deutschland", Place(country="DE")),
        ("Nordics", Place(countries=frozenset({"SE", "NO", "DK", "FI", "IS"}))),
        ("somewhere over the rainbow", Place()),
        ("", Place()),
    ],
)
def test_a_location_is_read_as_a_place(text, place):
    assert parse_place(text) == place


@pytest.mark.parametrize(
    ("code", "names"),
    [
        ("GB", "Großbritannien; Grossbritannien; GROSSBRITANNIEN; Grande-Bretagne; Gran Bretaña; Gran Bretana"),
        ("GB", "Gran Bretagna; Grã-Bretanha; Royaume-Uni; Regno Unito; Reino Unido; Vereinigtes Königreich"),
        ("US", "États-Unis; Etats-Unis; EE.UU.; EEUU; EUA; Stati Uniti; Vereinigte Staaten von Amerika"),
        ("NL", "Holanda; Hollande; Olanda; Niederlande; Pays-Bas; Países Bajos; Paises Bajos"),
        ("CZ", "Tschechien; Tschechische Republik; République tchèque; Republique tcheque; República Checa"),
        ("KR", "Südkorea; Suedkorea; Corée du Sud; Coree du Sud"),
        ("TR", "Türkei; Tuerkei; Turkei; Turquie; Turquía; Turquia"),
        ("BY", "Weißrussland; Weissrussland; Belarus"),
    ],
)
def test_a_country_is_known_in_six_languages_and_without_their_letters(code, names):
    assert {name: parse_place(name).country for name in names.split("; ")} == dict.fromkeys(names.split("; "), code)


@pytest.mark.parametrize("name", ["Schottland", "Écosse", "Ecosse", "Escocia", "Scozia"])
def test_a_part_of_a_country_is_no_more_than_that_in_any_language(name):
    place = parse_place(name)
    assert (place.country, place.region) == ("GB", "scotland")


@pytest.mark.parametrize(
    ("wanted", "have", "grade"),
    [
        ("United States", "Denver, Colorado, United States", "exact"),
        ("South-East Asia", "Singapore", "exact"),
        ("Midwest", "Chicago, Illinois, United States", "exact"),
        ("Toronto", "Toronto, Ontario, Canada", "exact"),
        ("Austin, TX", "Dallas, Texas, United States", "region"),
        ("California", "Denver, Colorado, United States", "country"),
        ("Norway", "Denver, Colorado, United States", "none"),
        ("Norway", "", "unknown"),
    ],
)
def test_places_lie_within_each_other(wanted, have, grade):
    assert place_match(parse_place(wanted), parse_place(have)) == grade


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("Denver, Colorado, United States 80202", "Denver, Colorado, United States"),
        ("Austin, TX, 78701-1234, USA", "Austin, TX, USA"),
        ("80331 München, Germany", "München, Germany"),
        ("D-80331 München, Germany", "München, Germany"),
        ("75008 Paris", "Paris"),
        ("United States 10001", "United States"),
        ("London SW1A 1AA, United Kingdom", "London, United Kingdom"),
        ("Toronto, Ontario M5V 2T6, Canada", "Toronto, Ontario, Canada"),
    ],
)
def test_a_postal_code_changes_nothing(text, plain):
    assert parse_place(text) == parse_place(plain)
    assert parse_place(plain).country


@pytest.mark.parametrize(
    ("own", "english"), [("Bretagne", "Brittany"), ("Normandie", "Normandy"), ("Toscana", "Tuscany")]
)
def test_a_region_is_known_by_its_own_name_alone(own, english):
    assert parse_place(own) == parse_place(english)


@pytest.mark.parametrize(
    ("asked", "have"),
    [
        ("Kanaren", "Las Palmas, Canary Islands, Spain"),
        ("Toskana", "Firenze, Toscana, Italia"),
        ("Andalousie", "Sevilla, Andalucia, España"),
        ("Steiermark", "Graz, Styria, Austria"),
    ],
)
def test_regions_are_known_by_their_names_in_other_languages(asked, have):
    assert place_match(parse_place(asked), parse_place(have)) == EXACT


@pytest.mark.parametrize(
    ("region", "names"),
    [
        (
            "Bavaria",
            "Greater Munich Metropolitan Area; Munich, Germany; Metropolregion Nürnberg; Grossraum Augsburg",
        ),
        ("Hessen", "Frankfurt Rhine-Main Metropolitan Area; Frankfurt; Region Kassel, Germany"),
        ("NRW", "Cologne Bonn Region; Großraum Köln; Raum Düsseldorf; Münster, Deutschland"),
        ("Lombardia", "Greater Milan Metropolitan Area; Bergamo, Italy; Area metropolitana di Milano"),
        ("Catalonia", "Greater Barcelona Metropolitan Area; Área metropolitana de Barcelona"),
        ("Île-de-France", "Greater Paris Metropolitan Region; Grand Paris; Paris, France"),
        ("England", "London Area, United Kingdom; Greater Manchester; Leeds, UK"),
        ("Ontario", "Toronto, Canada; Greater Ottawa Metropolitan Area"),
        ("Quebec", "Québec City, Canada; Greater Montreal Metropolitan Area"),
        ("Maharashtra", "Mumbai Metropolitan Region; Pune, India"),
        ("Florida", "Tampa Bay Area; Miami-Fort Lauderdale Area"),
        ("Minnesota", "Greater Minneapolis-St. Paul Area"),
        ("Texas", "Dallas-Fort Worth Metroplex"),
        ("California", "San Francisco Bay Area; Bay Area"),
        ("Argentina", "Gran Buenos Aires"),
    ],
)
def test_a_city_and_what_lies_about_it_are_in_the_citys_region(region, names):
    wanted = parse_place(region)
    grades = {name: place_match(wanted, parse_place(name)) for name in names.split("; ")}
    assert grades == dict.fromkeys(names.split("; "), EXACT)


def test_a_city_that_is_a_state_of_its_own_lies_in_no_other():
    assert place_match(parse_place("Brandenburg"), parse_place("Berlin Metropolitan Area")) == COUNTRY


def test_a_region_has_one_name_whichever_language_it_is_written_in():
    assert parse_place("Nuremberg, Bayern, Germany") == parse_place("Nürnberg, Bavaria, Deutschland")


def test_grand_is_a_word_of_a_name_where_a_city_has_it():
    assert parse_place("Grand Rapids").city == "grand rapids"


@pytest.mark.parametrize(
    ("text", "spelled"),
    [
        ("The Netherlands", "Netherlands"),
        ("the Gambia", "Gambia"),
        ("The Bahamas", "Bahamas"),
        ("turkey", "Türkiye"),
        ("Ivory Coast", "Côte d'Ivoire"),
        ("south korea", "South Korea"),
        ("the UK", "UK"),
        ("Scotland", "Scotland"),
        ("The Hague", "The Hague"),
        ("Berlin, Germany", "Berlin, Germany"),
        ("The Nordics", "The Nordics"),
        ("Atlantis", "Atlantis"),
    ],
)
def test_a_country_stands_without_its_article_and_under_the_name_that_linkedin_has(text, spelled):
    assert country_spelled(text) == spelled
