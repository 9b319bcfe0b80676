"""The form of every source takes what a search of it keeps: “Search again” fills the form with that."""

import re

import pytest
from django import forms

from leads.sources.source import RUNNING, load_sources

load_sources()
TYPED = {
    "linkedin_companies": {"descriptors": "machine builder"},
    "linkedin_content": {"pains": "late deliveries"},
    "linkedin_followers": {
        "accounts": "https://www.linkedin.com/company/acme-works\nhttps://www.linkedin.com/in/nora-sample"
    },
    "linkedin_jobs": {"roles": "planner"},
    "linkedin_people": {"roles": "plant manager"},
    "linkedin_post": {"posts": "https://www.linkedin.com/posts/nora_plan-activity-7123456789012345678-AbCd"},
    "links": {"text": "see https://www.linkedin.com/in/nora-sample"},
    "tweet_search": {"queries": "recommend planning"},
    "x_followers": {"accounts": "@acme\nhttps://x.com/plan_wise"},
    "x_post": {"posts": "https://x.com/acme/status/1500000000000000019"},
}
# They start from what an offer says or has saved, which their own tests have.
OF_AN_OFFER = {"x_lookalike", "linkedin_lookalike", "x_seeds", "linkedin_seeds"}


def typed_in(form):
    """What a browser sends of a form as it is shown."""
    values = {field.html_name: field.field.prepare_value(field.value()) for field in form}
    return {name: value for name, value in values.items() if value is not None and value is not False}


def test_every_source_is_here():
    assert set(RUNNING) == set(TYPED) | OF_AN_OFFER


@pytest.mark.parametrize("kind", TYPED)
def test_a_form_takes_what_it_keeps(kind):
    form_class = RUNNING[kind].Parameters
    first = form_class(typed_in(form_class(initial=TYPED[kind])))
    assert first.is_valid(), first.errors
    again = form_class(typed_in(form_class(initial=first.stored())))
    assert again.is_valid(), again.errors
    assert again.stored() == first.stored()


NUMBERS = [
    (kind, name)
    for kind in TYPED
    for name, field in RUNNING[kind].Parameters.base_fields.items()
    if isinstance(field, forms.IntegerField)
]


@pytest.mark.parametrize(("kind", "name"), NUMBERS)
def test_the_hint_of_a_number_its_widget_and_its_check_say_the_same(kind, name):
    form_class = RUNNING[kind].Parameters
    sent = typed_in(form_class(initial=TYPED[kind]))
    field = form_class(initial=TYPED[kind]).fields[name]
    least, most = re.match(r"([\d,]+) to ([\d,]+)", field.help_text).groups()
    least, most = int(least.replace(",", "")), int(most.replace(",", ""))
    assert [field.widget.attrs[end] for end in ("min", "max")] == [least, most]
    tried = {number: list(form_class(sent | {name: number}).errors) for number in (least - 1, least, most, most + 1)}
    assert tried == {least - 1: [name], least: [], most: [], most + 1: [name]}


@pytest.mark.parametrize(("people", "refused"), [(1000, []), (1001, ["people"])])
def test_a_search_reads_so_many_answers_at_the_most(people, refused):
    form_class = type("Wider", (RUNNING["x_post"].Parameters,), {})
    posts = "\n".join(f"https://x.com/acme/status/15000000000000000{number}" for number in range(10, 30))
    form = form_class({"posts": posts, "replies": "on", "people": people})
    form.fields["people"].max_value = None
    form.fields["people"].validators = []
    assert list(form.errors) == refused
