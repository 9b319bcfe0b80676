import pytest
from django.urls import reverse

from leads.interface.forms.add_person import pasted_lines
from leads.models import Lead, Search
from leads.sources.manual.add_people import results_of
from tests.factories import LeadFactory
from tests.forms import fields_of
from tests.pages import words

pytestmark = pytest.mark.django_db


def paste(team, text, **fields):
    return team.client.post(reverse("add-lead"), {"address": text, **fields})


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


def outcomes(search):
    return [
        (line.text, line.problem[:24], line.lead and line.lead.display_name, line.is_new, line.same_as)
        for line in results_of(search)
    ]


def test_each_pasted_line_has_its_result(north):
    LeadFactory(workspace=north.workspace, linkedin_slug="known-person", full_name="Known Person")
    first = paste(north, "https://linkedin.com/in/known-person")
    assert first.url == reverse("lead", args=[Lead.objects.get().pk])
    pasted = "https://linkedin.com/in/known-person\n\n@nora_s\nnora@example.com\nx.com/nora_s\nwhat is this?\n"
    pasted += "https://www.linkedin.com/in/dr.sample\n"
    response = paste(north, pasted, form_id="a")

    search = Search.objects.latest("pk")
    assert response.url == reverse("search", args=[search.pk])
    assert outcomes(search) == [
        ("https://linkedin.com/in/known-person", "", "Known Person", False, None),
        ("@nora_s", "", "@nora_s", True, None),
        ("nora@example.com", "", "nora@example.com", True, None),
        ("x.com/nora_s", "", "@nora_s", True, 2),
        ("what is this?", "This is neither a Linked", None, False, None),
        ("https://www.linkedin.com/in/dr.sample", "", "dr.sample", True, None),
    ]
    page = north.client.get(response.url)
    assert messages_of(page)[1:] == ["3 added, 1 already here, 1 twice in your list, 1 not read."]
    shown = words(page)
    assert shown.count("Result Added 3 Already here 1 Twice in your list 1 Not read 1 One result a line") == 1


def test_no_line_is_lost_and_those_that_were_not_read_can_be_corrected(north):
    offer = north.offer()
    page = north.client.get(paste(north, "@nora_s\nwhat is this?", offer=offer.pk).url)
    shown = words(page)
    assert [shown.count(said) for said in ("Added @nora_s", "Not read This is neither", "Lines that were not")] == [
        1,
        1,
        1,
    ]
    form = fields_of(page)
    assert (form["address"].strip(), form["offer"]) == ("what is this?", str(offer.pk))


def test_a_double_click_adds_once(north):
    urls = {paste(north, "@nora_s\n@ole_s", form_id="one").url for _ in range(2)}
    assert (len(urls), Search.objects.count(), Lead.objects.count()) == (1, 1, 2)


def test_what_describes_one_person_is_refused_for_many(north):
    response = paste(north, "@nora_s\n@ole_s", full_name="Nora")
    assert response.context["form"].non_field_errors() == [
        "Name: these describe one person, but 2 are pasted. Leave them empty."
    ]
    assert Lead.objects.count() == 0


def test_too_many_lines_are_refused_in_a_sentence(north):
    response = paste(north, "\n".join(f"@person{number}" for number in range(1001)))
    assert response.context["form"].errors == {"address": ["1,001 lines are too many at once: the limit is 1,000."]}


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("@a_b, @c_d; nora@example.com", ["@a_b", "@c_d", "nora@example.com"]),
        ("linkedin.com/in/a-b linkedin.com/in/c-d", ["linkedin.com/in/a-b", "linkedin.com/in/c-d"]),
        ("what is this, then?", ["what is this, then?"]),
        ("  \n@a_b\r\n", ["@a_b"]),
    ],
)
def test_several_addresses_in_a_line_are_told_apart(text, lines):
    assert pasted_lines(text) == lines


def test_a_thousand_lines_cost_no_more_queries_than_three(north, django_assert_max_num_queries):
    search = Search.objects.get(pk=paste(north, "\n".join(f"@p{n}" for n in range(300))).url.split("/")[-2])
    with django_assert_max_num_queries(1):
        assert len(results_of(search)) == 300
