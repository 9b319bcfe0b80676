"""Every operation of the OpenAPI document, and what it does with the numbers of another workspace."""

import re

import pytest
from django.urls import reverse
from jsonschema import Draft202012Validator

from autoreach.api.models import PersonalToken
from leads.models import Lead, Offer, Search
from scoring.models import BuyerScore
from tests.autoreach.api.conftest import START, document
from tests.factories import BuyerScoreFactory, LeadFactory, SearchFactory

OPERATIONS = [(method, path) for path, methods in document()["paths"].items() for method in methods]
# What the operations need besides ids.
NEEDED = {
    "url": "https://www.linkedin.com/in/ada-sample",
    "kind": "links",
    "parameters": {"text": "https://www.linkedin.com/in/ada-sample"},
}


@pytest.fixture
def secrets(south):
    """A row of each kind that belongs to another workspace, by the names that operations give their ids."""
    lead, offer = (
        LeadFactory(workspace=south.workspace, linkedin_slug="secret", full_name="Secret"),
        south.offer("Secret"),
    )
    search = SearchFactory(workspace=south.workspace, label="Secret")
    BuyerScoreFactory(lead=lead, offer=offer, state="active", score=90)
    return {"offer": offer.pk, "search": search.pk, "search_id": search.pk, "lead_id": lead.pk}


def rows():
    return [list(model.objects.order_by("pk").values()) for model in (Lead, Offer, Search, BuyerScore)]


def resolved(schema):
    return document()["components"]["schemas"][schema["$ref"].rsplit("/", 1)[1]] if "$ref" in schema else schema


def takes_id(schema):
    return any(each.get("maximum") == 2**63 - 1 for each in schema.get("anyOf", [schema]))


def taken_by(operation):
    """{place: {name: schema}} of all that an operation takes: in its path, its query and its body."""
    taken = {"path": {}, "query": {}, "body": {}}
    for parameter in operation["parameters"]:
        taken[parameter["in"]][parameter["name"]] = parameter["schema"]
    if body := operation.get("requestBody"):
        taken["body"] = resolved(body["content"]["application/json"]["schema"])["properties"]
    return taken


def test_the_document_is_served_without_a_token_and_is_what_the_tests_check_against(client, db):
    answer = client.get("/api/v1/openapi.json")
    assert (answer.json(), answer.headers["Content-Type"]) == (document(), "application/json")
    assert reverse("api:openapi-json") == "/api/v1/openapi.json"
    for schema in document()["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_no_operation_answers_without_a_token(client, db, method, path):
    assert getattr(client, method)(re.sub(r"{\w+}", "1", path)).status_code == 401


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_no_operation_reads_or_changes_another_workspace(caller, secrets, method, path):
    taken = taken_by(document()["paths"][path][method])
    ids = [(place, name) for place, names in taken.items() for name, schema in names.items() if takes_id(schema)]
    assert {name for _, name in ids} <= set(secrets)
    for wanted in [None, *ids]:
        sent = {place: {n: NEEDED[n] for n in names if n in NEEDED} for place, names in taken.items()}
        if wanted:
            sent[wanted[0]][wanted[1]] = secrets[wanted[1]]
        elif taken["path"]:
            continue
        before = rows()
        answer = send(caller, method, path, sent)
        assert "secret" not in answer.content.decode().lower()
        if wanted:
            assert (wanted, answer.status_code, rows()) == (wanted, 404, before)


def send(caller, method, path, sent):
    address = path.removeprefix(START).format(**sent["path"])
    if method == "get":
        return caller.get(address, **sent["query"])
    return caller.post(address, sent["body"])


def test_a_person_of_another_workspace_is_added_as_one_of_the_own(caller, north, secrets):
    assert caller.get("leads/lookup", url=NEEDED["url"]).json()["found"] is False
    answer = caller.post("leads", {"url": NEEDED["url"]}).json()
    added = Lead.objects.get(pk=answer["lead"]["id"])
    assert (answer["created"], added.workspace, answer["lead"]["name"]) == (True, north.workspace, "ada-sample")
    assert Lead.objects.count() == 2


def test_a_member_of_two_workspaces_works_in_that_of_the_token(north, south, caller):
    south.workspace.memberships.create(user=north.user)
    own = north.offer("Own")
    south.offer("Secret")
    assert [offer["id"] for offer in caller.get("offers").json()["items"]] == [own.pk]
    assert PersonalToken.objects.get().membership.workspace == north.workspace
