"""Tables as the import reads them."""

import io
from datetime import date
from itertools import zip_longest

from leads.sources.csv.inspection import inspect, open_table
from leads.sources.csv.people_reader import PeopleReader
from leads.sources.csv.place_codes import codes_in
from leads.sources.csv.posts_reader import PostsReader
from leads.sources.csv.row_checks import RowChecks
from leads.sources.csv.staging import FORM, RECORD


def opened(content):
    return io.BytesIO(content.encode() if isinstance(content, str) else content)


def inspected(content):
    return inspect(opened(content))


def fields_by_name(content):
    """The field of each column that has one, by the column's name."""
    columns = inspected(content).columns
    return {column.header or f"Column {column.index + 1}": column.field for column in columns if column.field}


def rows_of(content):
    return list(open_table(opened(content)).rows())


def cells_of(content):
    return [cells for _, cells, _ in rows_of(content)]


def people_in(text):
    """What every row of the file becomes: the filled fields of a record, or the reason against it."""
    found = inspected(text)
    rows = [cells for line, cells, _ in rows_of(text) if line > found.header_line]
    codes = codes_in(rows, found.mapping)
    reader = PeopleReader(found.mapping, found.header, FORM, today=date(2026, 11, 21), codes=codes)
    people = reader.read(dict(enumerate(zip_longest(*rows, fillvalue=""))), len(rows))
    posts, _ = PostsReader(found.mapping, {}).read(rows)
    checks = RowChecks(found.mapping, found.header)
    answers = []
    for position, (cells, wrote) in enumerate(zip(rows, posts, strict=True)):
        record, reason = {name: values[position] for name, values in people.columns.items()}, ""
        if position in people.doubtful:
            record, reason = checks.check(cells, record)
        answers.append(reason or filled(record | {"posts": wrote}))
    return answers


def filled(record):
    return {name: record[name] for name in RECORD if record[name] and record[name] != "[]"}
