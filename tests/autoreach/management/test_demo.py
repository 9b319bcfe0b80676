import re
from io import StringIO

import pytest
from django.core.management import call_command

from leads.models import Lead, Membership
from tests.factories import WorkspaceFactory

pytestmark = pytest.mark.django_db


def demo(**options):
    said = StringIO()
    call_command("demo", stdout=said, **options)
    return said.getvalue()


def test_the_login_it_prints_is_that_of_the_owner_of_an_example(client):
    said = demo(verbosity=0)
    password = re.search("Log in as demo with the password (.+)", said)[1]
    assert client.login(username="demo", password=password) is True
    (membership,) = Membership.objects.all()
    assert (membership.workspace.slug, membership.role, membership.user.is_superuser) == ("demo", "owner", True)
    assert Lead.objects.filter(workspace=membership.workspace).exists()


def test_it_changes_nothing_where_a_workspace_is():
    WorkspaceFactory()
    assert demo() == "There is a workspace already; nothing was changed.\n"
    assert demo(verbosity=0) == ""
    assert (Lead.objects.count(), Membership.objects.count()) == (0, 0)
