import pytest

from leads.sources.csv.name_columns import chosen, first_name_first
from tests.leads.sources.csv.tables import people_in


def test_a_half_empty_display_name_leaves_the_other_rows_their_first_and_last_names():
    text = (
        "First Name,Last Name,Display Name,Email\n"
        "Mira,Solberg,Mira Solberg,mira@f.example\n"
        "Tomas,Ek,,tomas@e.example\n"
        ",,Ravi Menon,ravi@m.example\n"
        "Ines,Prado,prado.ines,ines@p.example\n"
    )
    assert [row["full_name"] for row in people_in(text)] == ["Mira Solberg", "Tomas Ek", "Ravi Menon", "Ines Prado"]


@pytest.mark.parametrize(
    ("whole", "first", "last", "name"),
    [
        ("Mira Solberg-Ek", "Mira", "Solberg", "Mira Solberg-Ek"),
        ("Solberg, Mira", "Mira", "Solberg", "Mira Solberg"),
        ("山田太郎", "太郎", "山田", "山田太郎"),
        ("Fjordline", "Mira", "Solberg", "Mira Solberg"),
        ("mira@f.example", "Mira", "", "Mira"),
        ("Mira Solberg (mira@f.example)", "Mira", "Solberg", "Mira Solberg"),
        ("Mira S.", "Mira", "", "Mira S."),
        ("", "Mira", "", "Mira"),
        ("Mira Solberg", "", "", "Mira Solberg"),
    ],
)
def test_the_whole_name_counts_where_it_says_what_its_parts_say(whole, first, last, name):
    assert chosen(whole, " ".join(filter(None, (first, last))), first, last) == name


def test_a_surname_that_looks_like_an_empty_cell_is_kept_beside_a_first_name():
    text = (
        "First Name,Last Name,Email\n"
        "Jennifer,Null,j@n.example\n"
        "Mara,NULL,m@q.example\n"
        "None,None,n@n.example\n"
        "Nada,Surma,n@s.example\n"
    )
    assert [row.get("full_name") for row in people_in(text)] == ["Jennifer Null", "Mara", None, "Nada Surma"]


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Smithson, Anna", "Anna Smithson"),
        ("van der Berg, Jan", "Jan van der Berg"),
        ("O'Neil, Mary-Jane K.", "Mary-Jane K. O'Neil"),
        ("Smithson, Anna, PhD", "Anna Smithson, PhD"),
        ("山田, 太郎", "山田, 太郎"),
        ("Anna Smithson, Berlin", "Anna Smithson, Berlin"),
        ("Smithson, MBA", "Smithson, MBA"),
        ("Smithson, Jr.", "Smithson, Jr."),
        ("Quill, GmbH", "Quill, GmbH"),
        ("Quill, 2nd floor", "Quill, 2nd floor"),
        ("Smithson,", "Smithson,"),
        (", Anna", ", Anna"),
    ],
)
def test_a_last_name_before_a_comma_goes_behind_the_first(written, name):
    assert first_name_first(written) == name


def test_a_column_of_names_with_commas_is_read_as_one_says_them():
    names = [row["full_name"] for row in people_in("Name\nSmithson, Anna\nJonker, Bob\nMeyer, Carla\n")]

    assert names == ["Anna Smithson", "Bob Jonker", "Carla Meyer"]
