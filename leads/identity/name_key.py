"""The key of a person's name, without what may stand around it."""

from itertools import chain

from leads.identity.plain_words import plain_words

HONORIFICS = frozenset("mr mrs ms miss mx dr prof sir herr frau hr fr ing dipl mag mme mlle m dott dra sr sra".split())
DEGREES = frozenset("md phd mba cpa cfa pmp esq dds dvm rn pe msc bsc ma ba do".split())
# Ms Ma, Mr Do: where these may be a name, they are one
_SURNAMES = frozenset("ma ba do pe".split())
_SURNAMES_WITH_ONE_CAPITAL = frozenset("md mba".split())
GENERATIONS = {form: form for form in ("jr", "sr", "ii", "iii", "iv")}
GENERATIONS |= {"junior": "jr", "jnr": "jr", "senior": "sr", "snr": "sr", "2nd": "ii", "3rd": "iii", "4th": "iv"}


def name_key(name):
    """`Dr. Anna Smith, MBA`, `ANNA SMITH` and `Smith, Anna` share one key; names in another order do not.

    What may tell two people apart stays: Jr. and Sr., and Mr. and Ms. before a lone surname.
    """
    first, *others = [part.split() for part in name.split(",") if part.strip()] or [[]]
    others = [part for part in others if not _is_decoration(part, behind_one_word=len(first) == 1)]
    given, behind = [], []
    for part in others:
        (behind if _generation(part[0]) and len(part) == 1 else given).append(_undecorated(part, least=1))
    written = [*chain(*given), *_undecorated(first, least=1 if given else 2), *chain(*behind)]
    while len(written) > 2 and _letters(written[0].rstrip(".")) in HONORIFICS:
        written.pop(0)
    generations = [_generation(word) for word in written[1:] if _generation(word)]
    names = [word for number, word in enumerate(written) if not (number and _generation(word))]
    return " ".join([*plain_words(" ".join(names)), *generations[:1]])


def _is_decoration(part, *, behind_one_word):
    """Whether all behind a comma are degrees. `Andrew, Ma` and `NGUYEN, BA` are surname and first name."""
    return all(_is_degree(word, capitals=not behind_one_word) for word in part)


def _undecorated(part, *, least):
    kept = list(part)
    while len(kept) > least and _is_degree(kept[-1]):
        kept.pop()
    return kept


def _is_degree(word, *, capitals=False):
    """With `capitals`, MA is a degree as M.A. is; otherwise it may be somebody's surname."""
    letters = _letters(word)
    if "." in word.rstrip("."):
        return letters in DEGREES
    if letters in _SURNAMES:
        return capitals and word.isupper()
    return letters in DEGREES and not (letters in _SURNAMES_WITH_ONE_CAPITAL and word.istitle())


def _generation(word):
    return GENERATIONS.get(_letters(word), "")


def _letters(word):
    return "".join(plain_words(word.replace(".", "")))
