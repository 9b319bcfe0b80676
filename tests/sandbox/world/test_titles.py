from autoreach.sandbox.world.titles import Titles

ROLES = {
    "levels": ["chief", "staff"],
    "level_shares": [1, 3],
    "functions": {
        "sales": {"share": 2, "chief": "CRO|VP", "staff": "Rep"},
        "data": {"share": 2, "chief": "CDO", "staff": "Rep|Analyst"},
    },
    "personas": {"professional": {"share": 9}, "student": {"share": 1, "titles": "Student|Trainee"}},
}


def test_titles_are_numbered_by_function_and_level_then_by_persona():
    titles = Titles(ROLES)
    assert [(each.text, each.function, each.level) for each in titles.all] == [
        ("CRO", "sales", 0),
        ("VP", "sales", 0),
        ("Rep", "sales", 1),
        ("CDO", "data", 0),
        ("Rep", "data", 1),
        ("Analyst", "data", 1),
        ("Student", "student", 5),
        ("Trainee", "student", 5),
    ]
    assert list(titles.numbers(("data", 1))) == [4, 5]
    assert list(titles.numbers("student")) == [6, 7]


def test_a_title_of_several_functions_is_found_as_the_first():
    assert Titles(ROLES).number_of["Rep"] == 2


def test_personas_functions_and_levels_come_by_their_shares():
    titles = Titles(ROLES)
    assert titles.personas == ["professional", "student"]
    assert (titles.persona_weights.slots.count("student"), titles.function_weights.slots.count("data")) == (100, 500)
    assert titles.levels.slots.count(1) == 750
