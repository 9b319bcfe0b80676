"""Cells of files that people download: a spreadsheet runs none of them as a formula."""

from defusedcsv import csv

from leads.sources.csv.values import FORMULA_STARTS, MISSED_STARTS


def csv_lines(rows):
    """A CSV file, line by line. An import reads its cells as they were: `clean` takes off what defused them."""
    # Excel takes a file without the mark for the local 8-bit encoding
    yield "\ufeff"
    writer = csv.writer(_Line())
    for row in rows:
        yield writer.writerow([defused(value, MISSED_STARTS) for value in row])


class _Line:
    """A file that hands back what is written to it."""

    def write(self, text):
        return text


def defused(value, starts=FORMULA_STARTS):
    """Text for a cell: an apostrophe keeps spreadsheets from running it as a formula."""
    return f"'{value}" if isinstance(value, str) and value.startswith(starts) else value
