import io

import pytest

from leads.sources.csv.inspection import open_table
from tests.leads.sources.csv.tables import cells_of

PEOPLE = "First Name,Last Name,Email,City\nZoë,Quill,zoe@quill.example,Kraków\nJürgen,Reed,j@reed.example,Málaga\n"


WESTERN = PEOPLE.replace("Kraków", "Besançon")


CYRILLIC = "Имя,Фамилия,Почта\nИван,Петров,ivan@quill.example\nОльга,Смирнова,olga@quill.example\n"


JAPANESE = (
    "氏名,会社名,メールアドレス\n山田太郎,株式会社サンプル,taro@quill.example\n鈴木花子,テスト商事,hana@quill.example\n"
)


CHINESE = "姓名,公司,邮箱\n王小明,北京测试有限公司,wang@quill.example\n李娜,上海科技有限公司,li@quill.example\n"


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (PEOPLE, "utf-8", "utf-8"),
        (PEOPLE, "utf-8-sig", "utf-8-bom"),
        ("\ufeff" + PEOPLE, "utf-16-le", "utf-16-le"),
        ("\ufeff" + PEOPLE, "utf-16-be", "utf-16-be"),
        (PEOPLE, "utf-16-le", "utf-16-le"),
        (PEOPLE, "utf-16-be", "utf-16-be"),
        ("\ufeff" + PEOPLE, "utf-32-le", "utf-32-le"),
        (CYRILLIC, "utf-16", "utf-16-le"),
        ("الاسم,البريد\nسارة,s@quill.example\n", "utf-16", "utf-16-le"),
        (WESTERN, "latin-1", "latin-1"),
        (WESTERN.replace("Reed", "O’Reed–“R”"), "cp1252", "cp1252"),
        (WESTERN, "mac-roman", "mac-roman"),
        (WESTERN, "cp850", "cp850"),
        (PEOPLE.replace("Quill", "Wiśniewska").replace("Reed", "Łoś").replace("Zoë", "Zoe"), "cp1250", "cp1250"),
        (CYRILLIC, "cp1251", "cp1251"),
        (CYRILLIC, "koi8-r", "koi8-r"),
        (JAPANESE, "shift-jis", "shift-jis"),
        (JAPANESE, "euc-jp", "euc-jp"),
        (JAPANESE, "iso2022_jp", "iso-2022-jp"),
        (CHINESE, "gb18030", "gb18030"),
    ],
)
def test_a_file_is_read_in_its_own_encoding(text, codec, name):
    table = open_table(io.BytesIO(text.encode(codec)))

    assert table.encoding == name
    expected = [line.split(",") for line in text.removeprefix("\ufeff").splitlines()]
    assert [cells for _, cells, _ in table.rows()] == expected


def test_a_windows_byte_pasted_into_utf8_text_is_read_as_what_it_was():
    content = PEOPLE.encode() + "René".encode("cp1252") + b",Ives,r@ives.example,Lyon\n"

    assert cells_of(content)[-1] == ["René", "Ives", "r@ives.example", "Lyon"]


def test_the_first_odd_byte_may_stand_in_the_last_row():
    filler = "".join(f"Mara,Quill,m{number}@quill.example,Lyon\n" for number in range(40_000))
    content = ("First Name,Last Name,Email,City\n" + filler + "René,Ives,r@ives.example,Orléans\n").encode("latin-1")

    assert cells_of(content)[-1] == ["René", "Ives", "r@ives.example", "Orléans"]


NULS = "Name,Email,City\nMa\0ra,\0,\0\nZoë,\0,Kraków\n"


@pytest.mark.parametrize(
    ("text", "codec", "name"),
    [
        (NULS, "utf-8", "utf-8"),
        (NULS, "utf-8-sig", "utf-8-bom"),
        (NULS.replace("Zoë", "Zoe").replace("ó", "o"), "utf-8", "utf-8"),
        (NULS.replace("ó", "o"), "latin-1", "latin-1"),
        (NULS, "utf-16-le", "utf-16-le"),
        (NULS, "utf-16", "utf-16-le"),
        ("氏名,会社\n山田,\0\n鈴木,\0\n", "utf-8", "utf-8"),
        ("Name,Note\nAda,\0\nBob,\0\nCy,\0\n", "utf-8", "utf-8"),
        ("Name,Note\nAda,\0", "utf-8", "utf-8"),
        ("a,b\n\0,c\n", "utf-8", "utf-8"),
    ],
)
def test_nul_cells_vanish_and_are_no_sign_of_utf16(text, codec, name):
    table = open_table(io.BytesIO(text.encode(codec)))
    assert table.encoding == name
    expected = [line.split(",") for line in text.removeprefix("\ufeff").replace("\0", "").splitlines()]
    assert [cells for _, cells, _ in table.rows()] == expected


def test_a_nul_far_down_a_marked_file_vanishes():
    filler = "".join(f"Mara,m{number}@quill.example\n" for number in range(4_000))
    content = ("\ufeffName,Email\n" + filler + "Z\0oe,z@quill.example\n").encode()
    assert cells_of(content)[-1] == ["Zoe", "z@quill.example"]


@pytest.mark.parametrize("codec", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize(
    "text", ["Name\nAda\n", "a,b\n1,2\n", "Имя,Почта\nИван,i@q.example\n", JAPANESE, CHINESE, "Name,“Note”…\nZoë,…\n"]
)
def test_a_short_file_in_utf16_needs_no_mark(text, codec):
    table = open_table(io.BytesIO(text.encode(codec)))
    assert table.encoding == codec
    assert [cells for _, cells, _ in table.rows()] == [line.split(",") for line in text.splitlines()]
