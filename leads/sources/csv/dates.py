"""Dates as exports write them."""

import re
from datetime import date, timedelta
from functools import lru_cache

MONTHS = {
    name: number
    for number, names in enumerate(
        (
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
        ),
        start=1,
    )
    for name in names.split()
}
NUMERIC = re.compile(r"(\d{1,4})[-/.](\d{1,4})(?:[-/.](\d{1,4}))?(?:[t ].*)?")
DURATION = re.compile(r"(\d+)\s*\+?\s*(y|m)", re.IGNORECASE)
EXCEL_EPOCH = date(1899, 12, 30)


@lru_cache(maxsize=10_000)
def parse_date(text):
    """A date from `2024-03-01`, `03/2024`, `March 1, 2024`, `1. März 2024`, `2024` or a spreadsheet's day number."""
    text = text.strip().lower()
    if text.isdecimal():
        return _of_number(int(text))
    if numeric := NUMERIC.fullmatch(text):
        return _of_numbers(*(int(part) for part in numeric.groups() if part))
    words = re.findall(r"[^\W\d_]+|\d+", text)
    month = next((MONTHS[word] for word in words if word in MONTHS), None)
    year = next((int(word) for word in words if word.isdecimal() and len(word) == 4), None)
    day = next((int(word) for word in words if word.isdecimal() and len(word) <= 2), 1)
    return _date(year, month, day) if month and year else None


def started_before(duration, today):
    """The first day of a role held for `2 years 1 month`."""
    parts = {unit.lower(): int(number) for number, unit in DURATION.findall(duration)}
    if not parts:
        return None
    months = parts.get("y", 0) * 12 + parts.get("m", 0)
    return today - timedelta(days=round(months * 30.44)) if months <= 1200 else None


def _of_number(number):
    if 1950 <= number <= 2100:
        return date(number, 1, 1)
    return EXCEL_EPOCH + timedelta(days=number) if 20_000 <= number <= 60_000 else None


def _of_numbers(first, second, third=None):
    if third is None:
        return _date(max(first, second), min(first, second), 1) if max(first, second) > 31 else None
    if first > 31:
        return _date(first, second, third)
    year = third + 2000 if third < 100 else third
    month, day = (second, first) if first > 12 else (first, second)
    return _date(year, month, day)


def _date(year, month, day):
    try:
        return date(year, month, day)
    except ValueError:
        return None
