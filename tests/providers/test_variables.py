import pytest

from autoreach.providers.ai.info import concurrency, timeout, window
from autoreach.providers.prices import TABLE, Prices
from autoreach.providers.registry import PROVIDERS
from autoreach.providers.variables import Address, Choice, Flag, Number, Readable

RULES = {name: rule for info in PROVIDERS.values() for name, rule in info.rules.items()}
READERS = {"AI_WINDOW": window, "AI_CONCURRENCY": concurrency, "AI_TIMEOUT": timeout}


@pytest.mark.parametrize(
    ("rule", "text", "value"),
    [
        (Number(), "0", 0),
        (Number(least=1, most=300, kind=float), "2.5", 2.5),
        (Choice(("app", "user")), "user", "user"),
        (Flag(), "No", False),
        (Flag(), "on", True),
        (Address(), "http://localhost:11434/v1/", "http://localhost:11434/v1"),
        (Address(needs_scheme=False), "api8.example.com:13851", "api8.example.com:13851"),
        (Readable("a whole number", int), "7", 7),
    ],
)
def test_a_value_is_read_by_its_rule(rule, text, value):
    assert rule.read(text) == value


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (Number(), "-1"),
        (Number(), "1.5"),
        (Number(kind=float), "nan"),
        (Number(most=300), "301"),
        (Number(), "ten"),
        (Choice(("app", "user")), "User"),
        (Flag(), "yess"),
        (Address(), "localhost:11434/v1"),
        (Address(), "https://"),
        (Address(), "https://host:port"),
        (Address(), "https://two words"),
        (Address(needs_scheme=False), "ftp://host"),
        (Readable("a file", Prices.of_file), "/no/such/file"),
    ],
)
def test_another_value_is_refused(rule, text):
    with pytest.raises(ValueError):
        rule.read(text)


@pytest.mark.parametrize("name", READERS)
def test_what_a_rule_lets_pass_can_be_read_by_its_provider(name):
    text = str(RULES[name].least)
    assert READERS[name]({name: text}) == RULES[name].read(text)


def test_a_table_of_prices_needs_all_its_parts(tmp_path):
    assert RULES["PRICES_FILE"].read(str(TABLE)).has("gpt-6-luna")
    partial = tmp_path / "prices.toml"
    partial.write_text("[x]\npost = 0.005\n")
    with pytest.raises(ValueError, match="lacks long_prompt, models, search"):
        RULES["PRICES_FILE"].read(str(partial))
