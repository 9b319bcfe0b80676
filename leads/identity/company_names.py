"""Companies: is "ACME" the Acme GmbH, and does a bio name it?"""

import re
from dataclasses import dataclass, field
from functools import cache, lru_cache

from leads.identity.domains import domain_name
from leads.identity.keys import company_key
from leads.identity.legal_forms import without_unspaced_form
from leads.identity.spelling import drawn_out, fold, mistyped, read_data, sound, words

COMPANY_MAX = 200
TEXT_MAX = 2_000

# Homophones are asked about.
_HOMOPHONES = 0.5
# Latin, Greek and Cyrillic: their spelling in Latin letters is no guess.
_KNOWN_LETTERS = re.compile("[\u0000-\u052f\u1e00-\u20ff]*$")
_DATA = read_data("company_words")
_LEGAL, _GENERIC, _SITES = (frozenset(_DATA[name].split()) for name in ("legal", "generic", "sites"))
_LEGAL_PHRASE = re.compile(r"\b(?:" + "|".join(_DATA["legal_phrases"]) + r")\b")
_WRITTEN_OUT = _DATA["written_out"]
_SHORT_FORM = re.compile(r"\b(?:" + "|".join(_WRITTEN_OUT) + r")\b")
_NUMERAL = re.compile(r"\d+|[ivx]+")
_HOST = re.compile(r"(?:https?://)?(?:www\.)?((?:[a-z0-9-]+\.)+[a-z]{2,24})(?=[/:?#\s]|$)")
_TAGGED = re.compile(r"[@#](\w{3,40})")
_NAME = r"[A-Z0-9][\w&'’-]*(?:\.\w+)*(?:,? (?:of |and |& )?[A-Z0-9&][\w&'’-]*(?:\.\w+)*){0,5}"
_EMPLOYER = re.compile(
    rf"(?:\b(?:at|bei|chez|[Tt]eam|[Nn]ow|[Cc]urrently|(?:[Ff]ounder|CEO|[Oo]wner|[Pp]resident) of)\s+@?|@ ?)({_NAME})"
)


@dataclass(frozen=True)
class Company:
    words: tuple[str, ...] = ()
    shown: str = field(default="", compare=False)
    # the name itself in a script whose Latin spelling is a guess
    written: str = ""

    def __bool__(self):
        return bool(self.words)

    @property
    def joined(self):
        return "".join(self.words)

    @property
    def telling(self):
        """The words that distinguish this company from others of its trade."""
        return tuple(word for word in self.words if word not in _GENERIC) or self.words


@lru_cache(20_000)
def read_company(text):
    shown = drawn_out(text, COMPANY_MAX)
    bare = without_unspaced_form(shown)
    core = _LEGAL_PHRASE.sub(" ", _spelled(bare.replace("A/S", "as"))).split()
    while len(core) > 1 and core[-1] in _LEGAL:
        core.pop()
    while len(core) > 1 and core[0] in _LEGAL - {"co"}:
        core.pop(0)
    return Company(tuple(core), shown, "" if _KNOWN_LETTERS.match(bare) else company_key(bare))


def _spelled(text):
    """Folded words without "the" and "and", short forms written out."""
    plain = " ".join(word for word in words(text.replace("&", " and ")) if word not in ("the", "and"))
    return _SHORT_FORM.sub(lambda found: _WRITTEN_OUT[found[0]], plain)


@lru_cache(50_000)
def likeness(a, b):
    """1 for the same name, 0 for different ones; short forms, acronyms and typing errors score in between."""
    if not a or not b:
        return 0.0
    if a.words == b.words or a.joined == b.joined:
        # other characters may sound alike
        return 1.0 if not (a.written and b.written) or a.written == b.written else _HOMOPHONES
    if _numerals(a) != _numerals(b):
        return 0.3 if a.telling[0] == b.telling[0] else 0.0
    if [sound(word) for word in a.words] == [sound(word) for word in b.words]:
        return 0.95
    if len(a.words) == len(b.words) and all(_alike(x, y) for x, y in zip(a.words, b.words, strict=True)):
        return 0.9
    if min(len(a.joined), len(b.joined)) >= 6 and (sound(a.joined) == sound(b.joined) or mistyped(a.joined, b.joined)):
        return 0.9
    if _is_acronym(a, b) or _is_acronym(b, a):
        return 0.7
    if sorted(a.words) == sorted(b.words):
        return 0.9
    if a.telling == b.telling and len("".join(a.telling)) > 2:
        return 0.8 if set(a.words) <= set(b.words) or set(b.words) <= set(a.words) else 0.4
    short, long = sorted((a.telling, b.telling), key=len)
    if long[: len(short)] == short and len("".join(short)) >= 4:
        return 0.6 if len(short) > 1 else 0.5
    shared = set(a.telling) & set(b.telling)
    return 0.3 if len(shared) * 2 >= len(long) else 0.0


def _alike(a, b):
    return sound(a) == sound(b) or mistyped(a, b)


@cache
def _large():
    return frozenset(read_company(name).joined for name in _DATA["large"])


def is_large(text):
    """Whether a company of this name is known to have so many people that namesakes work there."""
    return read_company(text).joined in _large()


def _numerals(company):
    return [word for word in company.words if _NUMERAL.fullmatch(word)]


def _is_acronym(short, long):
    return (
        len(short.words) == 1
        and 3 <= len(short.joined) <= 6
        and len(long.words) >= 3
        and short.joined == "".join(word[0] for word in long.words)
    )


def mention(company, text):
    """How surely a free text – a bio, what follows a name – names the company: 0 to 1."""
    if not company or not text.strip():
        return 0.0
    text = drawn_out(text, TEXT_MAX)
    if any(_is_tag_of(company, tag) for tag in _TAGGED.findall(fold(text))):
        return 1.0
    spelled = f" {_spelled_text(text)} "
    if f" {' '.join(company.words)} " in spelled:
        return 1.0 if len(company.words) > 1 or _is_marked(company, text) else 0.5
    telling = " ".join(company.telling)
    if " " in telling and f" {telling} " in spelled:
        return 0.8
    return max((likeness(company, employer) for employer in employers(text)), default=0.0) * 0.9


@lru_cache(5_000)
def _spelled_text(text):
    return _spelled(text)


def _is_tag_of(company, tag):
    tag = tag.replace("_", "")
    if len(company.joined) < 4 or not tag.startswith(company.joined):
        return tag == company.joined
    return tag[len(company.joined) :] in _LEGAL | _GENERIC | {""}


def _is_marked(company, text):
    """Whether a name of one word is written as a name: with a capital letter, or as the whole text."""
    capitals = (fold(word).strip(".,;:!?()'\"") for word in text.split() if word[:1].isupper())
    return company.words[0] in capitals or read_company(text) == company


@lru_cache(5_000)
def employers(text):
    """Companies a text claims to work at: "VP Sales at Acme", "@acme", "Team Acme"."""
    return tuple(filter(None, (read_company(found.rstrip(".,")) for found in _EMPLOYER.findall(drawn_out(text, 500)))))


def hosts(texts):
    """Host names in the addresses, without sites that host pages of many people."""
    found = (host for text in texts for host in _HOST.findall(fold(text[:500]).strip()))
    return frozenset(host for host in found if domain_name(host) not in _SITES)


def is_host_of(company, host):
    label = domain_name(host).replace("-", "")
    return len(label) > 2 and label in (company.joined, "".join(company.telling))
