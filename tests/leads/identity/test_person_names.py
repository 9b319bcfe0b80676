import pytest

from leads.identity.person_names import read_name


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("🚀 Dr. Anna-Maria van Dam (she/her), MBA | CEO at Acme", ("anna-maria", "vandam")),
        ("𝗔𝗻𝗻𝗮 𝗗𝗼𝗿𝗻", ("anna", "dorn")),
        ("Аnnа Dоrn", ("anna", "dorn")),
        ("Dorn, Anna", ("anna", "dorn")),
        ("Anna Dorn, Ph.D., PMP", ("anna", "dorn")),
        ("Anna Dorn - Acme", ("anna", "dorn")),
        ("AnnaDorn", ("anna", "dorn")),
        ("anna.dorn", ("anna", "dorn")),
        ("Don Bacon", ("don", "bacon")),
        ("Don Carlos Vega", ("carlos", "vega")),
        ("Ann O'Neil", ("ann", "oneil")),
        ("ANNA LEE MA", ("anna", "lee", "ma")),
        ("Anna Lee MA", ("anna", "lee")),
        ("\u202eAnna\u200b \x00Dorn", ("anna", "dorn")),
        ("🚀", ()),
        ("", ()),
    ],
)
def test_a_name_is_found_in_what_stands_around_it(text, read):
    assert read_name(text).words == read


def test_what_follows_a_name_is_kept_as_text():
    assert read_name("Anna Dorn | CEO at Acme").rest == "CEO at Acme"


def test_a_generation_is_no_surname():
    read = [read_name(name) for name in ("Carl Dorn Jr", "Carl Dorn, Junior", "Carl Dorn Senior", "Carl Dorn III")]
    assert [(name.family, name.generation) for name in read] == [
        ("dorn", "jr"), ("dorn", "jr"), ("dorn", "sr"), ("dorn", "iii"),
    ]  # fmt: skip


def test_a_name_in_another_script_says_in_which():
    assert read_name("佐藤はなこ").scripts == {"Han", "kana"}
    assert read_name("Юлия Дорнова").scripts == frozenset()
