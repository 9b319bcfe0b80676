"""Words of five more languages for the codes of the taxonomy, in any form, and which language a text is in."""

import re
import threading
import tomllib
from dataclasses import dataclass
from functools import cache, lru_cache
from pathlib import Path

import snowballstemmer

from leads.taxonomy.functions import english_title_spans
from leads.taxonomy.industries import canonical_industries, industry_spans
from leads.taxonomy.words import content_stems, joined_initials, longest_terms, tokens, unaccented

ENGLISH = "en"
STEMMERS = {"de": "german", "fr": "french", "es": "spanish", "pt": "portuguese", "it": "italian"}
WORD = re.compile(
    r"[^\W_]{1,2}\s?&\s?[^\W_]{1,2}\b|\b[^\W_]\+[^\W_](?:\+[^\W_])?\b|"
    r"(?:[^\W_]-(?=[^\W_]{2}))?[^\W_]+(?:_[^\W_]+)?[+#]*"
)
# "L&D": its letters are no words of a language.
_INITIALS = re.compile(r"\b[A-Z]\s?&\s?[A-Z]\b|\b[A-Z]\+[A-Z](?:\+\w)?\b")
# Feminine and plural forms that the stemmers leave apart.
REGULAR = {
    "de": ((re.compile(r"(?<=[aeiouyép])(?<!au)(?<!ei)(?<!la)(?<!ga)(?<!ni)s$"), ""),),
    "fr": ((re.compile(r"trices?$"), "teur"), (re.compile(r"euses?$"), "eur")),
    "it": ((re.compile(r"tric[ei]$"), "tore"), (re.compile(r"^commercialist[aei]$"), "ragioniere")),
    "es": ((re.compile(r"(?<=c)tri(?:z|ces)$"), "tor"),),
    "pt": (
        (re.compile(r"(?<=[aec])triz(?:es)?$"), "tor"),
        (re.compile(r"(?<=[^aeiouéê])is$"), "il"),
        (re.compile(r"ais$"), "al"),
        (re.compile(r"[éêe]is$"), "el"),
        (re.compile(r"(?:ões|ães)$"), "ão"),
    ),
}
# What a word for a person keeps beside its gender and number. Stemmers go further: "Unternehmen" and "Unternehmer",
# "association" and "associé" have one stem.
_INFLECTED = {
    "fr": re.compile("(?<=n)nes?$|e*s?$"),
    "es": re.compile("(?:es|[aeo]?s?)$"),
    "pt": re.compile("(?:es|[aeo]?s?)$"),
    "it": re.compile("(?:(?<!tor)i[aoe]|[aeio])$"),
}
_GERMAN_PERSON = re.compile("er(?:in(?:nen)?|n|s)?$")
# A stemmer keeps the word it works on in itself.
_ONE_AT_A_TIME = threading.Lock()
# What stands between the parts of a German compound.
LINKS = ("", "s", "es", "n", "en", "e")
SHORTEST_PART = 3
SHORTEST_EXCLUSION = 4
# A stemmer's time grows with the length of a word, and that of the parts of a compound with the square of it.
LONGEST_WORD = 60
LONGEST_TERM = 5
ENGLISH_FIRST = 0.9
# It excludes in English too.
SHARED = frozenset({"no"})
ENGLISH_WORDS = frozenset(
    """the of who and at for with that which are our their to from not or by running leading working people heads
    decision makers companies company firms businesses agencies manufacturers retailers suppliers industry""".split()
)
ALSO_ENGLISH = ENGLISH_WORDS | SHARED
_HINTS = {
    "de": re.compile("[äöüß]|(?:ung|ungen|keit|innen)\\b"),
    "fr": re.compile("[èêçœ]|\\b[ld]['’]|(?:eurs?|euses?|trices?)\\b"),
    "es": re.compile("ñ|ción|ciones\\b|ores\\b"),
    "pt": re.compile("[ãõ]|ções\\b|ção|lh"),
    "it": re.compile("zion[ei]\\b|[^aeiou]i\\b|tori\\b|gli"),
}


@dataclass(frozen=True)
class Language:
    """Terms are keyed by the stems of their words.

    Some words open what people do (`relative`: "die …"), where they are (`inside`: "im") or what they lead (`of`:
    "der"). Others exclude what follows (`avoid`: "keine") up to where the wish goes on (`only`: "sondern"), exclude
    what stands before (`behind`: "ausgeschlossen"), or only seem to (`keep`: "nicht nur"). In a relative clause some
    deny its verb (`denies`), and some open a condition (`unless`: "es sei denn"); beside verbs of `stays` and small
    words of `links` that says where or what people are not. `owner_words` are those of the rank of owners, each with
    what tells a person from a thing. In the first person, `sells` ("wir verkaufen an") names the people wanted, and
    `refuses` ("wir verkaufen nicht an") others. `narrowing` words say more of whom is meant than any part of an
    audience holds.
    """

    code: str
    stop: frozenset[str]
    relative: re.Pattern
    inside: re.Pattern
    of: re.Pattern
    avoid: re.Pattern
    behind: re.Pattern
    keep: re.Pattern
    only: re.Pattern
    denies: re.Pattern
    unless: re.Pattern
    sells: re.Pattern
    refuses: re.Pattern
    stays: frozenset[str]
    links: frozenset[str]
    people: frozenset[str]
    organisations: frozenset[str]
    adjectives: frozenset[str]
    narrowing: frozenset[str]
    ranks: dict[str, tuple[str, ...]]
    owner_words: frozenset[str]
    industries: dict[str, tuple[str, ...]]
    functions: dict[str, tuple[str, ...]]

    def knows(self, key):
        return key in self.functions or key in self.industries or key in self.ranks or key in self.plain

    @property
    def plain(self):
        return self.people | self.organisations | self.adjectives | self.narrowing


@dataclass(frozen=True)
class Token:
    word: str
    stem: str
    start: int
    end: int


@lru_cache(100_000)
def stem(code, word):
    """ "Buchhalterinnen" and "Buchhalter" have one stem, as have "directrices" and "directeur"."""
    word = word.lower()
    if len(word) > LONGEST_WORD:
        return word
    for pattern, ending in REGULAR.get(code, ()):
        word = pattern.sub(ending, word)
    with _ONE_AT_A_TIME:
        return unaccented(_stemmer(code).stemWord(word))


@cache
def _stemmer(code):
    return snowballstemmer.stemmer(STEMMERS[code])


def _keyed(code, stop, entries):
    index = {}
    for name, terms in entries.items():
        for term in terms.split(","):
            names = index.setdefault(_key(code, stop, term), [])
            if name not in names:
                names.append(name)
    index.pop("", None)
    return {key: tuple(names) for key, names in index.items()}


def _key(code, stop, term):
    return " ".join(stem(code, word) for word in _words(term) if word not in stop)


def _word_of(match):
    return joined_initials(match.group()).replace("-", "").lower()


def _words(text):
    return [_word_of(match) for match in WORD.finditer(text)]


@cache
def language(code) -> Language:
    path = Path(__file__).parent / "data" / "languages" / f"{code}.toml"
    data = tomllib.loads(path.read_text(encoding="utf-8"))
    stop = frozenset(data["grammar"]["stop"].split())
    plain = {name: frozenset(stem(code, word) for word in words.split()) for name, words in data["plain"].items()}
    bounded = ("inside", "of", "avoid", "behind", "keep", "only", "denies", "unless", "sells", "refuses")
    patterns = {name: _bounded(data["grammar"][name]) for name in bounded}
    owning = (word for term in data["ranks"]["OWNER"].split(",") for word in _words(term) if word not in stop)
    return Language(
        code=code,
        owner_words=frozenset(_person(code, word, stem(code, word)) for word in owning),
        stop=stop,
        stays=frozenset(data["grammar"]["stays"].split()),
        links=frozenset(data["grammar"]["links"].split()),
        relative=re.compile(data["grammar"]["relative"], re.IGNORECASE),
        **patterns,
        **plain,
        **{name: _keyed(code, stop, data[name]) for name in ("ranks", "industries", "functions")},
    )


def _person(code, word, stemmed):
    """A word with what tells the person from the thing, in any gender and number."""
    if code == "de":
        return f"{stemmed}er" if _GERMAN_PERSON.search(word) else stemmed
    for pattern, ending in REGULAR.get(code, ()):
        word = pattern.sub(ending, word)
    return _INFLECTED[code].sub("", unaccented(word))


def names_owner(known: Language, found) -> bool:
    """Whether tokens that have the stems of an owner name a person: "Gesellschafter" does, "Gesellschaft" does not."""
    return all(_person(known.code, token.word, token.stem) in known.owner_words for token in found)


def is_plain_word(word) -> bool:
    """Whether a word of any of the languages names an organisation, people in general, or what they are like."""
    return any(stem(code, word) in language(code).plain for code in STEMMERS)


def _bounded(words):
    return re.compile(rf"(?<![\w&+-])(?:{words})(?![\w&+-])['’]?", re.IGNORECASE)


@lru_cache(10_000)
def tokens_of(code, text) -> tuple[Token, ...]:
    """The words of a text that carry meaning, German compounds in their parts."""
    known = language(code)
    found = []
    for match in WORD.finditer(text):
        word = _word_of(match)
        if word in known.stop:
            continue
        parts = _parts(word) if code == "de" else (stem(code, word),)
        found += [Token(word, part, match.start(), match.end()) for part in parts]
    return tuple(found)


@lru_cache(50_000)
def _parts(word):
    """The stems of a German compound whose parts are known: "Vertriebsleiterin" has two."""
    german, whole = language("de"), stem("de", word)
    if german.knows(whole) or len(word) > LONGEST_WORD:
        return (whole,)
    for cut in range(len(word) - SHORTEST_PART, SHORTEST_PART - 2, -1):
        last = stem("de", word[cut:])
        if not (german.knows(last) and len(word) - cut >= SHORTEST_PART + 1):
            continue
        for link in LINKS:
            first = word[:cut].removesuffix(link) if word[:cut].endswith(link) else ""
            if len(first) >= 2 and german.knows(stem("de", first)):
                return stem("de", first), last
    return (whole,)


def spans(found, index):
    """The known terms in a list of tokens, as `longest_terms` gives them."""
    return longest_terms([token.stem for token in found], index, LONGEST_TERM)


@lru_cache(50_000)
def known_industries(text) -> tuple[str, ...]:
    """Codes of the industries that a text in any of the languages names."""
    return canonical_industries(text) or _foreign_industries((text or "")[:300])


def _foreign_industries(text):
    """In one language, whose terms make up the whole text."""
    for code in STEMMERS:
        found = spans(tokens_of(code, text), language(code).industries)
        if found and sum(end - start for start, end, _ in found) == len(tokens_of(code, text)):
            return tuple(dict.fromkeys(code for _, _, codes in found for code in codes))
    return ()


@lru_cache(10_000)
def language_of(text) -> str:
    """The language whose words a text uses most; English where no other is plain."""
    words = [word.lower() for word in re.findall(r"[^\W\d_]+", _INITIALS.sub(" ", text))]
    scores = {ENGLISH: ENGLISH_FIRST + 2.0 * sum(word in ENGLISH_WORDS for word in words) + _english_terms(text)}
    for code in STEMMERS:
        known = language(code)
        stop = sum(word in known.stop and word not in ALSO_ENGLISH for word in words)
        terms = sum(end - start for index in (known.functions, known.industries, known.ranks)
                    for start, end, _ in spans(tokens_of(code, text), index))  # fmt: skip
        stop += len(_exclusions(known, text))
        scores[code] = 1.5 * stop + terms + 0.5 * len(_HINTS[code].findall(text.lower()))
    return max(scores, key=lambda code: (scores[code], code == ENGLISH))


def _exclusions(known, text):
    """Words of the language that exclude and are no stop words, less short ones, which other languages have too."""
    found = {match.group().lower() for match in known.avoid.finditer(text)}
    return {words for words in found if len(words) >= SHORTEST_EXCLUSION and not known.stop.issuperset(words.split())}


def says_something(words, text="") -> bool:
    """Whether words hold more than connecting ones, of English or of the language of the text that they are from."""
    code = language_of(text or words)
    stop = frozenset() if code == ENGLISH else language(code).stop
    return bool(content_stems(" ".join(word for word in _words(words) if word not in stop)))


def _english_terms(text):
    words = tokens(text)
    return sum(end - start for start, end, _ in english_title_spans(words)) + 0.5 * len(industry_spans(words))
