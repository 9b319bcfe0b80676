from django.template import Context, engines
from django.test import override_settings
from django.urls import path

from leads.templatetags.addresses import FixedAddress


def template(text):
    return engines["django"].from_string(text).template


def test_an_address_without_arguments_is_looked_up_once():
    page = template("{% url 'leads' %}")
    shown = page.render(Context())
    with override_settings(ROOT_URLCONF=(path("elsewhere/", print, name="leads"),)):
        assert (shown, page.render(Context())) == ("/leads/", "/leads/")


def test_an_address_with_an_argument_or_a_name_that_varies_is_looked_up_at_each_view():
    page = template("{% url 'lead' pk %} {% url name %} {% url 'lead' pk as kept %}{{ kept }}")
    assert page.render(Context({"pk": 1, "name": "leads"})) == "/leads/1/ /leads/ /leads/1/"
    assert page.render(Context({"pk": 2, "name": "buyers"})) == "/leads/2/ /buyers/ /leads/2/"
    assert page.nodelist.get_nodes_by_type(FixedAddress) == []
