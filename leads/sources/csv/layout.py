"""How a delimited text is written: what separates, quotes and escapes its cells."""

import csv
import re
from collections import Counter
from dataclasses import dataclass, replace

from leads.sources.csv.columns import count_known

DELIMITERS = (",", ";", "\t", "|", "^", "~", "\x1f")
SEPARATOR_LINE = re.compile(r"\"?sep=(.)\"?;*\s*", re.IGNORECASE)
SAMPLE_RECORDS = 200


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
        layout, _ = _best_layout(lines[1:], (announced[1],))
        return replace(layout, skip_lines=1)
    layout, score = _best_layout(lines, DELIMITERS)
    if score < (2, 0.0) and (unwrapped := _without_outer_quotes(lines)):
        inner, inner_score = _best_layout(unwrapped, DELIMITERS)
        if inner_score > score:
            return replace(inner, whole_rows_quoted=True)
    return layout


def _best_layout(lines, delimiters):
    text = "".join(lines)
    layouts = [_quoting(lines, text, delimiter) for delimiter in delimiters if delimiter in text]
    measured = [_measured(lines, layout) for layout in layouts or [Layout(delimiters[0])]]
    layout, score = max(measured, key=lambda pair: pair[1])
    return (layout, score) if score > (0, 0.0) else (Layout(delimiters[0]), score)


def _measured(lines, layout):
    """The layout with its usual width, and its score: known column names, then even rows."""
    rows = [row for row in sample_rows(lines, layout) if any(cell.strip() for cell in row)]
    known = max((count_known(row) for row in rows[:50]), default=0)
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return layout, (known, 0.0)
    width, count = max(widths.items(), key=lambda item: (item[1], item[0]))
    return replace(layout, width=width), (known, count / len(rows) * (1 - 1 / width))


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
