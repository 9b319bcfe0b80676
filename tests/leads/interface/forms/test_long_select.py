from django import forms
from django.test.html import parse_html

from leads.interface.forms.long_select import LongSelect

CHOICES = [("UTC", "UTC"), ("Europe/Oslo", "Europe/Oslo"), ("a<b", "<i>")]


class Django(forms.Form):
    zone = forms.ChoiceField(choices=CHOICES, help_text="Where?")


class Long(forms.Form):
    zone = forms.ChoiceField(choices=CHOICES, help_text="Where?", widget=LongSelect)


def test_it_renders_what_a_select_renders():
    for value in ("Europe/Oslo", "a<b", "nowhere", ""):
        assert parse_html(str(Long({"zone": value})["zone"])) == parse_html(str(Django({"zone": value})["zone"]))


def test_a_disabled_one_stays_disabled():
    form = Long(initial={"zone": "UTC"})
    form.fields["zone"].disabled = True
    assert str(form["zone"]).count("disabled") == 1
