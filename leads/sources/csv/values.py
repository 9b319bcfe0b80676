"""Cells: what is empty, what is text, and what an export of ours made of a formula."""

import json
import re

from autoreach.texts import UNWANTED

PLACEHOLDERS = frozenset(
    line.strip()
    for line in """
        n/a; n.a; n.a.; #n/a; na; null; nan; none; nil; undefined; blank; empty; unknown; tbd; tba; (blank); (null)
        (none); (empty); (unknown); <null>; <none>; [null]; [none]; \\n; nodata; no data; not available
        not applicable; not provided; not found; not specified; k.a.; k. a.; keine angabe; sin datos; s/d; n/d; nd
        non renseigné; inconnu; desconocido; unbekannt; #ref!; #value!; #name?; #div/0!; #null!; #num!; #error!
    """.replace(";", "\n").splitlines()
) - {""}
GIVEN_NAMES = frozenset({"Na", "Nan", "Nil"})
LONGEST_PLACEHOLDER = max(map(len, PLACEHOLDERS))
# defusedcsv lets these pass: white space before a formula, the signs of East Asian keyboards, numbers below zero.
# The last are no danger, but a cell that was text comes back as text.
MISSED_STARTS = ("-", "\t", "\r", "\n", "＝", "＋", "－", "＠")
FORMULA_STARTS = (*MISSED_STARTS, "=", "+", "@", "|", "%")
PHONE_LIST = re.compile(r"[;|\n]|,(?=\s*[+(\d])")
DIGITS_MIN, DIGITS_MAX, PHONE_MAX = 5, 20, 40
# what a spreadsheet made of a long number: its last digits are lost
ROUNDED = re.compile(r"\de\+?\d", re.IGNORECASE)
LIST_MARK = re.compile(r"[;|\n•]")
ITEM_MAX = 60
TEXT_FORMULA = re.compile(r'="(.*)"', re.DOTALL)


def clean(cell):
    """The cell's text; "" for placeholders such as N/A."""
    text = cell.strip()
    if "\0" in text or not text.isascii():
        text = UNWANTED.sub("", text).strip()
    if not text:
        return ""
    text = unwrapped(text)
    if len(text) <= LONGEST_PLACEHOLDER and _is_placeholder(text):
        return ""
    return text


def unwrapped(text):
    if text[0] not in "='":
        return text
    if wrapped := TEXT_FORMULA.fullmatch(text):
        return wrapped[1].replace('""', '"').strip()
    # as leads/interface/safe_cells.py writes what a spreadsheet would run
    bare = text[1:].replace(r"\|", "|") if text[0] == "'" else ""
    return bare if bare.startswith(FORMULA_STARTS) else text


def _is_placeholder(text):
    if not any(map(str.isalnum, text)):
        return not any(letter > "\x7f" for letter in text) or set(text) <= set("—–…·・－")
    return text.lower() in PLACEHOLDERS and text not in GIVEN_NAMES


def phone_of(cell):
    """The first phone number of a cell as it was written; "" where there is none to call."""
    text = clean(cell)
    for part in PHONE_LIST.split(text):
        number = " ".join(part.removesuffix(".0").split())
        digits = sum(map(str.isdecimal, number))
        if DIGITS_MIN <= digits <= DIGITS_MAX and len(number) <= PHONE_MAX and not ROUNDED.search(number):
            return number
    return ""


def comma_list(text):
    """A list as tools write it (`["a", "b"]`, `a;b`, `a | b`, a line for each) with commas; other text as it is."""
    items = _json_items(text) if text.startswith("[") else LIST_MARK.split(text)
    items = [item.strip() for item in items if item.strip()]
    if (len(items) < 2 and not text.startswith("[")) or any(len(item) > ITEM_MAX for item in items):
        return text
    return ", ".join(items)


def _json_items(text):
    try:
        items = json.loads(text)
    except ValueError:
        return [text]
    return [item if isinstance(item, str) else str(item) for item in items if not isinstance(item, dict | list)]
