import pytest

from leads.sources.csv.xlsx.texts import unescaped
from tests.leads.sources.csv.tables import cells_of, inspected
from tests.leads.sources.csv.xlsx.packages import workbook

CELLS = (f'<c t="s"><v>{number}</v></c>' for number in range(3))
DATA = f"<row>{''.join(CELLS)}</row>"


def test_shared_texts_are_put_together_without_their_pronunciation():
    texts = (
        "<si><t>Nora</t></si>"
        '<si><r><rPr><b/></rPr><t xml:space="preserve">Head </t></r><r><t>of Sales</t></r></si>'
        "<si><t>山田</t><rPh><t>ヤマダ</t></rPh></si>"
    )

    assert cells_of(workbook(DATA, texts=texts)) == [["Nora", "Head of Sales", "山田"]]


def test_a_text_that_is_not_there_is_damage_and_no_empty_cell():
    assert inspected(workbook(DATA, texts="<si><t>Nora</t></si>")).error == (
        "Sheet “People” is damaged and cannot be read to its end."
    )


@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a_x000D_b", "a\rb"),
        ("_x005F_x000D_", "_x000D_"),
        ("_xD83D__xDE00_", "😀"),
        ("_xD83D_ alone", "\ufffd alone"),
        ("box_xy", "box_xy"),
    ],
)
def test_escaped_characters_are_what_they_stand_for(text, plain):
    assert unescaped(text) == plain
