import pytest
from django.db import connection

from leads.models import Lead
from leads.models.search_text import typed_query, typed_words
from tests.factories import LeadFactory
from tests.planner import plan

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Søren Ærø", "soren aero"),
        ("Søren Ærø", "SØREN"),
        ("Soren Aero", "søren ærø"),
        ("Sean O'Neil", "oneil"),
        ("Sean O'Neil", "o neil"),
        ("Sean O'Neil", "o'neil sean"),
        ("Sean O'Neil", "o’neil"),
        ("Sean O’Neil", "ONEI"),
        ("Sean O`Neil", "neil"),
        ("Sean Oneil", "o'neil"),
        ("Łukasz Đỗ-Weiß", "lukasz do weiss"),
        ("Łukasz Đỗ-Weiß", "weiß łuk"),
        ("Ayşe Işık", "ayse isik"),
        ("Ayşe Işık", "AYŞE IŞIK"),
        ("AYSE ISIK", "ışık"),
        ("Zoë d'Angelo", "zoe dang"),
        ("Jean-Pierre Noël", "noel jean-p"),
        ("Юлия Дорнова", "юлия дорн"),
        ("Николай Чайкин", "чайкин николаи"),
        ("राहुल शर्मा", "शर्मा"),
        ("김민준", "김민"),
        ("ガルシア", "ガル"),
        ("ＡＮＮＡ Dorn", "anna"),
        ("Booking.com", "booking.com"),
        ("Booking.com", "booking com"),
        ("Sales/Marketing", "marketing"),
        ("Acme, Inc. Leeds", "inc leeds"),
        ("J.R.R. Dorn", "j.r.r. dorn"),
    ],
)
def test_a_person_is_found_as_they_are_typed(name, typed):
    LeadFactory(full_name=name)
    assert Lead.objects.matching_text(typed).exists()


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Sean O'Neil", "eil"),
        ("Sean O'Neil", "neil mara"),
        ("Søren", "saren"),
        ("ガルシア", "カル"),
        ("Søren", "& | ! :*( '"),
    ],
)
def test_another_word_does_not_find_them(name, typed):
    LeadFactory(full_name=name, linkedin_slug="someone", company_name="")
    assert Lead.objects.matching_text(typed).exists() is False


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("j.smith@quill-works.example", True),
        (" J.Smith@Quill-Works.example ", True),
        ("j.smith+crm@quill-works.example", True),
        ("j.smith@quill", True),
        ("@quill-works.example", True),
        ("@quill", True),
        ("quill-works.example", True),
        ("quill-works.ex", True),
        ("smith@quill-works.example", False),
        ("j_smith@quill-works.example", False),
        ("j.smith@works.example", False),
        ("works.example", False),
        ("j.smith@", False),
        ("quill", False),
        ("@", False),
        ("%@quill-works.example", False),
    ],
)
def test_a_lead_is_found_by_an_e_mail_address_and_by_its_domain(typed, found):
    LeadFactory(
        full_name="Mara Dorn",
        company_name="",
        email="j.smith@quill-works.example",
        email_key="j.smith@quill-works.example",
    )
    LeadFactory(full_name="Of another address", company_name="", email="j.smith@other.example")
    names = Lead.objects.matching_text(typed).values_list("full_name", flat=True)
    assert ("Mara Dorn" in names) is found


def test_a_lead_that_shares_a_mailbox_is_found_by_it_too():
    for name, key in (("First", "info@works.example"), ("Second", "")):
        LeadFactory(full_name=name, email="info@works.example", email_key=key)
    found = Lead.objects.matching_text("info@works.example").order_by("full_name")
    assert [lead.full_name for lead in found] == ["First", "Second"]


@pytest.mark.parametrize("typed", ["info@works.example", "info@wor", "@works.example", "works.example"])
def test_an_address_is_looked_up_by_indexes_alone(typed):
    LeadFactory(email="info@works.example", email_key="info@works.example")
    wanted = Lead.objects.matching_text(typed).order_by().values("pk")
    with connection.cursor() as cursor:
        said = plan("leads_lead", cursor.mogrify(*wanted.query.sql_with_params()))
    assert (said.count("Seq Scan"), said.count("lead_by_email_domain")) == (0, 1)


@pytest.mark.parametrize(
    ("place", "typed", "found"),
    [
        ("İzmir, Türkiye", "izmir", True),
        ("İzmir, Türkiye", "turkiye izm", True),
        ("IZMIR", "İzmir", True),
        ("L'Aquila, Italy", "aquila", True),
        ("Kraków", "krakow", True),
        ("Kraków", "rakow", False),
        ("Oslo", "krakow", False),
    ],
)
def test_a_place_is_found_as_it_is_typed_and_only_as_a_place(place, typed, found):
    LeadFactory(full_name="Nora Kraków", location=place, company_name="Krakow Izmir Works")
    assert Lead.objects.in_place(typed).exists() is found


@pytest.mark.parametrize(
    "text",
    [
        "Søren Ærø",
        "ıİøØđĐłŁßẞæÆœŒ",
        "Ångström ﬁ",
        "Чайкин Ёлка",
        "ガ カ",
        "राहुल",
        "Đỗ Nguyễn",
        "ĦŧƏþ",
        "e\u0301",
        "ΟΔΟΣ Οδός",
        "أحمد",
        "ＡＢ",
    ],
)
def test_what_is_stored_is_divided_and_folded_as_what_is_typed(text):
    lead = LeadFactory(full_name=text, title="", company_name="", location="")
    with connection.cursor() as cursor:
        cursor.execute("SELECT tsvector_to_array(search_text) FROM leads_lead WHERE id = %s", [lead.pk])
        assert sorted(cursor.fetchone()[0]) == sorted(set(typed_words(text)))


def test_no_generated_column_has_an_expression_that_every_update_of_its_table_would_read_for_long():
    with connection.cursor() as cursor:
        cursor.execute("""
            SELECT attrelid::regclass::text, attname FROM pg_attribute JOIN pg_attrdef ON adrelid = attrelid
            WHERE attgenerated <> '' AND adnum = attnum AND octet_length(adbin::text) > 3000
        """)
        assert cursor.fetchall() == []


def test_the_words_of_a_query_only_spell():
    assert typed_query("o'neil & !(Søren)") == "(o:* & neil:* | oneil:*) & soren:*"
    assert typed_query("&|!") == ""
