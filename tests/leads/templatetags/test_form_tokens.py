import pytest
from django.core.exceptions import ImproperlyConfigured
from django.template import Context, RequestContext, Template, engines

from leads.workspaces.page_guard import FIELD

FORM = "<form method=post>{% csrf_token %}</form>"
pytestmark = pytest.mark.django_db


def test_a_form_carries_the_workspace_of_its_page(rf, workspace):
    request = rf.get("/")
    request.workspace = workspace
    field = f'<input type="hidden" name="{FIELD}" value="{workspace.pk}">'
    assert Template(FORM).render(RequestContext(request)).count(field) == 1


@pytest.mark.parametrize("context", [Context(), Context({"request": None})])
def test_a_form_without_its_request_is_an_error(context):
    with pytest.raises(ImproperlyConfigured, match="without its request"):
        Template(FORM).render(context)


def test_so_is_one_that_a_backend_renders_alone():
    with pytest.raises(ImproperlyConfigured, match="without its request"):
        engines["django"].from_string(FORM).render({})
