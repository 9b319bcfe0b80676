import pytest

from autoreach.providers.ai.complaints import Complaint, complaint_in

FIELD = {"loc": ["body", "stop"], "msg": "Extra inputs are not permitted"}


@pytest.mark.parametrize(
    ("body", "read"),
    [
        (None, Complaint()),
        ([], Complaint()),
        ("Unauthorized", Complaint("Unauthorized")),
        ({"error": "no"}, Complaint("no")),
        ({"error": {"message": "no", "type": "t", "code": 7, "param": "p"}}, Complaint("no", "7", "t", "p")),
        (
            [{"error": {"message": "no", "code": 404, "status": "NOT_FOUND"}}],
            Complaint("no", "404", "NOT_FOUND", "", 404),
        ),
        ({"errors": [{"message": "no"}]}, Complaint("no")),
        ({"detail": [FIELD]}, Complaint("body.stop: Extra inputs are not permitted", param="stop")),
        ({"message": {"detail": [FIELD]}}, Complaint("body.stop: Extra inputs are not permitted", param="stop")),
        ({"message": ["a", {"msg": "b"}]}, Complaint("a; b")),
        (
            {"error": {"message": "Provider returned error", "metadata": {"raw": '{"error": {"message": "busy"}}'}}},
            Complaint("Provider returned error – busy"),
        ),
        ({"error": {"message": "x", "metadata": {"reasons": ["hate", ""]}}}, Complaint("x", flagged=("hate",))),
        ({"error": {"message": "x", "metadata": {"flagged_input": "…"}}}, Complaint("x", flagged=("flagged",))),
        ({"error": {"message": {"detail": {}}, "details": "odd", "metadata": [], "code": []}}, Complaint()),
    ],
)
def test_a_complaint_is_read_from_every_shape(body, read):
    assert complaint_in(body) == read


def test_a_reason_among_the_details_is_the_code_and_a_delay_the_wait():
    details = [{"reason": "API_KEY_INVALID"}, {"retryDelay": "1.5s"}]
    said = complaint_in([{"error": {"code": 400, "message": "m", "status": "S", "details": details}}])
    assert (said.code, said.wait, said.status) == ("API_KEY_INVALID", 1.5, 400)
