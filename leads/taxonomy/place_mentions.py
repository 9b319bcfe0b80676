"""Places that a sentence names, each with where it stands."""

import re
from dataclasses import dataclass

from leads.taxonomy.places import is_city, is_country_or_region, is_demonym, is_state_code, parse_place

_MENTION = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_](?:[\w'’&-]|\.(?=\w))*")
_BEFORE_A_CITY = re.compile(
    r"(?<![\w-])(?:in|near|around|from|at|based|im|aus|bei|um|à|a|au|en|de|dans|em|no|na|di|da|nel|of|greater|"
    r"metropolregion|gro(?:ß|ss)raum|raum|region|région|región|regione|região|area|área|grand|grande|gran)\s+$",
    re.I,
)
_AREA = re.compile(r"(?:Greater|Gro(?:ß|ss)raum|Raum|Metropolregion|Region) .+|.+ (?:Area|Region|Metroplex)")
_SAME_LIST = re.compile(r"\s*(?:,|/|&|and|or|und|oder|et|ou|y|e|o)\s*(?:in |à |a |em |en )?", re.I)
_SPOKEN = re.compile(
    r"[ -](?:speak|language|fluency|skills|teacher|tutor|lesson|literature|cuisine|food|restaurant|wine)", re.I
)
# Before the name of a language, which may be that of a place as well: "who speak good English", "qui parlent français".
_SPEAKS = re.compile(
    r"(?<![\w-])(?:speak(?:s|ing)?|spoken|(?:fluen(?:t|cy)|proficien(?:t|cy)) in|(?:knowledge|command) of|"
    r"parl(?:e|ent|ant|ons|a|ano|ando)|maîtris(?:e|ent|ant)|habla[n]?|hablando|fala[m]?|falando|"
    r"sprechen|spricht|beherrschen)\s+(?:(?:very|good|fluent|fluently|excellent|business|native|some|only|both|bien|"
    r"couramment|l['’]|le|bene|bem)\s*)*(?:[^\W\d_]+(?:,|\s(?:and|or|und|et|ou|e|y|o))\s+){0,4}$",
    re.I,
)
_IN_A_LANGUAGE = re.compile(r"\b(?:in|en|em)\s+$", re.I)
_NO_NOUN = re.compile(r"\s*(?:$|[.;:)]|,\s*(?:in|at|from|who|en|em)\b)", re.I)
_LANGUAGES = frozenset(
    """english german french italian spanish portuguese dutch polish danish swedish norwegian finnish icelandic czech
    slovak slovene slovenian hungarian romanian bulgarian croatian serbian albanian greek turkish russian ukrainian
    estonian latvian lithuanian welsh irish catalan japanese chinese korean thai vietnamese indonesian malay arabic
    hebrew hindi mandarin anglais inglés inglês inglese""".split()
)
# No place has these names, so they need no verb beside them.
_ONLY_LANGUAGES = frozenset(
    """Deutsch Englisch Französisch Italienisch Spanisch Portugiesisch Niederländisch Polnisch Russisch Türkisch
    Arabisch Chinesisch Japanisch""".split()
)
_AMBIGUOUS = frozenset(
    """us la sea south cis gulf eu turkey chad jordan polish thai global anywhere worldwide guinea georgia mobile
    reading nice bath orange normal male java""".split()
)


@dataclass(frozen=True)
class PlaceMention:
    start: int
    end: int
    name: str


def place_mentions(text):
    """Countries, areas and regions a sentence names; cities only where written with a capital after "in"."""
    words = list(_MENTION.finditer(text))
    spoken = _languages(text, words)
    words = [word for word in words if word not in spoken]
    found, position = [], 0
    while position < len(words):
        sizes = (size for size in (4, 3, 2, 1) if _is_place(text, words[position : position + size], size, found))
        size = next(sizes, 0)
        if size:
            start, end = words[position].start(), words[position + size - 1].end()
            found.append(_with_state(text, PlaceMention(start, end, text[start:end])))
            while position < len(words) and words[position].start() < found[-1].end:
                position += 1
        else:
            position += 1
    return found


def languages_in(text):
    """What people are said to speak: "who speak English", "fluent in German and French"."""
    return [match.group() for match in _languages(text, list(_MENTION.finditer(text)))]


def _languages(text, words):
    found = []
    for word in words:
        listed = found and _SAME_LIST.fullmatch(text, found[-1].end(), word.start())
        if word.group() in _ONLY_LANGUAGES or (
            _is_language(word.group().lower()) and (listed or _is_spoken(text, word))
        ):
            found.append(word)
    return found


def _is_language(name):
    return name in _LANGUAGES or is_demonym(name)


def _is_spoken(text, word):
    alone = _IN_A_LANGUAGE.search(text, 0, word.start()) and _NO_NOUN.match(text, word.end())
    return alone or _SPEAKS.search(text, 0, word.start())


def _is_place(text, words, size, found):
    if len(words) < size:
        return False
    name = text[words[0].start() : words[-1].end()]
    low = name.lower()
    known = is_country_or_region(low)
    before = bool(_BEFORE_A_CITY.search(text, 0, words[0].start()))
    capital = name.replace(".", "").isupper()
    if size == 1 and not capital and (len(low) <= 3 or (low in _AMBIGUOUS and not (before and name[0].isupper()))):
        return False
    if _SPOKEN.match(text, words[-1].end()):
        return False
    if known:
        return size > 1 or not name.islower() or len(name) <= 3 or is_demonym(low)
    if _AREA.fullmatch(name):
        return not any(word.islower() for word in name.split()) and is_city(name)
    listed = bool(found) and bool(_SAME_LIST.fullmatch(text, found[-1].end, words[0].start()))
    return (listed or before) and name[:1].isupper() and is_city(name)


def _with_state(text, mention):
    """With the state that follows: "London, ON"."""
    state = re.match(r",\s*([A-Z]{2,3})(?!\w)", text[mention.end :])
    name = f"{mention.name}, {state[1]}" if state else ""
    if state and is_state_code(state[1]) and parse_place(name).city:
        return PlaceMention(mention.start, mention.end + state.end(), name)
    return mention
