"""The parts of a title that name the person's own roles of today.

Not former ones or wanted ones, not those of the people they work for, and not those of their customers.
"""

import re
import tomllib

from leads.taxonomy.functions import DATA

_WORDS = tomllib.loads((DATA / "titles" / "scope.toml").read_text(encoding="utf-8"))
_PEOPLE = frozenset(_WORDS.pop("people").split())
_ANY = {name: f"(?:{'|'.join(words)})" for name, words in _WORDS.items()}


def _of(pattern, **more):
    return re.compile(pattern.format(**_ANY, **more), re.IGNORECASE)


_LISTS = re.compile(r"\s*[|•·;\n｜]\s*")
_PARTS = _of(
    r"([,/()\[\]（）【】、，／]|\s[-–—]+\s|[–—]|\s&\s(?=\w+ to )|(?<!\w){now}(?!\w))".replace("{now}", _ANY["now"])
)
_EMPLOYER = re.compile(
    r"(?:\s+(?:at|bei|chez|presso)\s+|\s*@\s*)(?=[\w\"']).*?(?=[,;|/•·()\[\]\n–—]|\s-\s|$)", re.IGNORECASE
)
_EX = re.compile(r"(?<!\w)ex-?(?=(?:direct|diret|presid|gerent|jef|c[efimotp]o\b)\w*).*", re.IGNORECASE)
_FORMER_GLUED = re.compile(
    r"(?:(?<=\s)|^)(?:元|前任?|原|전)\s*(?=社長|会長|代表|取締役|専務|常務|理事|部長|局|院|校|主席|总|總|董|首席|行长|行長|经理|經理|副|"
    r"执行|執行|創業|创始|대표|사장|회장|부사장|이사|본부장|ceo|cfo|cto|coo|cmo|cio|vp|head|director).*",
    re.IGNORECASE,
)
_FORMER = _of(r"(?<!\w){former}(?!\w)(?! officio).*")
_FORMER_BEHIND = _of(r"\W*{former_behind}\W*(?:(?:in |since |until )?\d{{4}})?\W*")
_ENDS_FORMER = _of(r".*\w\W+(?!(?:ex|ret|past)\W*$){former_behind}\W*")
_TURNED = _of(r".*\w[\s-]+{turned}(?!\w)|^\W*from\s.*\sto\s")
_ASPIRING = _of(r"\W*(?:(?:i.m|i am|an?|the|une?|eine?|un[ao]?|um|uma)\s+)?{aspiring}(?!\w).*")
_ENDS_ASPIRING = _of(r".*\w[\s-]+{aspiring_behind}\W*")
_WANTED = _of(r"(?<!\w){wanted}(?!\w).*")
_FAN = _of(r".*\w\W+{fan}\W*")
_RELATIVE = _of(r"(?<!\w){relative}(?!\w).*")
_HELPING = _of(r"(?<!\w){helping}(?!\w).*")
_DEALING = _of(r"(?<!\w){dealing}(?!\w)")
_TOWARDS = re.compile(
    r"(?<!\w)(?:to|for|with|among|by|für|mit|pour|avec|para|per|con|com|aux?|ai|agli)\s+", re.IGNORECASE
)
_FOR_PERSONS = _of(r"(?<!\w)(?:für|pour|para|per)\s+(?:(?:die|den|les|el|los|os|i|il|gli)\s+)?{persons}(?!\w).*")
_HIGH = (
    r"(?:c[aefimotpr]o|chro|ciso|chief|president|chairman|chairwoman|chairperson|chair|co-?founder|founder|owner|board|"
    r"dean|mayor|partner|managing director|executive director|general manager|c-?suite|c-?level|vice president|s?vp|"
    r"evp|director|head|principal|managing)"
)
_ADJECTIVES = r"(?:(?:senior|executive|group|deputy|vice|general|global|regional|acting|interim|company|startup)\s+)*"
_SERVED = _of(
    r"\boffices? of\s+(?:the\s+|our\s+)?{adjectives}{high}\b.*"
    r"|\b(?:report|answer)(?:s|ing)?\s+(?:\w+\s+)?to\b.*"
    r"|\bto\s+(?:the|our|an?|his|her|its|their|several|various|many|senior|top)\b.*"
    r"|\b(?:to|for)\s+(?:the\s+|our\s+)?{adjectives}{high}s?\b.*"
    r"|\b(?:supporting|assisting|serving|helping|advising)\s+(?:the|our)\b.*"
    r"|\b(?:trusted\s+)?partner\s+to\b.*",
    high=_HIGH,
    adjectives=_ADJECTIVES,
)
_FOR = r"(?:to|for|of|des?|du|der|zu[mr]|von|für|d[oa]|del(?:la)?|dell.|d.|au|auprès d[eu]|al(?:la)?|all.|a|di)"
_WHO_SERVES = _of(
    r"(?<!\w)({serves})(?:\s+to(?!\w)(?:\s+(?:the|our))?"
    r"|\s+{link}(?:\s+(?:the|our|la|le|l.|il|lo|el|o|a|den|die))?(?:\s+[\w'-]+){{0,2}}?(?:\s+|(?<=['’])){persons})(?!\w).*",
    link=_FOR,
)
# "HR Director's assistant": whose assistant it is says nothing of the assistant's own work.
_SERVER_OF = _of(
    r"(?:(?!(?:and|und|et|y|e)\b)[\w&]+\s+){{0,3}}?\b(?:{high}|manager|lead|officer|controller|counsel|treasurer|supervisor|executive)(?:['’]s|s['’])\s+(?:\w+\s+)??(?={serves}(?!\w))",
    high=_HIGH,
)
_TOPIC = _of(r"(?<!\w)({speaks})\s+(?:on|about|über|zum? thema|sur|sobre|su)(?!\w).*")
_ASSISTS = re.compile(
    r"(?!assistant (?:manager|director))(?:.*(?:assist|secr|sekr|segr)|e\.?a|p\.?a|aide|asistente|adj|right|rechte|"
    r"bras|mano|braccio|braço|vorz)",
    re.IGNORECASE,
)
_OF_ANOTHER = _of(
    r"(?<!board of )\b{high}(?:['’]s?|s['’]?)(?=\W|$)"
    r"|\b(?:c[aefimot]o|president|chairman|chairwoman|chair|founder|vorstands?|geschäftsführ\w+)[\s-]+(?=(?:{beside}|assistent\w*)(?!\w))",
    high=_HIGH,
    beside=_ANY["beside_others"],
)
_CUES = _of(
    r"(?<!\w)(?:{former}|{former_behind}|{turned}|{aspiring}|{aspiring_behind}|{wanted}|{fan}|{relative}|{helping}|{dealing}|{serves}|{speaks}|{beside_others}|ex-?\w+|from"
    r"|to|for|with|among|by|für|mit|pour|avec|para|per|con|com|aux?|ai|agli|retired|office|report\w*|answer\w*)(?!\w)|['’]|s\b|元|前|原|전"
)  # fmt: skip
_CUTS = (
    (_FORMER_GLUED, ""), (_FORMER, ""), (_EX, ""), (_ASPIRING, ""), (_WANTED, " "), (_RELATIVE, ""), (_HELPING, ""),
)  # fmt: skip
_DROPS = (_ENDS_FORMER, _ENDS_ASPIRING, _FAN)
_AGENT = re.compile(
    r"(?:[a-z]{3,}(?:er|or|ist|ant|ent|ian|man|eer|ive|ee|chef|nurse|coach|dean)|c[aefimotp]o|vp|daf|drh|dsi)s"
)


def without_employer(title) -> str:
    return _EMPLOYER.sub(" ", title)


def own_parts(title) -> list[list[str]]:
    """The title's lists, divided by bars and bullets, of their own parts, divided by commas and the like."""
    lists = []
    for text in _LISTS.split(title):
        kept = _own_parts(text)
        if lists and kept == [None]:
            lists.pop()
        elif kept := [part for part in kept if part]:
            lists.append(kept)
    return lists


def _own_parts(text) -> list[str | None]:
    """Own parts of one list; [None] where it says that the list before is of former times."""
    pieces = _PARTS.split(text)
    kept, cut_before = [], False
    for place in range(0, len(pieces), 2):
        part, before = pieces[place].strip(), pieces[place - 1] if place else ""
        if _FORMER_BEHIND.fullmatch(part):
            if not kept:
                return [None]
            kept.pop()
        elif (before == "(" and kept and _is_short_for(part, kept[-1])) or (before == "/" and cut_before):
            continue
        else:
            own = _own(part).strip()
            cut_before = not own and bool(part)
            kept.append(own)
    return kept


def _is_short_for(short, words) -> bool:
    initials = "".join(word[0] for word in re.findall(r"[^\W_]+", words))
    return short.isupper() and len(short) > 1 and initials.upper().endswith(short)


def _own(part) -> str:
    if not _CUES.search(part):
        return part
    part = _TURNED.sub("", part)
    if any(ends.fullmatch(part) for ends in _DROPS):
        return ""
    for pattern, instead in _CUTS:
        part = pattern.sub(instead, part)
    part = _WHO_SERVES.sub(_server, _SERVER_OF.sub("", _TOPIC.sub(r"\1", part)))
    return _OF_ANOTHER.sub(" ", _SERVED.sub(" ", _without_people(_FOR_PERSONS.sub("", part))))


def _server(match) -> str:
    """Who assists a person is an assistant, whatever that person does."""
    return f"{match[1]} PA" if _ASSISTS.match(match[1]) else match[1]


def _without_people(part) -> str:
    """The part up to the customers that it goes on to name: "Coach for founders", "recruiting engineers"."""
    for pattern, keeps, reach in ((_DEALING, True, 6), (_TOWARDS, False, 3)):
        for match in pattern.finditer(part):
            following = re.findall(r"[^\W_]+", part[match.end() :].lower())[:reach]
            if any(map(_is_people, following)):
                part = part[: match.end() if keeps else match.start()]
                break
    return part


def _is_people(word) -> bool:
    return word in _PEOPLE or bool(_AGENT.fullmatch(word))
