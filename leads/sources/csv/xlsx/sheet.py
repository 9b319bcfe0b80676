"""The rows of one sheet, streamed: memory does not grow with the sheet."""

import re
from typing import NamedTuple

from leads.sources.csv.errors import UnreadableFile
from leads.sources.csv.limits import CELLS_MAX, COLUMNS_MAX, ROWS_MAX, too_many_cells, too_many_columns, too_many_rows
from leads.sources.csv.xlsx.elements import TextReader
from leads.sources.csv.xlsx.package import BROKEN
from leads.sources.csv.xlsx.styles import date_text
from leads.sources.csv.xlsx.texts import SharedTexts, unescaped

DIGITS = "0123456789"
LINK_FORMULA = re.compile(r'\s*HYPERLINK\(\s*"((?:[^"]|"")+)"', re.IGNORECASE)
DIGITS_SHOWN = 15


class Book(NamedTuple):
    """What the cells of every sheet refer to."""

    texts: SharedTexts
    date_styles: frozenset[str]
    since_1904: bool


class SheetReader(TextReader):
    """Collects rows as (number, cells, links by column), with the rows that hold nothing left out."""

    def __init__(self, title, book):
        super().__init__(
            starts={
                "row": self._begin_row,
                "c": self._begin_cell,
                "v": self._begin_text,
                "f": self._begin_formula,
            },
            ends={
                "row": self._end_row,
                "c": self._end_cell,
                "v": self._end_text,
                "f": self._end_formula,
                "sheetData": self._finish,
            },
        )
        self.title, self.book = title, book
        self.rows, self.number, self.rows_seen, self.cells_seen = [], 0, 0, 0
        self.cells, self.links = [], {}
        self.columns = {}
        self.values = {
            "s": self._shared,
            "str": unescaped,
            "inlineStr": unescaped,
            "b": lambda text: {"1": "TRUE", "0": "FALSE"}.get(text, text),
            "d": day_or_moment,
            "e": str,
        }

    def _begin_row(self, attributes):
        self.rows_seen += 1
        self.number = _whole(attributes["r"]) if "r" in attributes else self.number + 1
        if self.number > ROWS_MAX or self.rows_seen > ROWS_MAX:
            raise too_many_rows(self.title)
        self.cells, self.links = [], {}

    def _end_row(self):
        cells = self.cells
        while cells and not cells[-1] and len(cells) - 1 not in self.links:
            cells.pop()
        self.cells_seen += len(cells)
        if self.cells_seen > CELLS_MAX:
            raise too_many_cells(self.title)
        if cells:
            self.rows.append((self.number, cells, self.links))

    def _begin_cell(self, attributes):
        cells = self.cells
        if "r" in attributes:
            letters = attributes["r"].rstrip(DIGITS)
            column = self.columns.get(letters)
            if column is None:
                column = self.columns[letters] = column_number(letters)
            if column > len(cells):
                cells.extend([""] * (column - len(cells)))
        else:
            column = len(cells)
        if column >= COLUMNS_MAX:
            raise too_many_columns()
        self.column = column
        self.kind, self.style = attributes.get("t", "n"), attributes.get("s")
        self.pieces = []

    def _begin_formula(self, attributes):
        self.is_within = True

    def _end_formula(self):
        self.is_within = False
        if found := LINK_FORMULA.match("".join(self.pieces)):
            self.links[self.column] = found[1].replace('""', '"')
        self.pieces = []

    def _end_cell(self):
        pieces, cells = self.pieces, self.cells
        value = ""
        if pieces:
            text = pieces[0] if len(pieces) == 1 else "".join(pieces)
            read = self.values.get(self.kind)
            value = read(text) if read else self._number(text)
        if self.column < len(cells):
            cells[self.column] = value
        else:
            cells.append(value)

    def _finish(self):
        self.is_done = True

    def _shared(self, text):
        return self.book.texts[_whole(text)]

    def _number(self, text):
        if self.style in self.book.date_styles:
            return date_text(text, since_1904=self.book.since_1904)
        return number_text(text)


def _whole(text):
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def column_number(letters):
    """0 for A, 26 for AA."""
    number = 0
    for letter in letters.lstrip("$").upper():
        if not "A" <= letter <= "Z" or number > COLUMNS_MAX:
            raise too_many_columns() if number > COLUMNS_MAX else ValueError(letters)
        number = number * 26 + ord(letter) - ord("A") + 1
    return max(number - 1, 0)


def number_text(text):
    """The number without what makes it a float: `12.0` and `1.2E1` are 12."""
    if text.isdecimal():
        return text
    try:
        number = float(text)
    except ValueError:
        return text
    if number.is_integer() and abs(number) < 10**DIGITS_SHOWN:
        return str(int(number))
    return f"{number:.{DIGITS_SHOWN}g}"


def day_or_moment(text):
    """As Strict Open XML writes dates: `2024-03-01T00:00:00.000Z`."""
    day, _, moment = text.partition("T")
    return text if moment.strip("0:.Z") else day


def rows_of_sheet(package, name, title, book):
    """Yields (number, cells, links by column) of the rows that hold anything."""
    sheet = SheetReader(title, book)
    try:
        with package.open(name) as stream:
            for _ in sheet.read(stream):
                rows, sheet.rows = sheet.rows, []
                yield from rows
    except BROKEN as error:
        raise UnreadableFile(f"Sheet “{title}” is damaged and cannot be read to its end.") from error
