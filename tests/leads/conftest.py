import pytest

from tests.conftest import ReadOnlyGetClient
from tests.factories import LeadFactory, MembershipFactory
from tests.teams import team


@pytest.fixture
def member():
    return MembershipFactory()


@pytest.fixture
def workspace(member):
    return member.workspace


@pytest.fixture
def browser(client, member):
    client.force_login(member.user)
    return client


@pytest.fixture
def lead(workspace):
    return LeadFactory(workspace=workspace, full_name="Nora Sample", location="Lyon, France")


@pytest.fixture
def north(db):
    return team(ReadOnlyGetClient)


@pytest.fixture
def south(db):
    return team(ReadOnlyGetClient, "south")
