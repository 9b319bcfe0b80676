import pytest

from leads.sources.csv.xlsx.styles import date_text, is_date_format
from tests.leads.sources.csv.tables import cells_of
from tests.leads.sources.csv.xlsx.packages import workbook

STYLES = (
    '<numFmts count="1"><numFmt numFmtId="164" formatCode="[$-407]d\\.\\ mmmm\\ yyyy"/></numFmts>{}'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs>'
)
DATA = '<row r="1"><c r="A1"><v>45352</v></c><c r="B1" s="1"><v>45352</v></c><c r="C1" s="2"><v>45352.5</v></c></row>'
READ = [["45352", "2024-03-01", "2024-03-01T12:00:00"]]


def test_a_number_with_the_style_of_a_date_is_a_date():
    assert cells_of(workbook(DATA, styles=STYLES.format(""))) == READ


@pytest.mark.parametrize(
    "fonts",
    [
        '<fonts count="many"><font><sz val="wide"/><family val="999"/><color rgb="red"/></font></fonts>',
        '<fonts><font><b val="maybe"/><unheardOf/></font></fonts><fills><fill><patternFill type="x"/></fill></fills>',
    ],
)
def test_damaged_fonts_and_fills_change_nothing(fonts):
    assert cells_of(workbook(DATA, styles=STYLES.format(fonts))) == READ


def test_styles_that_break_off_are_read_as_far_as_they_go():
    assert cells_of(workbook(DATA, styles=f"{STYLES.format('')}<cellStyles><cellStyle></oops>")) == READ


def test_dates_may_count_from_1904():
    assert (
        cells_of(workbook(DATA, styles=STYLES.format(""), settings='<workbookPr date1904="1"/>'))[0][1] == "2028-03-02"
    )


@pytest.mark.parametrize(
    ("code", "is_date"),
    [
        ("yyyy-mm-dd", True), ("h:mm AM/PM", True), ("mmm", True), ("General", False), ("0.00%", False),
        ('0 "days"', False), ("[Red]#,##0", False), (r"0\d", False), ("@", False), ("0;yyyy", False),
    ],
)  # fmt: skip
def test_a_format_of_dates_is_known_by_its_letters(code, is_date):
    assert is_date_format(code) == is_date


@pytest.mark.parametrize(
    ("number", "text"),
    [("1", "1900-01-01"), ("59", "1900-02-28"), ("61", "1900-03-01"), ("0.75", "18:00:00"), ("-3", "-3"),
     ("1e300", "1e300"), ("soon", "soon"), ("45352.99999999", "2024-03-02")],
)  # fmt: skip
def test_a_number_of_days_is_a_date_a_time_or_stays_a_number(number, text):
    assert date_text(number, since_1904=False) == text
