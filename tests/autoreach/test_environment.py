from dataclasses import fields

import pytest
from django.core.exceptions import ImproperlyConfigured

from autoreach.environment import (
    CALLS_AND_SECONDS,
    LOG_LEVEL,
    MAIL_SERVER,
    POSTGRESQL,
    SCORING,
    Environment,
    ScoringNumbers,
)
from autoreach.providers.variables import Number
from scoring.rules import Rules


def test_a_value_that_its_rule_refuses_is_said_at_the_end_and_its_default_stands_in():
    env = Environment({"WORKERS": " two ", "PARTS": "a, b,", "EMPTY": " "})
    assert env.read("WORKERS", Number(least=1), 2) == 2
    assert (env.list("PARTS"), env.text("EMPTY", "none"), env.flag("EMPTY", True)) == (["a", "b"], "none", True)
    with pytest.raises(ImproperlyConfigured, match="WORKERS must be a whole number from 1, not 'two'"):
        env.check()


def test_a_value_that_may_hold_a_password_is_not_repeated():
    env = Environment({"DATABASE_URL": "mysql://ada:secret@db/x"})
    env.read("DATABASE_URL", POSTGRESQL)
    assert env.faults == ["DATABASE_URL must be like postgresql://user:password@db.example.com:5432/name."]


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (SCORING, "[]"),
        (SCORING, '{"activ": 65}'),
        (SCORING, '{"active": "high"}'),
        (SCORING, '{"weights": {"high": [30, 45, 25]}}'),
        (CALLS_AND_SECONDS, '{"facebook": {}}'),
        (CALLS_AND_SECONDS, '{"linkedin": {"profile": 40}}'),
        (CALLS_AND_SECONDS, '{"linkedin": {"profile": [0, 86400]}}'),
        (CALLS_AND_SECONDS, "40 a day"),
        (POSTGRESQL, "db.example.com"),
        (POSTGRESQL, "sqlite:///file"),
        (MAIL_SERVER, "smtp://mail.example:port"),
        (MAIL_SERVER, "https://mail.example"),
        (LOG_LEVEL, "loud"),
    ],
)
def test_a_value_of_another_shape_is_refused(rule, text):
    with pytest.raises(ValueError):
        rule.read(text)


def test_values_of_the_right_shape_are_read():
    assert SCORING.read('{"active": 65, "floors": [[70, 40, 60]]}') == {"active": 65, "floors": ((70, 40, 60),)}
    assert CALLS_AND_SECONDS.read('{"linkedin": {"*": [40, 86400]}}') == {"linkedin": {"*": (40, 86400)}}
    assert LOG_LEVEL.read("debug") == "DEBUG"
    assert POSTGRESQL.read("postgres://ada:p@db:5433/north")["PORT"] == 5433


def test_every_number_of_the_composite_can_be_replaced():
    assert set(ScoringNumbers.model_fields) == {field.name for field in fields(Rules)}
