import pytest

from autoreach.sandbox.strict_schemas import FORBIDDEN, complaint, resolved
from tests.sandbox.model_questions import LEAD, LINES, structured


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"additionalProperties": True}, "'additionalProperties' is required to be supplied and to be false."),
        ({"required": []}, "'required' has to list every key in properties. Missing 'lines'."),
        ({"allOf": []}, "'allOf' is not permitted."),
        ({"default": {"lines": []}}, "'default' is not permitted."),
    ],
)
def test_a_schema_that_breaks_strict_mode_is_refused(ask, change, complaint):
    got = structured(ask, LINES | change, LEAD)
    assert (got.status, got["error"]["code"]) == (400, "invalid_json_schema")
    assert got["error"]["message"].endswith(complaint)


WORD = {"type": "string"}


def strict(**properties):
    return {
        "type": "object",
        "additionalProperties": False,
        "required": list(properties),
        "properties": properties,
    }


@pytest.mark.parametrize("word", FORBIDDEN)
def test_a_word_strict_mode_does_not_know_is_named(word):
    assert complaint(strict(a=WORD | {word: {}})) == f"In context=('properties', 'a'), '{word}' is not permitted."


@pytest.mark.parametrize(
    "schema",
    [
        strict(a=WORD),
        strict(),
        strict(a={"anyOf": [WORD, {"type": "null"}]}),
        strict(a={"type": "array", "items": strict(b={"type": "integer", "minimum": 0})}),
        strict(a={"$ref": "#/$defs/b"}) | {"$defs": {"b": strict(c=WORD)}},
        strict(a=WORD | {"default": None, "description": "d", "enum": ["x"]}),
    ],
)
def test_a_strict_schema_is_accepted(schema):
    assert complaint(schema) is None


@pytest.mark.parametrize(
    ("schema", "context"),
    [
        (strict(a={"type": "array", "items": {"type": "object"}}), "('properties', 'a', 'items')"),
        (strict(a={"anyOf": [WORD, {"type": "object"}]}), "('properties', 'a', 'anyOf', '1')"),
        (strict() | {"$defs": {"b": {"type": "object"}}}, "('$defs', 'b')"),
        (strict(a={"properties": {}}), "('properties', 'a')"),
    ],
)
def test_what_breaks_the_rules_is_found_wherever_it_stands(schema, context):
    assert complaint(schema) == (
        f"In context={context}, 'additionalProperties' is required to be supplied and to be false."
    )


def test_every_property_is_required():
    schema = strict(a=WORD, b=WORD, c=WORD) | {"required": ["a"]}
    assert complaint(schema) == "In context=(), 'required' has to list every key in properties. Missing 'b'."


@pytest.mark.parametrize("schema", [None, [], "object", {}, {"type": "array"}])
def test_only_an_object_is_a_schema(schema):
    assert complaint(schema) == "schema must be a JSON Schema of 'type: \"object\"', got 'type: \"None\"'."


def nested(levels):
    return strict(a=nested(levels - 1)) if levels else WORD


def test_a_schema_may_be_ten_levels_deep():
    assert complaint(nested(10)) is None
    assert complaint(nested(11)).endswith("the schema is nested too deeply.")


def test_a_reference_is_followed_and_what_stands_beside_it_wins():
    root = {"$defs": {"a": {"$ref": "#/$defs/b", "title": "A"}, "b": {"type": "string", "title": "B", "enum": ["x"]}}}
    assert resolved({"$ref": "#/$defs/a"}, root) == {"type": "string", "title": "A", "enum": ["x"]}
    assert resolved(WORD, root) == WORD
    assert resolved({"$ref": "#"}, {"type": "object"}) == {"type": "object"}
