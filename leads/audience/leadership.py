"""Whether an audience wants people whatever their function: for their rank alone, or all there are."""

import re

from leads.audience.described_functions import NO_IDEA, SURE
from leads.audience.evidence import without_industry_words
from leads.audience.places import places_in
from leads.audience.ranks import LEADERS, LEADING
from leads.taxonomy.functions import FUNCTIONS
from leads.taxonomy.languages import ENGLISH, says_something
from leads.taxonomy.seniority import Seniority
from leads.taxonomy.words import content_stems

_ALL = re.compile(
    r"(?:every|any)(?:one|body|where)|all(?: of them)?|(?:all|any) people|jeder(?:mann)?|alle|überall|tout le monde|"
    r"tou(?:te)?s|n['’]importe qui|partout|tod[oa]s|todo el mundo|cualquiera|todo (?:o )?mundo|toda a gente|"
    r"qualquer (?:um|pessoa)|tutt[ie]|chiunque",
    re.I,
)


def is_of_all(sentence) -> bool:
    """So in "everyone", "alle in Deutschland", not in "everyone who writes code", "everyone in accounting"."""
    phrasing = sentence.phrasing
    heads = [sentence.text[head.start : head.end].strip() for head in phrasing.heads]
    is_all = all(_ALL.fullmatch(words) or (places_in(words) and _is_place(words, sentence.text)) for words in heads)
    says_more = phrasing.doings or phrasing.details or _telling(sentence, phrasing.contexts)
    is_of_a_trade = any(
        sentence.mentions.of("functions", *span) and not sentence.mentions.of("organisations", *span)
        for span in phrasing.contexts
    )
    return bool(heads) and is_all and not (says_more or is_of_a_trade)


def is_leadership(sentence, ranks, named, described) -> bool:
    """So in "founders of bakeries", "freelancers", not in "owners of a release plan".

    `ranks` are those of the people wanted, `named` their `named_functions`, `described` their DescribedFunctions.
    """
    leads = LEADERS.intersection(ranks)
    if named.keys() - LEADING or not (leads or sentence.self_employed):
        return False
    if _own_a_business(sentence):
        return True
    spans = sentence.phrasing.contexts + ([] if leads else sentence.phrasing.doings)
    contexts = _telling(sentence, spans)
    if not contexts:
        return True
    if described.stated:
        said = " ".join(sentence.text[slice(*span)] for span in contexts)
        if len(content_stems(without_industry_words(said, described.industries))) <= 1:
            return True
    evidence = dict(zip(FUNCTIONS, described.evidence, strict=True))
    return bool(max(value for code, value in evidence.items() if code not in LEADING) < (SURE if leads else NO_IDEA))


def _telling(sentence, spans):
    """Those that may say what people do, unless one names where they work."""
    contexts = [span for span in spans if _says_much(sentence, span)]
    return [] if any(_ends_in_organisation(sentence, *span) for span in contexts) else contexts


def _own_a_business(sentence):
    """ "Restaurant owners with several locations": what stands behind is said of the business."""
    return any(
        Seniority.OWNER in one.codes and any(other.stands_before(one) for other in _businesses(sentence, head))
        for head, one in sentence.of_heads("ranks")
    )


def _businesses(sentence, head):
    kinds = ("industries", "organisations")
    return [one for kind in kinds for one in sentence.mentions.of(kind, head.start, head.end)]


def _ends_in_organisation(sentence, start, end):
    named = sentence.mentions.of("organisations", start, end) + sentence.mentions.of("industries", start, end)
    if sentence.language != ENGLISH:
        return bool(named)
    return any(not _says_much(sentence, (one.end, end)) for one in named)


def _says_much(sentence, span):
    words = sentence.text[slice(*span)]
    return says_something(words, sentence.text) and not _is_place(words, sentence.text)


def _is_place(words, text):
    for place in places_in(words):
        words = words.replace(place.name, " ")
    return not says_something(words, text)
