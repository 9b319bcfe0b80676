import json

import pytest
from django.shortcuts import resolve_url
from django_htmx.middleware import HtmxDetails

from leads.interface.responses import leads_changed


@pytest.fixture
def changed(rf):
    def answer(headers=(), **posted):
        request = rf.post("/", posted, headers=dict(headers))
        request.htmx = HtmxDetails(request)
        return leads_changed(request)

    return answer


def test_htmx_is_told_to_reload_the_lists(changed):
    response = changed({"HX-Request": "true"}, next="/leads/")
    assert (response.status_code, json.loads(response["HX-Trigger"])) == (200, {"leads:changed": {}})


@pytest.mark.parametrize(
    ("address", "goes_to"),
    [("/leads/?q=x", "/leads/?q=x"), ("https://evil.example/", "buyers"), ("//evil.example", "buyers"), ("", "buyers")],
)
def test_a_form_goes_back_to_its_page_and_never_to_another_site(changed, address, goes_to):
    response = changed(next=address)
    assert (response.status_code, response.url) == (302, resolve_url(goes_to))
