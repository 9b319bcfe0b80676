"""A text as a person reads it: one spelling for each letter, digit, dash, space, "@" and "."."""

import html
import re
import unicodedata
from functools import lru_cache
from urllib.parse import unquote

# Letters without ink, beside what Unicode calls format characters and marks.
INVISIBLE = frozenset("\u115f\u1160\u17b4\u17b5\u2800\u3164\uffa0")
LOOKALIKES = {
    "ⓐ": "@",
    "Ⓐ": "@",
    "🅐": "@",
    "🄰": "@",
    "🅰": "@",
    "。": ".",
    "⋅": "·",
    "\u2212": "-",
    "\u2043": "-",
}
CATEGORIES = {"Pd": "-", "Zs": " ", "Cf": "", "Mn": "", "Me": ""}
IS_PLAIN = re.compile(r"[ -~\n]*")

ESCAPE = re.compile(r"%[0-7][0-9a-f]|&#?\w{2,8};|\\u00[0-7][0-9a-f]|\\x[0-7][0-9a-f]|=(?:40|2E)", re.IGNORECASE)
LETTER_SPACED = re.compile(r"(?<!\S)\S(?: \S){5,120}+(?![^\s,;.!?])")
OPEN, CLOSE = r"[\[({<«‹“„‘「【]", r"[\])}>»›”“’」】]"
AT_NAMES = r"ät|æt|arroba|at[ -]?sign|chiocciola|kukac|собака|małpa|zavin[aá][cč]|snabel-?a|apenstaartje"
AT_WORD = rf"(?:@|at|a|chez|bei|{AT_NAMES})"
DOT_NAMES = r"dot|d0t|punkt|punto|ponto|point|kropka|te[cč]ka|точка|nokta|piste|pont"
DOT_WORD = rf"(?:\.|dt|{DOT_NAMES})"
SLASH_WORD = r"(?:/|slash|schrägstrich|barra)"


def _wrapped(word):
    """The word in brackets, or between two like signs: "[at]", "( dot )", "-at-", "_dot_"."""
    return re.compile(
        rf"(?:(?<!\s)\s++)?(?:{OPEN}\s*{word}\s*{CLOSE}|(?P<sign>[^\w\s.,;:@]|_){{1,3}}\s?{word}\s?(?P=sign){{1,3}})\s*",
        re.IGNORECASE,
    )


# Spelled-out signs, most certain first. A word alone is a sign only where it can hardly mean anything else.
SPELLED = (
    (_wrapped(AT_WORD), "@"),
    (_wrapped(DOT_WORD), "."),
    (_wrapped(SLASH_WORD), "/"),
    (re.compile(r"(?<=[a-z0-9])AT(?=[a-z0-9-]{2,63}(?:DOT|\.)[a-z])"), "@"),
    (re.compile(r"(?<=[a-z0-9])DOT(?=[a-z])"), "."),
    (
        re.compile(
            r"(?<!\s)\s+(?:arroba|ät|æt|at[ -]?sign|chiocciola|kukac|собака|zavin[aá][cč]|snabel-?a)\s+", re.IGNORECASE
        ),
        "@",
    ),
    (re.compile(r"(?<=\w)\s+(?:dot|d0t)\s+(?=\w)", re.IGNORECASE), "."),
    (re.compile(rf"(?<=\w)\s+{DOT_WORD}\s+(?=(?:com|net|org|info|eu|io)\b)", re.IGNORECASE), "."),
    (
        re.compile(
            r"(\s(?:at|bei|chez)\s[\w-]+)\s+(?:punkt|ponto|точка|point)\s+(?=(?:de|ch|at|fr|be|br|pt|ru)\b)",
            re.IGNORECASE,
        ),
        r"\1.",
    ),
    (re.compile(rf"(@[\w.-]+)\s+{DOT_WORD}\s+(?=[a-z]{{2,24}}\b)", re.IGNORECASE), r"\1."),
    (re.compile(r"(?<=\w)\s+\.\s+(?=(?:com|net|org|me|io|co|de)\b)"), "."),
    (re.compile(r"(\.(?:com|net|org|me|io|co|de))\s+/\s+"), r"\1/"),
    (re.compile(r"(?<=\w)\s+slash\s+(?=\w)", re.IGNORECASE), "/"),
    (re.compile(r"</?[a-z][a-z0-9]{0,9}(?:\s[^<>@]{0,80})?/?>|<!--[^<>]{0,80}-->", re.IGNORECASE), ""),
)
HINT = re.compile(rf" \. |[@\[({{<]|{DOT_NAMES}|{AT_NAMES}|slash|[_*|/=#~-]at[_*|/=#~-]", re.IGNORECASE)
# "O" and "l" among digits are digits.
LIKE_DIGITS = re.compile(r"(?<![^\W_])(?=\d|[OoIl]{1,2}\d)[\dOoIl]++(?![^\W\d_])")
# Letters of other alphabets that look Latin, in words that mix alphabets.
MIXED = re.compile(r"(?<!\w)(?=\w*[A-Za-z])(?=\w*[\u0370-\u04ff])\w+")
TWINS = str.maketrans("АВЕКМНОРСТУХІЈѕаеорсухіјΑΒΕΖΗΙΚΜΝΟΡΤΥΧοαινυ", "ABEKMHOPCTYXIJsaeopcyxijABEZHIKMNOPTYXoaivu")
DIGIT_OF = str.maketrans("OoIl", "0011")


class Reading:
    """`text` is what is read; each of its characters knows where it stands in what was written."""

    def __init__(self, text, starts, ends):
        self.text, self.starts, self.ends = text, starts, ends

    def span(self, start, end):
        return self.starts[start], self.ends[end - 1]

    def is_spelled_out(self, start, end):
        """Whether this part was written longer than it is read."""
        first, last = self.span(start, end)
        return last - first > end - start

    def rewritten(self, pattern, replace):
        """Every match replaced, by what `replace` makes of it."""
        text, starts, ends, position = [], [], [], 0
        for match in pattern.finditer(self.text):
            start, end = match.span()
            new = replace(match)
            if new == match[0]:
                continue
            text += self.text[position:start], new
            starts += *self.starts[position:start], *[self.starts[start]] * len(new)
            ends += *self.ends[position:start], *[self.ends[end - 1]] * len(new)
            position = end
        if not position:
            return self
        text.append(self.text[position:])
        return Reading("".join(text), [*starts, *self.starts[position:]], [*ends, *self.ends[position:]])


def read(text) -> Reading:
    reading = as_written(text) if IS_PLAIN.fullmatch(text) else folded(text)
    for _ in range(2):  # "%2540" is an escaped escape
        if any(sign in reading.text for sign in "%&\\="):
            reading = reading.rewritten(ESCAPE, unescaped)
    if not reading.text.isascii():
        reading = reading.rewritten(MIXED, lambda match: match[0].translate(TWINS))
    reading = reading.rewritten(LETTER_SPACED, lambda match: match[0].replace(" ", ""))
    reading = reading.rewritten(LIKE_DIGITS, lambda match: match[0].translate(DIGIT_OF))
    if HINT.search(reading.text):
        for pattern, sign in SPELLED:
            reading = reading.rewritten(pattern, lambda match, sign=sign: match.expand(sign))
    return reading


def as_written(text):
    return Reading(text, range(len(text)), range(1, len(text) + 1))


def folded(text):
    letters, starts, ends = [], [], []
    for index, character in enumerate(text):
        read_as = fold(character)
        letters.append(read_as)
        starts += [index] * len(read_as)
        ends += [index + 1] * len(read_as)
        if ends:
            ends[-1] = index + 1  # what cannot be seen belongs to the letter before it
    return Reading("".join(letters), starts, ends)


@lru_cache(10_000)
def fold(character):
    if character in INVISIBLE:
        return ""
    if character in LOOKALIKES:
        return LOOKALIKES[character]
    if character.isspace() and character != "\n":
        return " "
    decimal = unicodedata.decimal(character, None)
    if decimal is not None:
        return str(decimal)
    category = CATEGORIES.get(unicodedata.category(character))
    return unicodedata.normalize("NFKC", character) if category is None else category


def unescaped(match):
    escape = match[0]
    if escape.startswith("&"):
        sign = html.unescape(escape)
    elif escape.startswith("\\"):
        sign = chr(int(escape[2:], 16))
    else:
        sign = unquote("%" + escape[1:])
    return sign if len(sign) == 1 and sign.isprintable() else escape
