"""Rows of an .xlsx workbook, streamed.

An own reader, because those that are to be had keep a whole sheet in memory or stop at what others read past: a
damaged font, names of Strict Open XML, backslashes in the names of parts. None gives the link behind a cell as well.
"""

from itertools import islice
from typing import NamedTuple

from leads.sources.csv.columns import count_known
from leads.sources.csv.errors import UnreadableFile
from leads.sources.csv.xlsx.elements import ElementReader, attribute
from leads.sources.csv.xlsx.links import linked_columns, links_of_sheet
from leads.sources.csv.xlsx.package import Package, read_part
from leads.sources.csv.xlsx.sheet import Book, rows_of_sheet
from leads.sources.csv.xlsx.styles import date_styles
from leads.sources.csv.xlsx.texts import shared_texts

HEADER_ROWS = 30
SAMPLE_ROWS = 300


class Sheet(NamedTuple):
    title: str
    part: str
    is_visible: bool


class Workbook:
    kind = "xlsx"
    encoding = "xlsx"
    delimiter = None

    def __init__(self, file):
        self.package = Package(file)
        self.package.refuse_bomb()
        sheets, self.book = self._contents()
        if not sheets:
            raise UnreadableFile("This workbook has no sheet.")
        visible = [sheet for sheet in sheets if sheet.is_visible] or sheets
        self.chosen = visible[0] if len(visible) == 1 else max(visible, key=self._known_columns)
        self.sheet = self.chosen.title
        self.links = links_of_sheet(self.package, self.chosen.part)
        self.linked = linked_columns(list(islice(self._linked_rows(), SAMPLE_ROWS)))

    def rows(self):
        """Yields (row number, cells, problem); empty rows are no rows."""
        for number, cells, links in self._linked_rows():
            yield number, self.linked.applied(number, cells, links), None

    def _linked_rows(self):
        for number, cells, links in self._read(self.chosen):
            yield number, cells, links | self.links.get(number, {}) if self.links else links

    def _read(self, sheet):
        return rows_of_sheet(self.package, sheet.part, sheet.title, self.book)

    def _known_columns(self, sheet):
        return max((count_known(cells) for _, cells, _ in islice(self._read(sheet), HEADER_ROWS)), default=0)

    def _contents(self):
        name = self.package.workbook()
        relations = self.package.relations(name)
        parts = {relation.kind: relation.target for relation in relations.values()}
        found, settings = [], {}

        def note_sheet(attributes):
            number = len(found) + 1
            relation = relations.get(next((value for key, value in attributes.items() if key.endswith(":id")), None))
            part = relation.target if relation else f"xl/worksheets/sheet{number}.xml"
            title = attribute(attributes, "name") or f"Sheet{number}"
            found.append((relation, Sheet(title, part, attributes.get("state", "visible") == "visible")))

        starts = {"sheet": note_sheet, "workbookPr": settings.update}
        read_part(self.package, name, ElementReader(starts=starts))
        sheets = [
            sheet
            for relation, sheet in found
            if sheet.part in self.package and (not relation or relation.kind == "worksheet")
        ]
        book = Book(
            texts=shared_texts(self.package, parts.get("sharedStrings", "xl/sharedStrings.xml")),
            date_styles=date_styles(self.package, parts.get("styles", "xl/styles.xml")),
            since_1904=settings.get("date1904") in ("1", "true"),
        )
        return sheets, book
