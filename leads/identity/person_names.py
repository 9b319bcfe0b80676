"""Names of people: the name in "🚀 Dr. Anna-Maria van Dam (she/her), MBA | CEO at Acme"."""

import re
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache

from leads.identity.name_key import GENERATIONS
from leads.identity.spelling import drawn_out, fold, read_data, words

NAME_MAX = 200
WORDS_MAX = 8

_QUOTED = re.compile(r"[\"“”„«»(\[]([^\"“”„«»()\[\]]{1,40})[\"“”„«»)\]]")
_PRONOUNS = re.compile(
    r"\b(?:she|he|they|ze|xe|elle|il|sie|er|ella|el)\s?/\s?\w{2,6}(?:\s?/\s?\w{2,6})?\b", re.IGNORECASE
)
_SEPARATOR = re.compile(r"\s*[|•●;/<>{}\n]\s*|\s+[-–—~:·]+\s+|\s+(?=@)|\s+(?:at|bei|chez)\s+(?=[A-Z@])")
# Scripts whose Latin spelling cannot be told from the letters.
_UNSURE_SCRIPTS = {
    "Hebrew": re.compile("[\u0590-\u05ff]"),
    "Arabic": re.compile("[\u0600-\u08ff]"),
    "of India and South-East Asia": re.compile("[\u0900-\u109f\u1780-\u17ff]"),
    "Hangul": re.compile("[\u1100-\u11ff\uac00-\ud7ff]"),
    "kana": re.compile("[\u3040-\u30ff]"),
    "Han": re.compile("[\u3400-\u9fff\U00020000-\U0003ffff]"),
}
_CJK_DOT = re.compile(r"(?<=[\u3040-\u9fff])[·・‧•](?=[\u3040-\u9fff])")
_CAMEL = re.compile(r"(?<=[a-z]{2})(?=[A-Z][a-z]{2})")
_DATA = read_data("decorations")
_TITLES, _CREDENTIALS, _PARTICLES = (frozenset(_DATA[name].split()) for name in ("titles", "credentials", "particles"))
_VIETNAMESE = frozenset("nguyen tran le pham hoang huynh phan vu vo dang bui do ho ngo duong ly dinh truong".split())
_ADDRESS = frozenset(("mr", "mrs", "ms", "dr", "prof", "herr", "frau", "rep", "sen", "mme", "sra"))


@dataclass(frozen=True)
class Name:
    """Folded words, given names first; `rest` is the text after the name."""

    words: tuple[str, ...] = ()
    called: tuple[str, ...] = ()
    titles: tuple[str, ...] = ()
    generation: str = ""
    shown: str = ""
    rest: str = ""

    @property
    def given(self):
        return self.words[0] if self.words else ""

    @property
    def middle(self):
        return self.words[1:-1]

    @property
    def family(self):
        return self.words[-1] if len(self.words) > 1 else ""

    @cached_property
    def scripts(self):
        """Those of its scripts whose Latin spelling cannot be told from the letters."""
        return frozenset(name for name, letters in _UNSURE_SCRIPTS.items() if letters.search(self.shown))

    @property
    def is_unsure(self):
        return bool(self.scripts)

    def turned(self):
        """The same with the first word last: Kim Jong Un is Jong Un Kim."""
        return replace(self, words=self.words[1:] + self.words[:1])


@lru_cache(20_000)
def read_name(text):
    text = _CJK_DOT.sub(" ", _PRONOUNS.sub(" ", drawn_out(text, NAME_MAX)))
    text, *rest = _SEPARATOR.split(text, maxsplit=1) if not _SEPARATOR.match(text) else (text,)
    called = tuple(word for found in _QUOTED.findall(text) for word in words(found)[:1] if word.isalpha())
    text = _QUOTED.sub(" ", text)
    before, *after = (part.strip() for part in text.split(","))
    suffixes = [word for part in after if _is_decoration(part) for word in words(part)]
    after = [part for part in after if part and not _is_decoration(part)]
    if after and len(before.split()) <= 3 and len(after[0].split()) <= 4:
        # Smith, Anna
        before, after = f"{after[0]} {before}", after[1:]
    spelled, titles, credentials = _undecorated(before)
    return Name(
        words=_with_particles(spelled)[:WORDS_MAX],
        called=called,
        titles=titles,
        generation=next((GENERATIONS[word] for word in (*suffixes, *credentials) if word in GENERATIONS), ""),
        shown=" ".join(before.split()),
        rest=" ".join([*after, *rest]).strip(),
    )


def _is_decoration(part):
    return set(words(part)) <= _CREDENTIALS | GENERATIONS.keys()


def _undecorated(text):
    raw = text.split()
    if len(raw) == 1:
        raw = _halves(raw[0])
    spelled = [(word, "".join(words(word.replace("-", " ")))) for word in raw]
    spelled = [(word, letters) for word, letters in spelled if letters]
    titles, suffixes = [], []
    # the Don of Don Bacon is no title: what may be a first name is one only before a whole name
    while spelled and _is_title(*spelled[0]) and len(spelled) > 1 + (spelled[0][1] not in _ADDRESS):
        titles.append(spelled.pop(0)[1])
    while len(spelled) > 2 and _may_follow_a_name(spelled[-1][1]) and _looks_like_credential(spelled[-1][0], text):
        suffixes.append(spelled.pop()[1])
    return [_parts(word) for word, _ in spelled], tuple(titles), suffixes


def _halves(word):
    """A whole name in one word: Anna-Smith, anna.smith, AnnaSmith."""
    parts = [part for part in re.split(r"[-_.]+", word) if len(part) > 1]
    return parts if len(parts) > 1 else _CAMEL.split(word)


def _is_title(word, letters):
    """The Arabic Omar is spelled mr."""
    return letters in _TITLES and not any(script.search(word) for script in _UNSURE_SCRIPTS.values())


def _may_follow_a_name(letters):
    return letters in _CREDENTIALS or letters in GENERATIONS


def _looks_like_credential(word, text):
    """MA is a degree in "Anna Smith MA" and a name in "Anna Ma" and "ANNA LEE MA"."""
    return (
        "." in word or (word.isupper() and not text.isupper()) or fold(word).rstrip(".") in {*GENERATIONS, "phd", "esq"}
    )


def _parts(word):
    """Hyphens stay: they mark the halves of a double name."""
    return "-".join("".join(words(part)) for part in re.split("[-‐‑]", word) if words(part))


def _with_particles(spelled):
    """A particle is joined to the word after it: van der Meer is one word. At the end it is a word of its own."""
    joined, led = [], ""
    # in Nguyen Van An it is a name of its own
    particles = _PARTICLES - {"van"} if spelled and spelled[0] in _VIETNAMESE else _PARTICLES
    for number, word in enumerate(spelled):
        if word in particles and 0 < number < len(spelled) - 1:
            led += word
        else:
            joined.append(led + word)
            led = ""
    return tuple(joined)
