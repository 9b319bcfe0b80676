"""Dates as exports write them."""

import re
from collections import Counter
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache

from dateutil import parser

from leads.sources.csv.values import clean

TEXT_MAX = 100
NUMERIC = re.compile(r"(\d{1,4})([-/.])(\d{1,4})(?:[-/.](\d{1,4}))?(?:[t ,].*)?")
DURATION = re.compile(r"(\d+)\s*\+?\s*(y|m)", re.IGNORECASE)
WORD = re.compile(r"[^\W\d_]+")
UNTIL_YEAR = re.compile(r".*?(?<![+\d])(?:19|20)\d\d(?!\d)")
EXCEL_EPOCH = date(1899, 12, 30)
NO_YEAR = datetime(1, 1, 1)
# fewer proofs than this share against an order are slips of a pen
SLIPS_MAX = 0.1
OPEN = "open"
# a date that lies in the future is noted under its field with this ending
AHEAD = "_ahead"
# tomorrow has begun elsewhere
ELSEWHERE = timedelta(days=1)


class MonthNames(parser.parserinfo):
    MONTHS = [
        tuple(names.split())
        for names in (
            "jan january januar janvier enero janeiro gennaio januari",
            "feb february februar fevrier février febrero fevereiro febbraio februari",
            "mar march märz maerz mars marzo março maart",
            "apr april avril abril aprile",
            "may mai mayo maio maggio mei",
            "jun june juni juin junio junho giugno",
            "jul july juli juillet julio julho luglio",
            "aug august août aout agosto augustus",
            "sep sept september septembre septiembre setembro settembre",
            "oct okt october oktober octobre octubre outubro ottobre",
            "nov november novembre noviembre novembro",
            "dec dez dic december dezember décembre diciembre dezembro dicembre",
        )
    ]


NAMES = MonthNames()
READER = parser.parser(NAMES)


@dataclass(frozen=True)
class DateOrder:
    """Whether the day stands before the month in a column; None where its values contradict each other.

    `assumed` is a date that could be meant otherwise, where no value of the column tells how.
    """

    slashed_day_first: bool | None = False
    dotted_day_first: bool = True
    assumed: str = ""


USUAL = DateOrder()
DAY_FIRST = DateOrder(slashed_day_first=True)


def parse_date(text, order=USUAL):
    """A date from `2024-03-01`, `03/2024`, `March 1, 2024`, `1. März 2024`, `2024` or a spreadsheet's day number."""
    text = text.strip().lower()
    if text.isdecimal():
        return _of_number(int(text)) if len(text) <= 5 else None
    if numeric := NUMERIC.fullmatch(text):
        return _of_numbers(numeric, order)
    return _of_words(text) if len(text) <= TEXT_MAX else None


def date_in(cell, *, order=USUAL):
    return parse_date(clean(cell), order)


def past_date_in(cell, *, today, order=USUAL):
    """None for a date that lies in the future too: nothing was written or begun then."""
    day = date_in(cell, order=order)
    return None if day and is_ahead(day, today) else day


def is_ahead(day, today):
    return day > today + ELSEWHERE


def unread_date(field, text, *, today, order=USUAL):
    """The name under which a date that does not count is noted."""
    day = date_in(text, order=order)
    return field + AHEAD if day and is_ahead(day, today) else field


def started_before(duration, today):
    """The first day of a role held for `2 years 1 month`."""
    parts = {unit.lower(): int(number) for number, unit in DURATION.findall(duration)}
    if not parts:
        return None
    months = parts.get("y", 0) * 12 + parts.get("m", 0)
    return today - timedelta(days=round(months * 30.44)) if months <= 1200 else None


def orders_in(rows, indexes):
    """The DateOrder of each column in `indexes`, by all values it has in `rows`."""
    proofs, open_dates = {index: Counter() for index in indexes}, {}
    for cells in rows:
        for index, counter in proofs.items():
            if index < len(cells):
                counter[shown := proof(cells[index])] += 1
                if shown == OPEN:
                    open_dates.setdefault(index, clean(cells[index]))
    return {index: order_of(counter, open_dates.get(index, "")) for index, counter in proofs.items()}


@lru_cache(maxsize=10_000)
def proof(cell):
    """(is dotted, day first) of a date that can be read in one way only: `25/03/2024`. OPEN for `03/04/2024`."""
    numeric = NUMERIC.fullmatch(clean(cell).lower())
    if not numeric or not numeric[4]:
        return None
    first, second = int(numeric[1]), int(numeric[3])
    lower, higher = sorted((first, second))
    if lower < 1 or higher > 31:
        return None
    if lower <= 12 < higher:
        return numeric[2] == ".", first > 12
    return OPEN if lower < higher <= 12 and numeric[2] != "." else None


def order_of(proofs, open_date):
    """A way of writing that proves nothing by itself follows the other, then what is usual for it."""
    slashed, dotted = ({first: proofs[is_dotted, first] for first in (True, False)} for is_dotted in (False, True))
    # a dotted date says by itself that the day comes first, a slashed one does not
    dotted_day_first = _majority(dotted) is not False
    if any(slashed.values()):
        return DateOrder(_majority(slashed), dotted_day_first)
    return DateOrder(_majority(dotted) is True, dotted_day_first, "" if any(dotted.values()) else open_date)


def _majority(counts):
    """True or False where nearly all proofs say so; None where they contradict each other, or there is none."""
    most = max(counts, key=counts.get)
    return most if counts[not most] < SLIPS_MAX * counts[most] else None


def _of_number(number):
    if 1950 <= number <= 2100:
        return date(number, 1, 1)
    return EXCEL_EPOCH + timedelta(days=number) if 20_000 <= number <= 60_000 else None


def _of_numbers(numeric, order):
    first, second, third = (int(part) if part else None for part in numeric.group(1, 3, 4))
    if third is None:
        return _date(max(first, second), min(first, second), 1) if max(first, second) > 31 else None
    if first > 31:
        return _date(first, second, third)
    year = NAMES.convertyear(third)
    if first > 12 or second > 12:
        return _date(year, min(first, second), max(first, second))
    day_first = order.dotted_day_first if numeric[2] == "." else order.slashed_day_first
    if day_first is None:
        return None
    return _date(year, second, first) if day_first else _date(year, first, second)


def _of_words(text):
    beginning = UNTIL_YEAR.match(text)
    # of `Mar 2020 – May 2022` the beginning alone is a date
    text = next(filter(_names_a_month, [beginning[0], text] if beginning else [text]), "")
    try:
        found = READER.parse(text, default=NO_YEAR, ignoretz=True, fuzzy=True)
    except (ValueError, OverflowError):
        return None
    return found.date() if found.year != NO_YEAR.year else None


def _names_a_month(text):
    return any(map(NAMES.month, WORD.findall(text)))


def _date(year, month, day):
    try:
        return date(year, month, day)
    except ValueError:
        return None
