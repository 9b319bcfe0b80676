"""The forms in which a title of another language is written: for a woman, for several people, without accents."""

import re

from leads.taxonomy.words import in_plain_letters, tokens

# "direttore/trice" is written with the end of the form for a woman. Of several rules the first that fits counts.
_FEMININE = {
    "in": (("e", "in"), ("", "in")),
    "a": (("o", "a"), ("e", "a"), ("", "a")),
    "e": (("", "e"),),
    "ne": (("", "ne"),),
    "ère": (("er", "ère"),),
    "euse": (("eur", "euse"),),
    "trice": (("teur", "trice"), ("tore", "trice")),
    "ssa": (("e", "essa"),),
}
# What an adjective that follows such a title turns into.
_AGREEMENT = {
    "fr": (("ier", "ière"), ("if", "ive"), ("al", "ale"), ("el", "elle"), ("ant", "ante"), ("é", "ée")),
    "es": (("o", "a"),),
    "pt": (("o", "a"),),
    "it": (("o", "a"),),
}
# Endings of several people that `tokens`, which knows English ones, leaves behind.
_PLURAL = {
    "de": (("in", "innen"), ("eur", "eure"), ("ist", "isten"), ("ent", "enten"), ("ant", "anten"), ("mann", "leute")),
    "fr": (("al", "aux"), ("au", "aux")),
    "es": (("or", "ore"), ("al", "ale"), ("ón", "one"), ("ín", "ine"), ("l", "le")),
    "pt": (("or", "ore"), ("al", "ais"), ("ão", "õe"), ("vel", "veis"), ("el", "eis")),
    "it": (("io", "i"), ("tore", "tori"), ("ice", "ici"), ("ore", "ori"), ("o", "i"), ("a", "e"), ("e", "i")),
}  # fmt: skip
_MARKED = re.compile(r"(\w+)/(\w+)")


def forms(term, language) -> set[str]:
    """Each form of a term as the tokens that `tokens` gives, with spaces between: "directore financiero"."""
    found = set()
    for written in genders(term, language):
        words = tokens(written)
        plural = [changed(word, _PLURAL[language]) for word in words]
        found |= {" ".join(each) for each in (words, plural, [*plural[:1], *words[1:]], [*words[:-1], *plural[-1:]])}
    return (found | {in_plain_letters(form) for form in found}) - {""}


def genders(term, language) -> list[str]:
    marked = _MARKED.search(term)
    if not marked:
        return [term]
    before, after = term[: marked.start()], term[marked.end() :]
    woman = changed(marked[1], _FEMININE[marked[2]])
    agreed = " ".join(changed(word, _AGREEMENT.get(language, ())) for word in after.split(" "))
    return [f"{before}{marked[1]}{after}", f"{before}{woman}{after}", f"{before}{woman}{agreed}"]


def changed(word, endings) -> str:
    """The word with the first ending that fits replaced."""
    for old, new in endings:
        if word.endswith(old):
            return word[: len(word) - len(old)] + new
    return word
