from dataclasses import dataclass

import pytest
from django.test import Client

from autoreach.api import tokens
from autoreach.api.models import PersonalToken
from leads.models import Membership

ALL = [*PersonalToken.Scope]


@dataclass
class Caller:
    """A program with a token of a member."""

    text: str
    token: PersonalToken
    client: Client

    def get(self, address, **params):
        return self.client.get(f"/api/v1/{address}", params, headers=self.headers)

    def post(self, address, body):
        return self.client.post(f"/api/v1/{address}", body, content_type="application/json", headers=self.headers)

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
