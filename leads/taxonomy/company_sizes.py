"""Company sizes: what "11-50", "1,001+" or "self-employed" mean."""

import re

_RANGE = re.compile(r"(\d[\d.,'\s]*\d|\d)\s*(k\b|m\b|\+)?", re.I)
_SPACED_THOUSANDS = re.compile(r"(?<=\d)[,.' \u00a0\u202f](?=\d{3}(?!\d))")
UNBOUNDED = 10**9


def size_range(text) -> tuple[int, int] | None:
    """(smallest, largest) number of employees: "11-50", "51 to 200", "1,001+", "76", "10k+", "self-employed"."""
    plain = _SPACED_THOUSANDS.sub("", text or "")
    if re.search(r"\b(?:self[- ]employed|just me|solo)\b", plain, re.I):
        return 1, 1
    numbers = [scaled(*match.groups()) for match in _RANGE.finditer(plain)][:2]
    if not numbers:
        return None
    if len(numbers) == 2:
        return min(numbers), max(numbers)
    (number,) = numbers
    if re.search(r"\+|\b(?:more than|over|above|at least|from|or more|and up)\b|>", plain, re.I):
        return number, UNBOUNDED
    if re.search(r"\b(?:less than|fewer than|under|below|up to|at most|max)\b|<", plain, re.I):
        return 1, number
    return number, number


def scaled(digits, unit) -> int:
    number = float(re.sub(r"[,'\s]", "", digits).rstrip(".") or 0)
    return int(number * {"k": 1_000, "m": 1_000_000}.get((unit or "").lower(), 1))
