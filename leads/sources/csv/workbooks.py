"""Rows of an .xlsx workbook, streamed."""

import datetime
import warnings
import zipfile

from leads.sources.csv.columns import count_known
from leads.sources.csv.errors import UnreadableFile

UNPACKED_MAX = 256 << 20
STRINGS_MAX = 128 << 20
RATIO_MAX = 200
COLUMNS_MAX = 4000
HEADER_ROWS = 30


class Workbook:
    kind = "xlsx"
    encoding = "xlsx"
    delimiter = None

    def __init__(self, file):
        self.file = file
        _refuse_bomb(file)
        self.sheet = self._sheet_with_people()

    def rows(self):
        """Yields (row number, cells, problem); empty rows are no rows."""
        book = self._open()
        try:
            yield from _rows(book[self.sheet])
        finally:
            book.close()

    def _open(self):
        import openpyxl  # slow to load, and few processes read a workbook

        self.file.seek(0)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # openpyxl warns of styles and validations it leaves out
                return openpyxl.load_workbook(self.file, read_only=True, data_only=True, keep_links=False)
        except Exception as error:  # whatever a damaged or hostile package makes its parsers raise
            raise UnreadableFile("This workbook is damaged. Save it again and retry.") from error

    def _sheet_with_people(self):
        book = self._open()
        try:
            sheets = [sheet for sheet in book.worksheets if sheet.sheet_state == "visible"] or book.worksheets
            if not sheets:
                raise UnreadableFile("This workbook has no sheet.")
            return max(sheets, key=_known_columns).title
        finally:
            book.close()


def _known_columns(sheet):
    found = 0
    for position, (_, cells, _) in enumerate(_rows(sheet)):
        found = max(found, count_known(cells))
        if position == HEADER_ROWS:
            break
    return found


def _rows(sheet):
    sheet.reset_dimensions()
    try:
        # asked for a number of columns, the reader fills up every row to it
        for number, values in enumerate(sheet.iter_rows(values_only=True), start=1):
            cells = [_text(value) for value in values[:COLUMNS_MAX]]
            while cells and not cells[-1]:
                cells.pop()
            if cells:
                yield number, cells, None
    except UnreadableFile:
        raise
    except Exception as error:  # damaged XML shows only while it is read
        raise UnreadableFile(f"Sheet “{sheet.title}” is damaged and cannot be read to its end.") from error


def _text(value):
    if value is None:
        return ""
    if isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "TRUE" if value else "FALSE"
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, datetime.date | datetime.time) else str(value)


def _refuse_bomb(file):
    """The sizes a zip file announces are those its reader enforces."""
    parts = zipfile.ZipFile(file).infolist()
    unpacked = sum(part.file_size for part in parts)
    packed = sum(part.compress_size for part in parts) or 1
    strings = max((part.file_size for part in parts if part.filename == "xl/sharedStrings.xml"), default=0)
    too_dense = unpacked > 50 << 20 and unpacked > RATIO_MAX * packed
    if unpacked > UNPACKED_MAX or strings > STRINGS_MAX or too_dense:
        raise UnreadableFile("This workbook unpacks to too much data. Save the sheet as CSV and import that.")
