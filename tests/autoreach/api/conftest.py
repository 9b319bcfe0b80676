import json
import re
from dataclasses import dataclass
from functools import cache

import pytest
from django.test import Client
from jsonschema import Draft202012Validator

from autoreach.api import tokens
from autoreach.api.endpoints import api
from autoreach.api.models import PersonalToken
from leads.models import Membership

ALL = [*PersonalToken.Scope]
START = "/api/v1/"


@cache
def document():
    """The OpenAPI document, as JSON."""
    return json.loads(json.dumps(api.get_openapi_schema(path_prefix=START)))


def operation_of(method, address):
    """What the document says of an address, or None."""
    paths = document()["paths"]
    named = next((path for path in paths if re.fullmatch(re.sub(r"\{\w+\}", r"\\w+", path), address)), None)
    # an address without a place for an id comes first
    return paths.get(address, paths.get(named, {})).get(method)


def check_against_document(method, address, answer):
    """Fail where the answer is not what the document promises."""
    said = operation_of(method, address)
    if said and answer.status_code < 500:
        (content,) = said["responses"][str(answer.status_code)]["content"].values()
        Draft202012Validator(content["schema"] | {"components": document()["components"]}).validate(answer.json())


@dataclass
class Caller:
    """A program with a token of a member. Each answer is checked against the OpenAPI document."""

    text: str
    token: PersonalToken
    client: Client

    def get(self, address, **params):
        return self.checked("get", address, data=params)

    def post(self, address, body):
        return self.checked("post", address, data=body, content_type="application/json")

    def checked(self, method, address, **sent):
        answer = getattr(self.client, method)(START + address, headers=self.headers, **sent)
        check_against_document(method, START + address, answer)
        return answer

    @property
    def headers(self):
        return {"Authorization": f"Bearer {self.text}"}


def caller_of(team, scopes=ALL, name="script"):
    membership = Membership.objects.get(workspace=team.workspace, user=team.user)
    token, text = tokens.make(membership=membership, name=name, scopes=[str(scope) for scope in scopes])
    return Caller(text, token, Client(raise_request_exception=False))


@pytest.fixture
def caller(north):
    return caller_of(north)
