"""E-mail addresses and phone numbers in texts that workspaces share."""

import re
from functools import lru_cache

from phonenumbers import Leniency, PhoneNumberMatcher

# Both begin only where a run of their letters begins and give nothing of it back: linear in the text.
EMAIL = re.compile(r"[<(\[]? (?<![\w.+-]) [\w.+-]++ @ [\w-]++ (?:\.[\w-]++)+ [>)\]]?", re.VERBOSE)
DIGITS = re.compile(r"(?<!\d) \+?\(?\d (?:[\s()./–-]{0,3}+ \d){7,}+", re.VERBOSE)
# An area code in brackets, a country's or a trunk prefix: no figure is written so.
PREFIXED = re.compile(r"\(?(?:\+|0)|\(\d+\)")
YEAR = r"(?:19|20)\d\d"
DAY = r"(?:3[01]|[12]\d|0?[1-9])"
DATE = rf"(?:{DAY}[./-])?{DAY}[./-]{YEAR}|{DAY}[./]{DAY}[./]\d\d|{YEAR}(?:[./-]{DAY}){{0,2}}|{YEAR}[01]\d[0-3]\d"
DATES = re.compile(rf"(?:{DATE})(?:[\s/–-]{{1,3}}(?:{DATE})){{0,7}}")
FIGURE = r"(?:\d{1,3}(?:[\s.]\d{3}){1,5}|\d{1,15})"
FIGURES = re.compile(rf"({FIGURE})(?:\s?[–-]\s?({FIGURE}))?")
CURRENCY = r"[$€£¥₹]|(?:usd|eur|gbp|chf|cad|aud|jpy|cny|inr|pln|czk|sek|nok|dkk|brl|mxn|zar|euros?|dollars?)\b"
AMOUNT_BEFORE = re.compile(
    rf"(?:(?:{CURRENCY})|\b(?:revenues?|turnover|budget|funding|valuation|raised|arr|gmv|aum|umsatz|volumen|"
    r"chiffre d.affaires|ingresos|facturación|fatturato|faturamento|omzet)\b"
    r"(?:[\s:=~>]{1,3}(?:of|over|is|was|about|around|nearly|from|to|von|über|de|di|van)\b){0,2})[\s:=~>]{0,3}$",
    re.IGNORECASE,
)
AMOUNT_AFTER = re.compile(
    rf"\s?(?:{CURRENCY}|%|(?:million|billion|mio|mrd|bn|users?|customers?|clients?|employees|people|members|followers|"
    r"subscribers|downloads|views|units|mitarbeiter|kunden|nutzer|clientes|utilisateurs)\b)",
    re.IGNORECASE,
)
# Countries whose numbers are dialled as they stand, without a 0 that tells them from figures.
COUNTRIES = "AE BH CL CO CR CY CZ DK EE ES GR GT HK HN IT KW LV MT MX NO OM PA PE PL PT QA SG SV TN US VN".split()
LONGEST_NUMBER = 20


def without_contact_ways(text) -> str:
    """The text as the pool may hold it. What may be a phone number goes, unless it is written as a date or a figure."""
    kept = DIGITS.sub(_kept_digits, EMAIL.sub("", text) if "@" in text else text)
    return kept.strip(" ,;:|") if kept != text else text


def _kept_digits(run):
    before, after = run.string[max(run.start() - 40, 0) : run.start()], run.string[run.end() : run.end() + 20]
    digits = run[0]
    return digits if DATES.fullmatch(digits) or _is_figure(digits, before, after) else ""


def _is_figure(digits, before, after):
    if PREFIXED.match(digits):
        return False
    digits = digits.removeprefix("(")
    figures = FIGURES.fullmatch(digits)
    if not figures:
        return False
    if AMOUNT_BEFORE.search(before) or AMOUNT_AFTER.match(after):
        return True
    return not digits.isdecimal() and (digits.endswith("000") or not _is_dialled_somewhere(digits))


@lru_cache(10_000)
def _is_dialled_somewhere(digits):
    return len(digits) <= LONGEST_NUMBER and any(
        PhoneNumberMatcher(digits, country, leniency=Leniency.VALID).has_next() for country in COUNTRIES
    )
