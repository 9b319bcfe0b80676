"""Links behind the cells of a sheet, and which of them are the value that a column is about."""

import re
from contextlib import suppress
from itertools import takewhile
from typing import NamedTuple
from urllib.parse import unquote

from leads.sources.csv.columns import count_known, fields_of
from leads.sources.csv.xlsx.elements import ElementReader, attribute
from leads.sources.csv.xlsx.package import BROKEN
from leads.sources.csv.xlsx.sheet import column_number

LINK_FIELDS = frozenset(
    {"email", "secondary_email", "linkedin_url", "x_handle", "company_website", "company_linkedin", "post_url"}
)
VAGUE_FIELDS = frozenset({"bio", "headline", "notes", "keywords", "posts"})
CELL = re.compile(r"\$?([A-Z]+)\$?(\d+)(?::\$?([A-Z]+)\$?(\d+))?")
AREA_MAX = 10_000
PIECE = 1 << 20
BEGIN = re.compile(rb"<(?:\w+:)?hyperlinks[\s>]")
MARK_MAX = 64
# not “Nora.Lindt”, which ends like no domain
ADDRESS = re.compile(r"\S+@\S+|(?i:https?://|www\.)\S+|(?:[\w-]+\.)+[a-z]{2,}(?:/\S*)?")


def links_of_sheet(package, name):
    """Links by row, then by column."""
    targets = {
        key: relation.target for key, relation in package.relations(name).items() if relation.kind == "hyperlink"
    }
    if not targets:
        return {}
    found = {}

    def take(attributes):
        target = targets.get(next((value for key, value in attributes.items() if key.endswith(":id")), None))
        if target and (link := address_in(target)):
            for row, column in _cells(attribute(attributes, "ref") or ""):
                found.setdefault(row, {})[column] = link

    # what follows the list is not well-formed without what stood before it
    with suppress(*BROKEN), package.open(name) as stream:
        _read_list(stream, ElementReader(starts={"hyperlink": take}))
    return found


def _read_list(stream, reader):
    """The list stands behind the rows, which are not to be parsed for it."""
    rest = b""
    while piece := stream.read(PIECE):
        rest += piece
        if begin := BEGIN.search(rest):
            reader.parser.Parse(rest[begin.start() :])
            return reader.read_all(stream)
        rest = rest[-MARK_MAX:]


def _cells(reference):
    found = CELL.fullmatch(reference)
    if not found:
        return
    first, last = column_number(found[1]), column_number(found[3] or found[1])
    top, bottom = int(found[2]), int(found[4] or found[2])
    if (last - first + 1) * (bottom - top + 1) <= AREA_MAX:
        for row in range(top, bottom + 1):
            for column in range(first, last + 1):
                yield row, column


def address_in(target):
    """The address of a link; "" where it leads to no page and no mailbox."""
    if target.lower().startswith("mailto:"):
        return unquote(target[7:].partition("?")[0]).strip()
    return target.strip() if target.lower().startswith(("http://", "https://", "www.")) else ""


class LinkedColumns(NamedTuple):
    """`replaced`: columns whose links are the value. `added`: columns that get one with their links beside them.

    `header_rows` has the number of the row that names the column.
    """

    replaced: frozenset[int] = frozenset()
    added: tuple[int, ...] = ()
    header_rows: dict[int, int] = {}

    def applied(self, number, cells, links):
        if not (self.replaced or self.added):
            return cells
        for column in self.replaced & links.keys():
            if column >= len(cells):
                cells.extend([""] * (column + 1 - len(cells)))
            if not is_address(cells[column]):
                cells[column] = links[column]
        for column in self.added:
            if column < len(cells):
                name = f"{cells[column]} (link)" if number == self.header_rows[column] and cells[column] else ""
                cells.insert(column + 1, links.get(column, name))
        return cells


def linked_columns(rows):
    """Which columns the links in a sample of rows (number, cells, links) belong to."""
    replaced, added, header_rows = set(), [], {}
    for column in sorted({column for _, _, links in rows for column in links}):
        texts = [_text(cells, column) for _, cells, links in rows if column in links]
        header_rows[column], fields = _header(rows, column)
        # “View” in each row says nothing; “CEO” in each row may be true
        is_label = set(texts) == {""} or (len(texts) > 1 and len(set(texts)) == 1 and VAGUE_FIELDS.issuperset(fields))
        if is_label or LINK_FIELDS.intersection(fields):
            replaced.add(column)
        elif not all(map(is_address, texts)):
            added.append(column)
    return LinkedColumns(frozenset(replaced), tuple(reversed(added)), header_rows)


def _header(rows, column):
    """The number of the row above the links that knows most names of columns, and what this column may be by it."""
    above = list(takewhile(lambda row: column not in row[2], rows))
    number, cells, _ = max(above, key=lambda row: count_known(row[1]), default=(0, [], {}))
    return number, fields_of(_text(cells, column))


def _text(cells, column):
    return cells[column].strip() if column < len(cells) else ""


def is_address(text):
    text = text.strip()
    return bool(ADDRESS.fullmatch(text)) and not text.endswith(("…", "..."))
