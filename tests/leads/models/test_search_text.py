import pytest
from django.db import connection

from leads.models import Lead
from leads.models.search_text import typed_query, typed_words
from tests.factories import LeadFactory

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
