"""The text search of leads: words without case, accents and apostrophes, on both sides of the comparison.

The database folds what it stores, this module what is typed. Both fold alike: compatible forms, no combining marks of
Latin, Greek and Cyrillic letters, and plain letters for those that Unicode does not take apart.
"""

import re
import unicodedata

from django.contrib.postgres.search import SearchVectorField
from django.db.models import Func, Q, TextField

APOSTROPHES = "'’‘´ʼʻ`"
MARKS = "[\u0300-\u036f]+"
PAIRS = {"ß": "ss", "æ": "ae", "œ": "oe", "þ": "th"}
SINGLES = {"ø": "o", "đ": "d", "ð": "d", "ł": "l", "ı": "i", "ħ": "h", "ŧ": "t", "ə": "e", "ς": "σ"}
LETTERS = str.maketrans(PAIRS | SINGLES)
# these letters, and scripts whose letters have to be put together again: all but Latin, Greek and Cyrillic
_INTRICATE = r"[ßẞæÆœŒþÞøØđĐðÐłŁıħĦŧŦəƏς\u0590-\u1dff\u2c00-\uffff]"
# What the parser of the database takes for a part of a word: Booking.com, Sales/Marketing.
_DIVIDERS = "./@_"
# An e-mail address or a part of it that no name is: `nora@works.example`, `@works`, `works.example`.
_MAILBOX = re.compile(r"(?:(?P<local>[^\s@/:]*)@)?(?P<domain>[\w-]+(?:\.[\w-]*)*)")
_QUOTES = APOSTROPHES.replace("'", "''")
_COLUMNS = ("full_name", "title", "company_name", "industry", "location")


def _unmarked_sql(text):
    return rf"regexp_replace(normalize({text}, NFKD), '[\u0300-\u036f]+', '', 'g')"


def _replaced_sql(text):
    plain = f"lower({text})"
    for letter, pair in PAIRS.items():
        plain = f"replace({plain}, '{letter}', '{pair}')"
    return f"translate({plain}, '{''.join(SINGLES)}', '{''.join(SINGLES.values())}')"


_WHOLE = "({})".format(" || ' ' || ".join(_COLUMNS))
_DIVIDED = f"translate({_WHOLE}, '{_DIVIDERS}{_QUOTES}', '{' ' * len(_DIVIDERS)}')"

# The database reads the expression of a generated column for each row that an UPDATE changes, also where the column
# stays: a call is short. It inlines both functions, so a statement that does compute the column loses nothing.
#
# leads_plain: without accents, the usual letters first: an import folds five texts for each row.
# leads_search_text: the words of the columns, and what apostrophes join and dots divide, where there are any: `oneil`
# beside the `o` and `neil` of O'Neil. Without positions: nothing asks for phrases, and a row is smaller.
CREATE_FUNCTIONS = rf"""
CREATE FUNCTION leads_plain(said text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    CASE WHEN octet_length(said) = length(said) THEN said
        WHEN said ~ '{_INTRICATE}' THEN normalize({_unmarked_sql(_replaced_sql("said"))}, NFC)
        ELSE {_unmarked_sql("said")} END;
CREATE FUNCTION leads_search_text({", ".join(f"{name} text" for name in _COLUMNS)}) RETURNS tsvector
    LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    strip(to_tsvector('simple', {" || ' ' || ".join(f"leads_plain({name})" for name in _COLUMNS)} || ' ' ||
        CASE WHEN {_WHOLE} ~ '[{_QUOTES}/@_]|\.\w' THEN leads_plain({_DIVIDED}) ELSE '' END));
"""
DROP_FUNCTIONS = f"""
DROP FUNCTION leads_search_text({", ".join("text" for _ in _COLUMNS)});
DROP FUNCTION leads_plain(text);
"""


def folded(name):
    """A text column without accents."""
    return Func(name, function="leads_plain", output_field=TextField())


def search_vector():
    return Func(*_COLUMNS, function="leads_search_text", output_field=SearchVectorField())


def domain_first():
    """An e-mail address as `works.example@nora`: those of a domain, or of its beginning, are one range of an index."""
    swapped = "(split_part(%(expressions)s, '@', 2) || '@' || split_part(%(expressions)s, '@', 1))"
    return Func("email", template=swapped, output_field=TextField())


def typed_mailbox(text):
    """The condition, on `domain_first` as `mailbox`, for leads whose e-mail address is typed, wholly or in part."""
    typed = _MAILBOX.fullmatch(text.strip().lower())
    if not typed or (typed["local"] is None and "." not in typed["domain"]):
        return Q()
    found = ~Q(email="") & Q(mailbox__startswith=typed["domain"])
    return found & Q(mailbox__endswith=f"@{typed['local']}") if typed["local"] else found


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
