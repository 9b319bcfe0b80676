"""The text search of leads: words without case, accents and apostrophes, on both sides of the comparison.

The database folds what it stores, this module what is typed. Both fold alike: compatible forms, no combining marks of
Latin, Greek and Cyrillic letters, and plain letters for those that Unicode does not take apart.
"""

import re
import unicodedata

from django.contrib.postgres.search import SearchVectorField
from django.db.models import F, Func, TextField

APOSTROPHES = "'’‘´ʼʻ`"
MARKS = "[\u0300-\u036f]+"
PAIRS = {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
SINGLES = {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "ħ": "h", "ŧ": "t", "ə": "e", "ς": "σ"}
LETTERS = str.maketrans(PAIRS | SINGLES)
# these letters, and scripts whose letters have to be put together again: all but Latin, Greek and Cyrillic
_INTRICATE = r"[ßẞæÆœŒþÞøØđĐðÐłŁıħĦŧŦəƏς\u0590-\u1dff\u2c00-\uffff]"


def _folded_sql(text):
    """The SQL that folds a text, the usual ones first: an import folds five texts for each row."""
    return (
        f"CASE WHEN octet_length({text}) = length({text}) THEN {text} WHEN {text} ~ '{_INTRICATE}' "
        f"THEN normalize({_unmarked_sql(_replaced_sql(text))}, NFC) ELSE {_unmarked_sql(text)} END"
    )


def _unmarked_sql(text):
    return rf"regexp_replace(normalize({text}, NFKD), '[\u0300-\u036f]+', '', 'g')"


def _replaced_sql(text):
    plain = f"lower({text})"
    for letter, pair in PAIRS.items():
        plain = f"replace({plain}, '{letter}', '{pair}')"
    return f"translate({plain}, '{''.join(SINGLES)}', '{''.join(SINGLES.values())}')"


# What the parser of the database takes for a part of a word: Booking.com, Sales/Marketing.
_DIVIDERS = "./@_"
_QUOTES = APOSTROPHES.replace("'", "''")


def folded(name):
    """A text column without accents."""
    return Func(F(name), template=_folded_sql("%(expressions)s"), output_field=TextField())


def respelled(*names):
    """What apostrophes join and dots divide, where there are any: `oneil` beside the `o` and `neil` of O'Neil."""
    text = "({})".format(" || ' ' || ".join(names))
    plain = _folded_sql(f"translate({text}, '{_DIVIDERS}{_QUOTES}', '{' ' * len(_DIVIDERS)}')")
    template = rf"CASE WHEN {text} ~ '[{_QUOTES}/@_]|\.\w' THEN {plain} ELSE '' END"
    return Func(template=template, output_field=TextField())


def search_vector(*names):
    """The words of the columns. Without positions: nothing asks for phrases, and a row is smaller."""
    return Func(
        *map(folded, names),
        respelled(*names),
        template="strip(to_tsvector('simple', %(expressions)s))",
        arg_joiner=" || ' ' || ",
        output_field=SearchVectorField(),
    )


def typed_words(text):
    """The folded words of what somebody types, as the stored ones are folded and divided."""
    decomposed = unicodedata.normalize("NFKD", text.lower().translate(LETTERS))
    plain = unicodedata.normalize("NFC", re.sub(MARKS, "", decomposed))
    return "".join(letter if _is_of_a_word(letter) else " " for letter in plain).split()


def _is_of_a_word(letter):
    # vowels of Indian scripts are marks
    return letter.isalnum() or unicodedata.category(letter).startswith("M")


def typed_query(text):
    """The raw query for leads with a word beginning with each of those typed, in any order; "" where there is none."""
    return " & ".join(filter(None, map(_chunk_query, text.split())))


def _chunk_query(chunk):
    words = typed_words(chunk)
    query = " & ".join(f"{word}:*" for word in words)
    whole = typed_words(re.sub(f"[{APOSTROPHES}]", "", chunk))
    if len(whole) == len(words):
        return query
    return f"({query} | {' & '.join(f'{word}:*' for word in whole)})"
