"""What an offer says in the words of its own language: the things it sells, its pains, and who needs it."""

import re
from itertools import zip_longest

from leads.models import Offer
from leads.sources.roles import roles_of
from leads.taxonomy.languages import ENGLISH, STEMMERS, language
from leads.taxonomy.products import kind_of_product
from leads.taxonomy.words import content_stems

JARGON_WORDS, PAIN_WORDS = 3, 2
# What is sold, as the head of its description names it: "Production scheduling that replans …" → production scheduling.
HEAD = re.compile(
    r"\b(?:that|which|who|for|to|with|so|by|in|on|where|when|and|is|are|helps?|lets?|replans?)\b|[.,;:()–—]"
)
# Where one part of a sentence ends and the next begins.
CLAUSE = re.compile(
    r"[.,;:()–—]|\b(?:because|since|when|while|and|or|but|so|until|after|before|every|each|never|not|without|whenever)\b"
)
SENTENCE = re.compile(r"[.!?;\n]")
# A description that begins with who sells names what is sold at its end: "We clean your sales pipeline".
WE = re.compile(r"(?:we|our|i|wir|unsere?|nous|nos|notre|noi|nós|nosotros)\b", re.IGNORECASE)
WEAK = frozenset(
    """take takes hour hours day days week weeks month months long know knows much many one wegen jede jeden jeder jedes
    stunden tage wochen monat monate chaque heures jours mois cada horas días dias mes mês meses ogni ore giorni
    mese mesi""".split()
)
KINDS = re.compile(
    r"\b(?:software|tools?|platforms?|systems?|apps?|services?|solutions?|suites?|plattform|werkzeug|lösung|logiciel|"
    r"plateforme|outil|aplicación|plataforma|herramienta|programa|ferramenta|programma|piattaforma|strumento)\b",
    re.IGNORECASE,
)
MARKS = re.compile(r"[.,;:()–—]")


def fillings_of(offer: Offer) -> dict[str, list[str]]:
    return {
        "thing": things_sold(offer),
        "competitor": offer.competitors,
        "pain": pains_of(offer),
        "phrase": offer.wanted_phrases,
        "role": roles_of(offer),
        "industry": offer.industries,
    }


def wider_fillings(offer: Offer) -> dict[str, list[str]]:
    """For once the others are used up: what people call such a thing, and well-known products of its kind."""
    things = things_sold(offer)
    kind = kind_of_product(" ".join(things), offer.description, offer.language)
    names = kind.named_in(offer.language) if kind else ()
    return {
        "kind": [name for name in names if name.lower() not in things],
        "tool": [tool for tool in (kind.tools if kind else ()) if tool.lower() != offer.name.lower()],
        "thing": things,
        "pain": pains_of(offer),
        "trade": beside_buyers(offer),
    }


def things_sold(offer: Offer) -> list[str]:
    """What people call the thing that is sold, short enough to stand in a post."""
    sentence = " ".join(offer.description.split())
    if WE.match(sentence):
        words = key_words(SENTENCE.split(sentence, maxsplit=1)[0], offer.language)[-PAIN_WORDS:]
    else:
        head = clauses_of(sentence, offer.language)[0]
        words = (key_words(KINDS.sub(" ", head), offer.language) or key_words(head, offer.language))[:JARGON_WORDS]
    return [" ".join(words)] if words else []


def clauses_of(sentence: str, spoken: str) -> list[str]:
    """Cut before what says for whom, with what, or what it does."""
    if spoken not in STEMMERS:
        return HEAD.split(sentence)
    known = language(spoken)
    return [part for piece in MARKS.split(known.relative.sub(",", sentence)) for part in known.inside.split(piece)]


def pains_of(offer: Offer) -> list[str]:
    """The few words of each pain point that carry it: posts say the same in other words around them.

    First the first words of each, then those that follow.
    """
    cut = [parts_of(pain, offer.language) for pain in offer.pain_points]
    return [part for row in zip_longest(*cut) for part in row if part]


def own_words(offer: Offer) -> list[str]:
    """What its description says behind its head, a few words at a time."""
    _, *rest = clauses_of(" ".join(offer.description.split()), offer.language)
    parts = (part for text in rest for part in parts_of(text, offer.language))
    return [part for part in parts if len(part.split()) == PAIN_WORDS]


def beside_buyers(offer: Offer) -> list[str]:
    """The thing beside the titles and the industries of those who need it, and beside what else describes it."""
    buyers = [f'"{whom}"' for whom in (*roles_of(offer), *offer.industries)]
    return [f"{beside} {thing}" for thing in things_sold(offer) for beside in (*buyers, *own_words(offer))]


def parts_of(pain: str, spoken: str = ENGLISH) -> list[str]:
    """So many words at a time of each clause. What is left at its end says too little by itself."""
    clauses = [words for clause in CLAUSE.split(pain.lower()) if (words := telling_words(clause, spoken))]
    whole = [
        " ".join(words[start : start + PAIN_WORDS])
        for words in clauses
        for start in range(0, len(words) - PAIN_WORDS + 1, PAIN_WORDS)
    ]
    return whole or [" ".join(words) for words in clauses[:1]]


def telling_words(text: str, spoken: str) -> list[str]:
    """Without those that stand in any complaint, where two others are left."""
    words = key_words(text, spoken)
    strong = [word for word in words if word not in WEAK]
    return strong if len(strong) >= PAIN_WORDS else words


def key_words(text: str, spoken: str = ENGLISH) -> list[str]:
    stop = language(spoken).stop if spoken in STEMMERS else ()
    words = re.findall(r"[^\W_]+", text.lower())
    return list(dict.fromkeys(word for word in words if content_stems(word) and word not in stop))
