"""Job titles and places to search for, from the audience of an offer, in the words in which it was written."""

import re
from itertools import chain

from leads.audience.audience import Audience, Kind, Part, Voice
from leads.audience.stored import audience_of
from leads.models import Offer
from leads.taxonomy import languages
from leads.taxonomy.functions import FUNCTIONS, classify_title
from leads.taxonomy.languages import ENGLISH, language_of, stem
from leads.taxonomy.places import country_name, country_spelled, parse_place
from leads.taxonomy.seniority import Seniority
from leads.taxonomy.titles.roles import classify_seniority, weigh_own
from leads.taxonomy.words import singular

ROLES, WORDS_MAX = 8, 5
GROUP_MAX = 10
# Who leads a whole company, whatever it is called.
LEADING = frozenset({"founder", "executive"})
ANYBODY = frozenset("people person team company business buyer customer user".split())
MARKS = re.compile(r"[()\"“”:]")
UNWANTED = re.compile(r"\b(?:avoid|not|no|never|exclud\w+|except|without|ignore|skip|rather than|other than)\b", re.I)
SENTENCE = re.compile(r"[.!?;\n]+")
LIST = re.compile(r",|/|\b(?:and|or|as well as|plus)\b", re.I)
# How the first word of a title ends in the plural, and in the singular.
PLURALS = {
    "de": (("innen", ""),),
    "fr": (("s", ""),),
    "es": (("ores", "or"), ("s", "")),
    "pt": (("ores", "or"), ("ões", "ão"), ("s", "")),
    "it": (("i", "e"),),
}
ADJECTIVES = {
    "fr": (("aux", "al"), ("iers", "ier"), ("els", "el"), ("iques", "ique")),
    "es": (("ales", "al"), ("ieros", "iero"), ("icos", "ico"), ("ivos", "ivo")),
    "pt": (("ais", "al"), ("eiros", "eiro"), ("icos", "ico"), ("ivos", "ivo")),
    "it": (("iali", "iale"), ("ari", "ario"), ("ici", "ico"), ("ivi", "ivo")),
}
# What follows says where they work or what they do, and is no part of a title.
BEYOND = re.compile(
    r"\b(?:at|in|from|within|who\w*|anyone|everyone|those|that|which|with|responsible|working|leading|running)\b",
    re.I,
)


def roles_of(offer: Offer) -> list[str]:
    """Titles as the audience writes them, without what it excludes or a hand took out, then what else it wants."""
    audience, unwanted = audience_of(offer), unwanted_functions(offer)
    written = [role for role in written_roles(offer) if not functions_of(role) & unwanted]
    return list(dict.fromkeys([*written, *further_roles(audience, written)]))[:ROLES]


def unwanted_functions(offer: Offer) -> set[str]:
    audience = audience_of(offer)
    return audience.excluded_functions.union(audience.taken_out)


def further_roles(audience: Audience, written: list[str]) -> list[str]:
    """What a hand or the AI adds to the words. The reader's own guesses are no titles to search for."""
    named = set().union(*map(functions_of, written))
    parts = [part for part in audience.of(Kind.FUNCTION) if part.voice in (Voice.HAND, Voice.AI)]
    return [usual_title(part.code) for part in parts if part.code not in named]


def functions_of(role: str) -> set[str]:
    return {code for code, _ in weigh_own(role)}


def usual_title(function: str) -> str:
    titles = FUNCTIONS[function].titles
    return next((title for title in titles if title.replace(" ", "").isalpha()), titles[0])


def written_roles(offer: Offer) -> list[str]:
    language = language_of(offer.target_audience)
    if language != ENGLISH:
        return roles_in(language, audience_of(offer))
    wanted = [sentence for sentence in SENTENCE.split(offer.target_audience) if not UNWANTED.search(sentence)]
    return list(dict.fromkeys(role for sentence in wanted for role in roles_of_sentence(sentence, companies_of(offer))))


def companies_of(offer: Offer) -> set[str]:
    """What the audience calls kinds of company, each in the singular."""
    return {of_one_person(part.words).casefold() for part in audience_of(offer).of(Kind.INDUSTRY)}


def roles_of_sentence(sentence: str, companies: set[str]):
    """A list may go on behind the titles: "at retailers and 3PLs in Poland and Denmark"."""
    is_behind = False
    for part in LIST.split(sentence):
        words, *beyond = BEYOND.split(part, maxsplit=1)
        role = of_one_person(words)
        is_other = is_place(words) or (is_behind and role.casefold() in companies)
        if is_role(role) and (classify_title(role) or not is_other):
            yield role
        is_behind = is_behind or bool(beyond)


def is_place(words: str) -> bool:
    return bool(parse_place(words.strip().removeprefix("the ")))


def places_of(offer: Offer) -> list[str]:
    """The typed places; where none is typed, those of the audience's words."""
    read = audience_of(offer).of(Kind.PLACE)
    places = map(country_spelled, offer.locations) if offer.locations else chain.from_iterable(map(place_names, read))
    return list(dict.fromkeys(places))


def place_names(part: Part) -> list[str]:
    """The place, or the countries of a small group such as the Nordics. A continent has too many to ask for each."""
    countries = parse_place(part.code).countries
    if not countries:
        return [part.label]
    return sorted(map(country_name, countries)) if len(countries) <= GROUP_MAX else []


def roles_in(language: str, audience: Audience) -> list[str]:
    """The words that the reader of the language took for wanted functions, and for ranks that lead a company."""
    parts = [
        part
        for part in (*audience.of(Kind.FUNCTION), *audience.of(Kind.RANK))
        if not part.excluded and part.voice != Voice.HAND and 0 < len(part.words.split()) <= WORDS_MAX
    ]
    titles = [(part.kind, title_in(language, part.words)) for part in parts]
    return list(
        dict.fromkeys(title for kind, title in titles if kind == Kind.FUNCTION or leads_a_company(title, language))
    )


def leads_a_company(title: str, code: str) -> bool:
    is_company = stem(code, title) in languages.language(code).organisations
    return not is_company and classify_seniority(title) >= Seniority.C_LEVEL and bool(functions_of(title) & LEADING)


def title_in(language: str, words: str) -> str:
    """Directeurs de production → Directeur de production. A function by itself stays: acquisti."""
    head, _, rest = words.partition(" ")
    if not rest and language != "de":
        return words
    for ending, single in PLURALS[language]:
        if head.endswith(ending):
            return f"{head.removesuffix(ending)}{single} {agreeing(language, rest)}".rstrip()
    return words


def agreeing(language: str, rest: str) -> str:
    """One adjective after a title stands in the singular with it: financiers → financier."""
    for ending, single in ADJECTIVES.get(language, ()):
        if " " not in rest and rest.endswith(ending):
            return rest.removesuffix(ending) + single
    return rest


def of_one_person(words: str) -> str:
    """Plant managers → plant manager, VPs of finance → VP of finance, VP Sales → VP sales."""
    head, of, rest = " ".join(MARKS.sub(" ", words).split()).partition(" of ")
    *before, last = [plain(word) for word in head.split()] or [""]
    is_led = classify_seniority(" ".join(before)) in (Seniority.DIRECTOR, Seniority.VP)
    return " ".join([*before, last if is_led else singular(last)]) + of + rest.lower()


def plain(word: str) -> str:
    """Small letters, but for abbreviations: CFOs → CFO."""
    if word.endswith("s") and word[:-1].isupper():
        return word[:-1]
    return word if word.isupper() else word.lower()


def is_role(words: str) -> bool:
    known = classify_title(words) or classify_seniority(words) not in (None, Seniority.UNKNOWN)
    return bool(known) and words not in ANYBODY and len(words.split()) <= WORDS_MAX
