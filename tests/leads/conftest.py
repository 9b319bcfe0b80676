import pytest

from tests.factories import LeadFactory, MembershipFactory


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
