"""A first look at an uploaded file: how it is written, what its columns hold, and whether people are in it."""

from dataclasses import dataclass, field
from itertools import islice

from leads.sources.csv.column_values import columns_of
from leads.sources.csv.columns import count_known
from leads.sources.csv.errors import UnreadableFile
from leads.sources.csv.header_rows import with_groups
from leads.sources.csv.limits import COLUMNS_MAX, too_many_columns
from leads.sources.csv.mapping import problem_of, propose
from leads.sources.csv.signatures import is_workbook
from leads.sources.csv.text_files import TextFile
from leads.sources.csv.values import clean
from leads.sources.csv.xlsx.workbook import Workbook

HEADER_ROWS = 60
SAMPLE_ROWS = 300
LOOK_AHEAD = 50_000
SAMPLES_SHOWN = 3
SAMPLE_LENGTH = 120
ROW_SHOWN = 60


@dataclass
class InspectedColumn:
    index: int
    header: str
    samples: list[str]
    field: str = ""


@dataclass
class Inspection:
    """`error` is the sentence a person sees when the file cannot be imported as it is."""

    encoding: str = ""
    delimiter: str | None = ","
    sheet: str = ""
    header: list[str] = field(default_factory=list)
    header_line: int = 0
    columns: list[InspectedColumn] = field(default_factory=list)
    error: str | None = None

    @property
    def mapping(self):
        """Field by column index."""
        return {column.index: column.field for column in self.columns if column.field}


def open_table(file):
    """The rows of a CSV or XLSX file; raises UnreadableFile."""
    return Workbook(file) if is_workbook(file) else TextFile(file)


def inspect(file):
    """Never raises for what is in the file: `error` says what is wrong with it."""
    try:
        table = open_table(file)
    except UnreadableFile as error:
        return Inspection(encoding=error.encoding, error=str(error))
    found = Inspection(encoding=table.encoding, delimiter=table.delimiter, sheet=getattr(table, "sheet", ""))
    try:
        _inspect_rows(table, found)
    except UnreadableFile as error:
        found.error = str(error)
    return found


def _inspect_rows(table, found):
    rows = table.rows()
    beginning = [(line, cells) for line, cells, _ in islice(rows, HEADER_ROWS)]
    if any(len(cells) > COLUMNS_MAX for _, cells in beginning):
        raise too_many_columns()
    if not any(any(map(str.strip, cells)) for _, cells in beginning):
        raise UnreadableFile("The file holds no text, only empty lines.")
    position = _header_position([cells for _, cells in beginning])
    if position is None:
        width = max(len(cells) for _, cells in beginning)
        found.header = [f"Column {number}" for number in range(1, width + 1)]
        data = beginning
    else:
        found.header_line, found.header = beginning[position]
        if position:
            found.header = with_groups(found.header, beginning[position - 1][1])
        data = beginning[position + 1 :]
    sample = [cells for _, cells in data if any(cells)]
    for _, cells, _ in islice(rows, LOOK_AHEAD):
        if len(sample) >= SAMPLE_ROWS:
            break
        if any(cells):
            sample.append(cells)
    if not sample:
        raise UnreadableFile(_no_rows(found.header))
    _describe_columns(found, sample)


def _no_rows(header):
    """There is nothing to map by hand: one row alone is no table, whatever it says."""
    if count_known(header):
        return "The file has column names but no rows."
    words = " ".join(" ".join(header).split())
    return f"The file holds a single row, “{words[:ROW_SHOWN]}{'…' if len(words) > ROW_SHOWN else ''}”, and no people."


def _describe_columns(found, sample):
    width = max(map(len, [found.header, *sample]))
    header = found.header + [""] * (min(width, len(found.header) + 5) - len(found.header))
    columns = columns_of(header, sample)
    mapping = propose(columns)
    found.columns = [
        InspectedColumn(
            column.index,
            column.header,
            [value[:SAMPLE_LENGTH] for value in dict.fromkeys(column.values)][:SAMPLES_SHOWN],
            mapping.get(column.index, ""),
        )
        for column in columns
    ]
    found.error = problem_of(mapping, found.header)


def _header_position(rows):
    """The row that names the columns: the one with most known names; None where the first row is data already."""
    known = [count_known(cells) for cells in rows]
    best = max(known)
    width = max(len(cells) for cells in rows)
    if best >= 2:
        return known.index(best)
    if best == 1:
        position = known.index(1)
        filled = sum(bool(cell.strip()) for cell in rows[position])
        if position == 0 or filled * 2 > width:
            return position
    first = next(position for position, cells in enumerate(rows) if any(map(clean, cells)) or position == len(rows) - 1)
    return None if any(map(_is_data, rows[first])) else first


def _is_data(cell):
    text = cell.strip()
    return "@" in text or "://" in text or text.replace(".", "").replace("-", "").isdecimal()
