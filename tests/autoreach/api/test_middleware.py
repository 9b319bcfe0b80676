import pytest
from django.http import HttpResponse

from autoreach.api.errors import SENTENCES, UNREADABLE
from autoreach.api.middleware import JsonAnswers
from leads.models import Lead

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("address", ["/api/", "/api/v1/", "/api/v1/nothing", "/api/v2/leads", "/api/v1/leads/lookup/x"])
def test_an_unknown_address_is_answered_in_json(client, address):
    answer = client.get(address)
    assert (answer.status_code, answer.json(), answer.headers["Content-Type"], answer.headers["Cache-Control"]) == (
        404, {"detail": SENTENCES[404]}, "application/json", "no-store",
    )  # fmt: skip


def test_a_wrong_method_is_answered_in_json(caller):
    answer = caller.client.delete("/api/v1/offers", headers=caller.headers)
    assert (answer.status_code, answer.json(), answer.headers["Allow"]) == (405, {"detail": SENTENCES[405]}, "GET")


def test_a_form_is_refused_as_what_is_no_json(caller):
    answer = caller.client.post("/api/v1/leads", {"url": "https://x.com/ada"}, headers=caller.headers)
    assert (answer.status_code, answer.json()) == (400, {"detail": UNREADABLE})


def test_an_address_under_another_host_is_refused_in_json(client, settings):
    settings.ALLOWED_HOSTS = ["leads.example"]
    answer = client.get("/api/v1/offers", headers={"host": "other.example"})
    assert (answer.status_code, answer.json()) == (400, {"detail": SENTENCES[400]})


def test_a_mistake_of_ours_is_answered_in_json(caller, monkeypatch):
    monkeypatch.setattr(Lead, "display_name", property(lambda lead: 1 / 0))
    Lead.objects.create(workspace=caller.token.membership.workspace, x_handle="ada")
    answer = caller.get("leads/lookup", url="https://x.com/ada")
    assert (answer.status_code, answer.json()) == (500, {"detail": SENTENCES[500]})


def test_no_cache_keeps_an_answer(caller):
    assert caller.get("offers").headers["Cache-Control"] == "no-store"


def test_a_body_that_is_no_json_is_refused_with_a_sentence(caller):
    answer = caller.client.post("/api/v1/leads", "{", content_type="application/json", headers=caller.headers)
    assert (answer.status_code, answer.json()) == (
        400,
        {"detail": "The body cannot be read. Send JSON, of at most 10 MB."},
    )


def test_pages_keep_their_own_errors(north):
    assert north.client.get("/leads/99/").content.lstrip().startswith(b"<!DOCTYPE html>")


def test_an_outage_is_answered_in_json_with_when_to_ask_again(rf):
    page = HttpResponse("<!DOCTYPE html>", status=503, headers={"Retry-After": "15", "Content-Length": "15"})
    answer = JsonAnswers(lambda request: page)(rf.get("/api/v1/leads"))
    assert (answer.status_code, answer.headers["Retry-After"], answer.content.decode()) == (
        503, "15", f'{{"detail": "{SENTENCES[503]}"}}',
    )  # fmt: skip
    assert answer.headers["Content-Length"] == str(len(answer.content))
