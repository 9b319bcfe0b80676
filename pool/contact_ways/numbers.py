"""Phone numbers, however their digits are grouped, spelled or turned into letters. Dates and figures are none."""

import re
from functools import lru_cache

from phonenumbers import Leniency, PhoneNumberMatcher

FEWEST_DIGITS = 7
# "K-12. 07/2005": a few digits and a date are no number.
FEWEST_BESIDE_DATES = 3
# Any sign that neither lists, counts nor prices.
GAP = r"(?:[^\w,;:!?%$€£¥₹&@\"]|_){0,5}+"
DIGITS = re.compile(
    rf"(?<!\d)\+?\(?\d(?:{GAP}\d){{{FEWEST_DIGITS - 1},}}+(?:\s?(?:ext|x|durchwahl|poste)\.?\s?\d{{1,5}})?"
)
SUBSCRIBER = re.compile(r"\d{3}\W+\d{4}")
# not a part of "1,000,000,000"
COMMAS = re.compile(r"(?<!\d)(?<!\d,)(?:\+|0)\d*(?:,\d{2,}){2,}+")
# An area code in brackets, a country's or a trunk prefix: no figure is written so.
PREFIXED = re.compile(r"\(?(?:\+|0)|\(\d+\)")

YEAR = r"(?:19|20)\d\d"
DAY = r"(?:3[01]|[12]\d|0?[1-9])"
MONTH_OF_YEAR = r"(?:0[1-9]|1[0-2])/\d\d"
DATE = rf"(?:{DAY}[./-])?{DAY}[./-]{YEAR}|{DAY}[./]{DAY}[./]\d\d|{YEAR}(?:[./-]{DAY}){{0,2}}|{YEAR}[01]\d[0-3]\d"
BETWEEN_DATES = r"[^\w,;:!?%$€£&@]{1,3}"
DATE = rf"{DATE}|{MONTH_OF_YEAR}"
DATES = re.compile(rf"(?:{DATE})(?:{BETWEEN_DATES}(?:{DATE})){{0,11}}")
LEADING_DATES = re.compile(rf"(?:(?:{DATE})(?!\d){BETWEEN_DATES}(?=[+(\d])){{1,6}}")
TRAILING_DATES = re.compile(rf"(?:{BETWEEN_DATES}(?<!\d)(?:{DATE})){{1,6}}$")

FIGURE = r"(?:\d{1,3}(?:[\s.']\d{3}){1,5}|\d{1,15})"
FIGURES = re.compile(rf"({FIGURE})(?:\s?(?:-+>?|→|~|/)\s?({FIGURE}))?")
CURRENCY = (
    r"[$€£¥₹]|(?:usd|eur|gbp|chf|cad|aud|jpy|cny|rmb|inr|sgd|hkd|pln|czk|sek|nok|dkk|brl|mxn|zar|euros?|dollars?)\b"
)
AMOUNT_BEFORE = re.compile(
    rf"(?:(?:{CURRENCY})|\b(?:revenues?|turnover|budget|funding|valuation|raised|arr|mrr|gmv|aum|profit|ebitda|"
    r"umsatz|volumen|chiffre d.affaires|ingresos|facturación|fatturato|faturamento|omzet)\b"
    r"(?:[\s:=~>]{1,3}(?:of|over|is|was|about|around|nearly|from|to|von|über|de|di|van)\b){0,2})[\s:=~>]{0,3}$",
    re.IGNORECASE,
)
AMOUNT_AFTER = re.compile(
    rf"\s?\+?\s?(?:{CURRENCY}|%|(?:million|billion|mio|mrd|bn|people|staff|fte|sq|mitarbeiter|kunden|nutzer|sqft|m2|km|kwh|mwh?)\b)",
    re.IGNORECASE,
)
# "employees", "clientes", "downloads": whatever is counted stands in the plural.
COUNTED_AFTER = re.compile(
    r"\s?\+?\s?(?!(?:always|hours|days|weekdays|mornings|evenings|nights|thanks|calls|texts|sms|whats\w*|means|is|this)\b)[a-zà-ž]{3,}s\b"
)
# What numbers its parts by itself: standards, rankings, versions; and registers, whose numbers are long.
NUMBERED = re.compile(
    r"(?:(?<!\w)(?:iso|iec|din|en|bs|ansi|ieee|rfc|astm|nist|mil|std|asc|ifrs|ias|sae|iatf|vda|cfr|inc\.?|fortune|"
    r"forbes|ftse|s&p|russell|"
    r"nikkei|stoxx|top|global|version|release|build|firmware|kernel|revision|windows|sap|c\+\+|java|php|angular|python|node(?:\.js)?|"
    r"\.net|sql server|oracle|exchange|office|server|dynamics|vsphere|ios|android|drupal|rails|"
    r"boeing|airbus|series)[\s./:#-]{0,3}[a-z]{0,2}[\s-]?|"
    r"\bv\.?\s?)$",
    re.IGNORECASE,
)
PARTS = re.compile(r"[1-9]\d{0,4}(?:\W{1,3}\d{1,5})+")
REGISTERED = re.compile(
    r"\b(?:patents?|pat|isbn|issn|doi|pmid|orcid|arxiv|npi|crd|dre|nmls|naics|sic|pmp|licen[cs]e|lic|hrb|siren|siret|"
    r"cve|cwe|cert(?:ificat(?:e|ion))?|ip(?:v4)?|ean|gtin|upc|sku|nsn|cas|einecs)\b[\s./:#-]{0,3}"
    r"(?:(?:no|nr|number|\#)[\s.:]{0,2})?[a-z]{0,2}[\s-]?$",
    re.IGNORECASE,
)
NAMES_A_YEAR = re.compile(r"\d{4}|/")
VERSIONS = re.compile(r"\d{1,2}(?:\.\d{1,2}){1,3}(?:/\d{1,2}(?:\.\d{1,2}){1,3})+")
ZIP = re.compile(r"\d{5}-\d{4}")
STATE_BEFORE = re.compile(r"\b[A-Z]{2}\s$")
CALLED = (
    r"(?:tel|telephone|telefono|teléfono|telefon|téléphone|phone|ph|fon|mobile|mob|mobil|móvil|cell|cellular|fax|handy|dial|"
    r"call me|call|text me|ring|whats ?app|signal|hotline)"
)
CUE = re.compile(
    rf"(?:\b{CALLED}\b|[☎📞📱📲☏✆])[\s.:#=()-]{{0,4}}(?:(?:no|nr|number|at|on|us|is|to)\b[\s.:]{{0,2}})?$",
    re.IGNORECASE,
)
SHORT = re.compile(
    r"(?:\b(?:tel|telephone|telefon|phone|ph|mobile|mob|cell|fax|handy)\b[.:]{1,2}|[☎📞📱📲☏✆]\W?)\s?"
    rf"(?P<number>\(?\d(?:{GAP}\d){{4,5}}+)(?!\d)",
    re.IGNORECASE,
)
TOLL_FREE = r"8(?:00|88|77|66|55|44|33|22)|900"
LETTERS = r"(?=[\d.-]*[A-Z])[A-Z\d]+(?:[-.][A-Z\d]+){0,3}"
VANITY = re.compile(
    rf"(?<![\w$€£])(?:"
    rf"(?:\+?1[\s.-]{{1,2}}\(?(?:{TOLL_FREE}|\d{{3}})\)?[\s.-]{{1,3}}|\((?:{TOLL_FREE})\)\s?|"
    rf"(?:{TOLL_FREE})[.-]|(?:0800|0808|1300|1800)-)"
    rf"(?i:(?P<letters>{LETTERS}))"
    rf"|(?:\+?1[\s.-]?(?:{TOLL_FREE})|0800|0808|0845|0900|1300|13)[\s.-]{{0,2}}(?=[A-Z\d.-]*[A-Z]{{4}}){LETTERS}(?:\s[A-Z]{{2,}})?"
    rf"|\(?\d{{3}}\)?[\s.-]{{1,3}}(?:\d{{3}}[.-][A-Z]{{4}}|[A-Z]{{3}}[.-][A-Z]{{4}}|[A-Z]{{3}}[.-]\d{{4}}))(?!\w)"
)
NUMBER_WORD = (
    r"(?:zero|oh|nought|one|two|three|four|five|six|seven|eight|nine|double|triple|plus|null|eins|zwo|zwei|drei|vier|fünf|sechs|"
    r"sieben|acht|neun|cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|zéro|un|deux|trois|quatre|cinq|sept|huit|neuf|"
    r"due|tre|quattro|cinque|sei|sette|otto|nove|dois|três|quatro|sete|oito|\d+)"
)
# Numbers are said in pairs too: "zero six, twelve, thirty-four".
PAIR_WORD = (
    r"(?:ten|eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|"
    r"zehn|elf|zwölf|\w{3,8}zehn|\w{3,8}und(?:zwan|drei|vier|fünf|sech|sieb|acht|neun)[zß]ig|"
    r"dix|onze|douze|treize|quatorze|quinze|seize|vingts?|trente|quarante|cinquante|soixante|septante|huitante|nonante|"
    r"diez|once|doce|trece|catorce|quince|veinte|veinti\w{2,6}|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|"
    r"dieci|undici|dodici|venti|trenta|quaranta|cinquanta|sessanta|settanta|ottanta|novanta|"
    r"dez|doze|treze|vinte|trinta|quarenta|cinquenta|sessenta|oitenta)"
)
SPOKEN = rf"(?:{NUMBER_WORD}|{PAIR_WORD})"
IN_WORDS = re.compile(rf"(?<!\w){SPOKEN}(?:(?:[\s,./-]{{1,3}}|\s(?:et|y|and|e)\s){SPOKEN}(?!\w)){{2,}}+", re.IGNORECASE)
AND = re.compile(r"\b(?:and|et)\b", re.IGNORECASE)
PAIRS = re.compile(rf"(?<!\w){PAIR_WORD}(?!\w)", re.IGNORECASE)
# Countries whose numbers are dialled as they stand, without a 0 that tells them from figures.
COUNTRIES = "AE BH CL CO CR CY CZ DK EE ES GR GT HK HN IT KW LV MT MX NO OM PA PE PL PT QA SG SV TN US VN".split()
LONGEST_NUMBER = 20


def find(reading):
    text = reading.text
    for run in DIGITS.finditer(text):
        yield from numbers_in(run)
    yield from (match.span() for match in COMMAS.finditer(text) if digits_of(match[0]) >= FEWEST_DIGITS)
    yield from (
        match.span("number")
        for match in SHORT.finditer(text)
        if not is_harmless(match["number"], text, *match.span("number"))
    )
    yield from (match.span() for match in VANITY.finditer(text) if is_vanity(match))
    yield from (match.span() for match in IN_WORDS.finditer(text) if is_spoken(match[0]))


def is_spoken(text):
    words, pairs = len(re.findall(r"[^\W\d_]{2,}", text)), len(PAIRS.findall(text))
    words -= len(AND.findall(text))
    return words - pairs >= 1 and words >= 2 and words + pairs + digits_of(text) >= FEWEST_DIGITS


def digits_of(text):
    return sum(map(str.isdecimal, text))


def numbers_in(run):
    """What of a run of digits may be a phone number: dates before and after it are none."""
    start, end = run.span()
    text = run.string
    if is_harmless(run[0], text, start, end):
        return
    for dates in (LEADING_DATES.match(text, start, end), TRAILING_DATES.search(text, start, end)):
        rest = digits_of(text[start:end]) - digits_of(dates[0]) if dates else 0
        if 0 < rest <= FEWEST_BESIDE_DATES and NAMES_A_YEAR.search(dates[0]):
            return
        if rest >= FEWEST_DIGITS:
            start, end = (dates.end(), end) if dates.start() == start else (start, dates.start())
    if (start, end) == run.span() or not is_harmless(text[start:end], text, start, end):
        yield start, end


def is_harmless(digits, text, start, end):
    before, after = text[max(start - 40, 0) : start], text[end : end + 20]
    return bool(
        DATES.fullmatch(digits.lstrip("("))
        or VERSIONS.fullmatch(digits)
        or is_numbered(digits, before)
        or (ZIP.fullmatch(digits) and STATE_BEFORE.search(before))
        or is_figure(digits, before, after)
    )


def is_numbered(digits, before):
    if digits.startswith(("+", "(")) or CUE.search(before):
        return False
    return REGISTERED.search(before) or (PARTS.fullmatch(digits) and NUMBERED.search(before))


def is_figure(digits, before, after):
    if PREFIXED.match(digits):
        return False
    digits = digits.removeprefix("(")
    figures = FIGURES.fullmatch(digits)
    if not figures:
        return False
    if AMOUNT_BEFORE.search(before) or AMOUNT_AFTER.match(after):
        return True
    if CUE.search(before):
        return False
    if COUNTED_AFTER.match(after) or is_round_range(*figures.groups()):
        return True
    if SUBSCRIBER.fullmatch(digits):
        return False
    return not digits.isdecimal() and (digits.endswith("000") or not is_dialled_somewhere(digits))


def is_round_range(first, last):
    """ "501-1000": the sizes of companies and teams."""
    low, high = (int(re.sub(r"\D", "", figure or "0")) for figure in (first, last))
    return 0 < low < high and low % 50 in (0, 1) and high % 50 == 0


@lru_cache(10_000)
def is_dialled_somewhere(digits):
    return len(digits) <= LONGEST_NUMBER and any(
        PhoneNumberMatcher(digits, country, leniency=Leniency.VALID).has_next() for country in COUNTRIES
    )


def is_vanity(match):
    """Whether letters stand for digits: "1-800-FLOWERS", not "1 800 employees" nor "800-page"."""
    letters = match["letters"]
    if not letters:
        return True
    counts = match[0].removesuffix(letters).endswith(" ") and letters.islower()
    sure = match[0].startswith(("+1", "1", "0")) or letters.isupper()
    return sure and not counts and 4 <= sum(map(str.isalnum, letters)) <= 14
