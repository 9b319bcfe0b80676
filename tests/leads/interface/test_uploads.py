import pytest
from django.test import RequestFactory

from leads.interface.uploads import ROOM_FOR_FORM, is_too_large


@pytest.mark.parametrize(
    ("length", "too_large"),
    [
        ("0", False),
        ("", False),
        ("-1", False),
        ("many", False),
        (str(1000 + ROOM_FOR_FORM), False),
        (str(1000 + ROOM_FOR_FORM + 1), True),
    ],
)
def test_a_request_may_be_as_large_as_a_file_and_its_form(settings, length, too_large):
    settings.IMPORT_MAX_BYTES = 1000
    assert is_too_large(RequestFactory().post("/import/", CONTENT_LENGTH=length)) is too_large
