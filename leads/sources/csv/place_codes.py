"""Codes of countries and states that look like a cell without a value."""

import re
from itertools import islice

from leads.sources.csv.values import clean

ROWS = 2000
CODE = re.compile(r"[A-Z]{2}")
MISTAKEN = {"country": {"NA": "Namibia"}, "state": {"ND": "North Dakota"}}


def codes_in(rows, mapping):
    """What the codes in a column stand for, by its index: where its other cells are codes too, and no other column
    of the table writes the same for an empty cell.
    """
    columns = {index: name.removeprefix("company_") for index, name in mapping.items()}
    columns = {index: MISTAKEN[name] for index, name in columns.items() if name in MISTAKEN}
    rows = [*map(tuple, islice(rows, ROWS))] if columns else []
    found = {index: _codes_of(index, meanings, rows) for index, meanings in columns.items()}
    return {index: meanings for index, meanings in found.items() if meanings}


def _codes_of(index, meanings, rows):
    cells = [row[index].strip() for row in rows if index < len(row)]
    others = [cell for cell in cells if cell not in meanings and clean(cell)]
    if not others or not all(map(CODE.fullmatch, others)):
        return {}
    written = {cell.strip() for row in rows for at, cell in enumerate(row) if at != index}
    return {code: meaning for code, meaning in meanings.items() if code in cells and code not in written}
