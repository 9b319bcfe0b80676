import pytest


@pytest.mark.parametrize(
    ("body", "detail"),
    [
        ({"api": "classic", "category": "planets"}, "/api, /category Expected union value"),
        ({"api": "classic", "category": "people", "title": "CEO"}, "/title Unexpected property"),
        (
            {"api": "classic", "category": "people", "location": ["Berlin"]},
            "/location Expected array of strings matching ^\\d+$",
        ),
        (
            {"api": "classic", "category": "people", "industry": [4]},
            "/industry Expected array of strings matching ^\\d+$",
        ),
        ({"api": "classic", "category": "people", "network_distance": [4]}, "/network_distance/0 Expected union value"),
    ],
)
def test_a_bad_filter_is_refused(ask, body, detail):
    got = ask.linkedin("/linkedin/search", body)
    assert (got.status, got["detail"]) == (400, detail)
