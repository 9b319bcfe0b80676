import re
import unicodedata
from functools import lru_cache

# "R&D", "I+D" and "I+D+i"
_SHORT_PAIRS = re.compile(r"\b(\w{1,2})\s?&\s?(\w{1,2})\b|\b([^\W\d_])\+([^\W\d_])(?:\+[^\W\d_])?\b")
_TOKENS = re.compile(r"[^\W_]+(?:_[^\W_]+)?[+#]*")
# "VPs", "RAs"
_SHORT_PLURALS = re.compile(r"\b([A-Z]{2})s\b")
# A word of its own, whose singular is another: those who trade securities guard nothing.
_NO_PLURALS = frozenset({"securities"})
_DROPPED = frozenset("of the and for in to de du des da do dos del la le les et und y with von der die".split())


def unaccented(text):
    """ "zürich" as English writes it: "zurich"."""
    if text.isascii():
        return text
    return "".join(letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter))


@lru_cache(100_000)
def in_plain_letters(text):
    """The same without "ß" and "œ"."""
    return unaccented(text).replace("ß", "ss").replace("œ", "oe")


def joined_initials(text):
    return _SHORT_PAIRS.sub(r"\1\3_\2\4", text)


def tokens(text):
    """Words of a title, singular and without connecting words: "Heads of R&D" gives head, r_d."""
    joined = joined_initials(_SHORT_PLURALS.sub(r"\1", text).lower().replace("'s", "").replace("’s", ""))
    return [singular(word) for word in _TOKENS.findall(joined) if word not in _DROPPED]


def longest_terms(words, known, longest):
    """Terms of up to `longest` words that a list of words holds, as (start, end, what `known` says of the term).

    Longer ones come before shorter ones, and none overlaps another.
    """
    taken, found = set(), []
    for size in range(min(longest, len(words)), 0, -1):
        for start in range(len(words) - size + 1):
            term, span = " ".join(words[start : start + size]), range(start, start + size)
            if term in known and taken.isdisjoint(span):
                taken.update(span)
                found.append((start, start + size, known[term]))
    return sorted(found)


@lru_cache(100_000)
def singular(word):
    if len(word) < 4 or word[-1] != "s" or word[-2:] in ("ss", "us", "is") or word in _NO_PLURALS:
        return word
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("shes", "ches", "sses", "xes")):
        return word[:-2]
    return word[:-1]


_ENDINGS = (
    "isations",
    "izations",
    "isation",
    "ization",
    "ations",
    "ation",
    "ments",
    "ment",
    "ings",
    "ing",
    "ions",
    "ion",
    "ers",
    "ors",
    "er",
    "or",
    "ed",
    "ies",
    "es",
    "s",
    "y",
    "e",
)
_FUNCTION_WORDS = frozenset(
    """a about above after all also an and any are as at be been before being between both but by can could
    do does doing down during each either else etc ever every few for from get gets give had has have having he her
    hers him his how i if in into is it its just keep kept less let like make makes many may me mere might mine more
    most much must my near neither no nor not of off on one ones only or other others our ours out over own people
    person per put rather really same several she should since so some such than that the their theirs them then
    there these they this those through to too toward towards under until up upon us use uses very via was we were
    what when where whether which while who whom whose will with within without would yet you your yours someone
    somebody anyone anybody folk folks professional professionals specialist specialists individual individuals those
    staff team teams expert experts based new good well day big small large kind sort type types various different
    work working works worker workers job jobs charge responsible employed involved daily everyday including related
    lead leads leading run runs running handle handles handling""".split()
)


@lru_cache(100_000)
def stem(word):
    for ending in _ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 3:
            root = word[: -len(ending)]
            return root[:-1] if len(root) > 3 and root[-1] == root[-2] and root[-1] not in "ls" else root
    return word


def content_stems(text):
    """Stems of the words that carry meaning, in order; "people who manage" leaves manag."""
    words = re.findall(r"[^\W_]+[+#]*", text.lower().replace("'s", ""))
    return [stem(word) for word in words if word not in _FUNCTION_WORDS and len(word) > 1]
