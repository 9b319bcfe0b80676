"""What a text says is not wanted, in six languages."""

import re

from leads.audience.sellers import refusals, sellers
from leads.audience.sizes import is_within_size, listed_size
from leads.audience.wording import opens_part
from leads.taxonomy.languages import ENGLISH, language
from leads.taxonomy.place_mentions import place_mentions

_AVOID = re.compile(
    r"(?<![\w-])(?:but not|and not|not|avoid(?:ing|s)?|exclud(?:e|es|ing|ed)|except(?:ing)?(?: for)?|excl\.?|"
    r"with the exception of|other than|rather than|instead of|apart from|aside from|barring|save for|sans|"
    r"(?:any|every)(?:thing|one|where) but|all but|never|nor|no|nobody|none of the|"
    r"skip(?:ping)?|ignore|ignoring|omit(?:ting)?|"
    r"leave out|leaving out|(?:leave|keep|filter|rule|screen)(?= (?:\w+,? ){1,5}out\b)|"
    r"stay away from|steer clear of|minus|"
    r"(?:don['’]?t|do not|please don['’]t) (?:want|target|contact|include|send|show|need|bother with)|"
    r"without)(?![\w-])",
    re.I,
)
# Said behind what it excludes: "…, interns excluded".
_BEHIND = re.compile(
    r"(?<!\w)(?:(?:are |is |to be )?(?:excluded|excepted|unwanted)|(?:(?:are|is) )?not wanted|(?:are|is) out|"
    r"need not apply|aside|excl\.?)(?!\w)",
    re.I,
)
_BEFORE = re.compile(r"[,;.:\n–—](?!\w)|\(|\s-\s")
_OR_NOT = re.compile(r"\b(?:or|oder|ou|o)\s+$", re.I)
_ENDS = re.compile(r"\s*(?:please|bitte|per favore|por favor|s['’]il vous plaît)?\s*(?:[,.;:)\n–—]|$)", re.I)
_KEEP = re.compile(
    r"not[ -]for[ -]profits?|not (?:only|just|necessarily|limited|yet|least|more|less|fewer|far|outside|even|using|"
    r"have|having|want to|able|sure)|"
    r"no[ -](?:code|more|less|fewer|longer|matter|problem|later)|(?:do|does|did|is|are|has|have|can|could|"
    r"should|will) not|"
    r"(?:don|doesn|didn|isn|aren|hasn|haven|can|couldn|won)['’]?t",
    re.I,
)
_ONLY = re.compile(r"(?<!\w)(?:only|just|but rather|but|instead)(?!\w)", re.I)
# "teams without a CRM" lack something, "…, without agencies" leaves someone out.
_LACK = re.compile(r"(?:without|ohne|sans|sin|sem|senza|no|non|não|nicht)$", re.I)
_WITHOUT = re.compile(r"without|ohne|sans|sin|sem|senza", re.I)
# "IT-Leiter nicht in Bayern": who is somewhere lacks nothing.
_SOMEWHERE = re.compile(r"\s(?:in|im|aus|bei|en|em|no|na|nel|nella)\s", re.I)
_DONT_WANT = re.compile(
    r"(?:don['’]?t|do not|please don['’]t) (?:want|target|contact|include|send|show|need|bother with)", re.I
)
# Before the name of a place: "agents outside Lisbon", "outside the US", "hors d'Italie".
_ARTICLE = r"(?:(?:the|d(?:er|ie|es|em|en)|l[aeo]s?|el|il|gli)\s+|l['’]\s*)?"
OUTSIDE = re.compile(
    r"(?<![\w-])(?<!not )(?:(?:(?:en )?(?:de)?hors d|(?:al )?fuori d(?:all)?)['’]\s*|"
    r"(?:outside(?: of)?|au(?:ß|ss)erhalb(?: von)?|(?:en )?(?:de)?hors(?: d(?:e|u|es))?|"
    rf"(?:al )?fuori(?: d(?:i|al?|ai|agli|all[ae]))?|fuera del?|fora d(?:e|[ao]s?))(?![\w-])\s*{_ARTICLE})",
    re.I,
)
# The rest of a long text is not read again for each word that may stand before places.
_LONGEST_LIST = 300
_LISTED = re.compile(rf"\s*(?:,|&|(?:,\s*)?(?:and|or|und|oder|et|ou|y|o|e))\s*{_ARTICLE}", re.I)
_STOP = re.compile(r"[.;:)\n](?!\w)|$")
_BACK = re.compile(r",\s*(?=(?:in|at|from|within|across|im|bei|aus|dans|chez|en|em|nel|nella|presso)\s)", re.I)


def split_exclusions(text, spoken=ENGLISH):
    """(what is wanted, [(start, end) of what is not]). What is not wanted is blanked, so that places stay the same."""
    wanted, unwanted, position = text, [], 0
    while found := _next_exclusion(text, spoken, position):
        start, clause, end = found
        if text[slice(*clause)].strip():
            unwanted.append(clause)
        wanted = wanted[:start] + " " * (end - start) + wanted[end:]
        position = max(end, clause[1])
    return wanted, unwanted


def _next_exclusion(text, spoken, position):
    """The first from a position on: (where it starts, (start, end) of what is not wanted, where it ends)."""
    marker, found = _next_marker(text, spoken, position), []
    if marker:
        places = OUTSIDE.fullmatch(marker.group()) and _places_from(text, marker.end())
        end = places or _end_of_clause(text, spoken, marker.end())
        found.append((marker.start(), (marker.end(), end), end))
    return min([*found, *_said_before(text, spoken, position)], default=None)


def _places_from(text, start):
    """Where the places end that are listed from there on, or None."""
    end = None
    for place in place_mentions(f"in {text[start : start + _LONGEST_LIST]}"):
        first, last = start + place.start - len("in "), start + place.end - len("in ")
        if first != start and not (end and _LISTED.fullmatch(text, end, first)):
            break
        end = last
    return end


def _said_before(text, spoken, position):
    patterns = [_BEHIND] + ([] if spoken == ENGLISH else [language(spoken).behind])
    for match in (match for pattern in patterns for match in pattern.finditer(text, position)):
        before = [stop.end() for stop in _BEFORE.finditer(text, position, match.start())]
        is_behind = _ENDS.match(text, match.end()) and not _OR_NOT.search(text, 0, match.start())
        if is_behind and before and text[before[-1] : match.start()].strip():
            yield before[-1], (before[-1], match.start()), match.end()


def _next_marker(text, spoken, position):
    known = None if spoken == ENGLISH else language(spoken)
    patterns = [(_AVOID, _KEEP)] + ([(known.avoid, known.keep)] if known else [])
    found = [match for match in OUTSIDE.finditer(text, position) if _places_from(text, match.end())]
    found += [match for match in refusals(text) if match.start() >= position]
    found += [
        match
        for avoid, keep in patterns
        for match in avoid.finditer(text, position)
        if _is_exclusion(text, match, keep)
    ]
    return min(found, key=lambda match: (match.start(), -match.end()), default=None)


def _is_exclusion(text, match, keep):
    if _DONT_WANT.fullmatch(match.group()):
        return True
    if any(other.start() <= match.start() < other.end() for other in keep.finditer(text)):
        return False
    if is_within_size(text, match.start()):
        return False
    if not _LACK.search(match.group()) or opens_part(text, match.start()):
        return True
    return bool(_SOMEWHERE.match(text, match.end())) or leaves_out_places(text, match)


def leaves_out_places(text, match):
    """ "Deutschland ohne Bayern", where nothing else follows: not "ohne deutsche Kunden"."""
    end = _WITHOUT.fullmatch(match.group()) and _places_from(text, match.end() + 1)
    return bool(end and _ENDS.match(text, end))


def _end_of_clause(text, spoken, start):
    ends = [_STOP.search(text, start).start(), *(one.start() for one in sellers(text) if one.start() > start)]
    for pattern in (_ONLY, *([] if spoken == ENGLISH else [language(spoken).only]), _BACK):
        ends += [match.start() for match in [pattern.search(text, start)] if match and match.start() > start + 1]
    return min([*ends, listed_size(text, start) or len(text)])
