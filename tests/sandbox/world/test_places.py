from autoreach.sandbox.world.places import City, load_cities

MUNICH = City(0, "Munich", "Bavaria", "Germany", "DE", "Greater Munich")
SINGAPORE = City(1, "Singapore", "", "Singapore", "SG", "")


class Picker:
    """Picks the choice with a number."""

    def __init__(self, number):
        self.number = number

    def pick(self, choices):
        return choices[self.number]


def test_a_line_of_the_table_is_a_city():
    assert load_cities("Munich|Bavaria|Germany|DE|Greater Munich\nSingapore||Singapore|SG|\n") == [MUNICH, SINGAPORE]


def test_a_place_without_a_region_leaves_it_out():
    assert (MUNICH.full, SINGAPORE.full) == ("Munich, Bavaria, Germany", "Singapore, Singapore")


def test_people_write_their_place_in_different_ways():
    assert [MUNICH.as_typed(Picker(number)) for number in range(4)] == [
        "Munich, Bavaria, Germany",
        "Munich, Germany",
        "Greater Munich",
        "Munich",
    ]
    assert SINGAPORE.as_typed(Picker(2)) == "Singapore, Singapore"


def test_every_city_of_the_world_has_a_country_with_a_code(world):
    assert len(world.cities) == 91
    assert [city.name for city in world.cities if len(city.code) != 2 or not city.country] == []
    assert [city.number for city in world.cities] == list(range(91))
