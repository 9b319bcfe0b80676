from functools import lru_cache

from django import forms
from django.forms.utils import flatatt
from django.utils.html import format_html, format_html_join
from django.utils.safestring import mark_safe


class LongSelect(forms.Select):
    """A select whose choices seldom change. Django renders a template for each of them, at each view."""

    def render(self, name, value, attrs=None, renderer=None):
        own = self.build_attrs(self.attrs, {**(attrs or {}), "name": name})
        return format_html("<select{}>{}</select>", flatatt(own), options(tuple(self.choices), str(value or "")))


@lru_cache(maxsize=16)
def options(choices, chosen):
    marks = {True: mark_safe(" selected"), False: ""}
    return format_html_join(
        "\n", '<option value="{}"{}>{}</option>', ((key, marks[key == chosen], label) for key, label in choices)
    )
