"""How a delimited text is written: what separates, quotes and escapes its cells."""

import csv
import re
from collections import Counter
from dataclasses import dataclass, replace
from typing import NamedTuple

from leads.sources.csv.columns import count_known
from leads.sources.csv.limits import COLUMNS_MAX

DELIMITERS = (",", ";", "\t", "|", "^", "~", "\x1f")
ADDRESS = re.compile(r"\s*[^\s@,;|]+@[^\s@,;|]+\.[a-z]+\s*", re.IGNORECASE)
SEPARATOR_LINE = re.compile(r"\"?sep=(.)\"?;*\s*", re.IGNORECASE)
# stands in no text
NO_DELIMITER = "\x1e"
SAMPLE_RECORDS = 200
HEADER_ROWS = 50
# a name of a column weighs as much as so large a share of even rows
NAME_WORTH = 0.15
NAMES_COUNTED = 4
CLUE_WORTH = 0.1
MOST = 0.9
PARTS_OF_NAME = 3
PARTS_OF_TEXT = 6


@dataclass(frozen=True)
class Layout:
    delimiter: str = ","
    quote: str = '"'
    escape: str | None = None
    has_text_formulas: bool = False
    whole_rows_quoted: bool = False
    skip_lines: int = 0
    width: int = 0

    @property
    def csv_options(self):
        return {
            "delimiter": self.delimiter,
            "quotechar": self.quote,
            "escapechar": self.escape,
            "doublequote": True,
            "skipinitialspace": True,
        }


def detect_layout(lines):
    """`lines` is the beginning of the file, line ends included."""
    announced = SEPARATOR_LINE.fullmatch(lines[0]) if lines else None
    if announced:
        return replace(_best_measure(lines[1:], (announced[1],)).layout, skip_lines=1)
    best = _best_measure(lines, DELIMITERS)
    if best.known < 2 and (unwrapped := _without_outer_quotes(lines)):
        inner = _best_measure(unwrapped, DELIMITERS)
        if inner.score > best.score and not _quote_of_one_column(unwrapped, inner):
            return replace(inner.layout, whole_rows_quoted=True)
    if best.known < 2 and (quote := _quote_of_one_column(lines, best)):
        return Layout(NO_DELIMITER, quote, width=1)
    return best.layout


class Measure(NamedTuple):
    """How well a layout fits.

    `known` is the number of column names it finds; the others are shares: of rows that are as wide as most and quoted
    well, of rows with a cell that is an address and nothing else, and of delimiters that a space follows, as in prose.
    """

    layout: Layout
    known: int = 0
    even: float = 0.0
    addressed: float = 0.0
    spaced: float = 0.0

    @property
    def score(self):
        """Even rows decide. Names count beside them: a title like “Name, company and city” holds some as well."""
        named = min(self.known, NAMES_COUNTED) * NAME_WORTH
        return self.even + named + self.addressed * CLUE_WORTH - self.spaced * CLUE_WORTH, self.layout.width


def _best_measure(lines, delimiters):
    text = "".join(lines)
    layouts = [_quoting(lines, text, delimiter) for delimiter in delimiters if delimiter in text]
    measured = [
        _measured(lines, layout)._replace(spaced=text.count(f"{layout.delimiter} ") / text.count(layout.delimiter))
        for layout in layouts
    ]
    return max(measured, key=lambda measure: measure.score, default=Measure(Layout(delimiters[0])))


def _measured(lines, layout):
    rows = [row[: COLUMNS_MAX + 1] for row in sample_rows(lines, layout) if any(cell.strip() for cell in row)]
    names = [count_known(row) for row in rows[:HEADER_ROWS]]
    known = max(names, default=0)
    table = rows[names.index(known) :] if known > 1 else rows
    widths = Counter(len(row) for row in table if len(row) > 1)
    if not widths:
        return Measure(layout, known)
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    well_quoted = 1 - _malformed(lines, layout) / len(lines)
    addressed = sum(any(map(ADDRESS.fullmatch, row)) for row in table) / len(table)
    return Measure(replace(layout, width=width), known, count / len(table) * well_quoted, addressed)


def _quote_of_one_column(lines, best):
    """The quotation mark of a file whose first row names one column; None where the rows below are of more.

    Commas below are then part of the text, as in “Last, First”.
    """
    rows = [row for row in sample_rows(lines, best.layout) if any(map(str.strip, row))]
    if len(rows) < 2 or len(rows[0]) > 1 or not count_known(rows[0]):
        return None
    below = [row for row in rows[1:] if len(row) > 1]
    # commas of a text come in any number, those between columns in one
    parts = PARTS_OF_TEXT if len({*map(len, rows[1:])}) > 1 else PARTS_OF_NAME
    texts = sum(len(row) <= parts and all(map(_is_text, row)) for row in below)
    return best.layout.quote if below and texts >= len(below) * MOST else None


def _is_text(cell):
    return any(map(str.isalpha, cell)) and not any(mark in cell for mark in ("@", "://", "www."))


def sample_rows(lines, layout):
    rows = []
    reader = csv.reader(iter(lines), **layout.csv_options)
    try:
        for row in reader:
            rows.append(row)
            if len(rows) == SAMPLE_RECORDS:
                break
    except csv.Error:
        pass  # what was read so far is sample enough
    return rows


def _quoting(lines, text, delimiter):
    around = re.escape(delimiter)
    counts = {
        quote: min(
            len(re.findall(rf"(?:^|{around})[ \t]*{quote}", text, re.MULTILINE)),
            len(re.findall(rf"{quote}[ \t]*(?={around}|\r|$)", text, re.MULTILINE)),
        )
        for quote in ('"', "'")
    }
    quote = "'" if counts["'"] > counts['"'] and counts["'"] * 2 >= len(lines) else '"'
    plain = Layout(delimiter, quote)
    has_text_formulas = bool(re.search(rf'(?:^|{around})="', text, re.MULTILINE))
    if has_text_formulas:
        return Layout(delimiter, quote, has_text_formulas=True)
    escaped = Layout(delimiter, quote, escape="\\")
    if f"\\{quote}" in text and _malformed(lines, escaped) < _malformed(lines, plain):
        return escaped
    return plain


def _malformed(lines, layout):
    return sum(not _is_strict(line, layout) for line in lines[:SAMPLE_RECORDS] if layout.quote in line)


def _is_strict(line, layout):
    try:
        list(csv.reader([line], strict=True, **layout.csv_options))
    except csv.Error:
        return False
    return True


def _without_outer_quotes(lines):
    """Rows pasted into one column come back as one quoted cell a line, each holding a whole row."""
    rows = sample_rows(lines, Layout())
    if not rows or max(map(len, rows)) > 1:
        return []
    return [f"{row[0]}\n" for row in rows if row and row[0].strip()]
