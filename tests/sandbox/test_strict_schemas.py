import pytest

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
