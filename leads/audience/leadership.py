"""Whether an audience wants people for their rank alone, whatever their function."""

from leads.audience.described_functions import NO_IDEA, SURE
from leads.audience.evidence import without_industry_words
from leads.audience.places import places_in
from leads.audience.ranks import LEADERS, LEADING
from leads.taxonomy.functions import FUNCTIONS
from leads.taxonomy.languages import ENGLISH
from leads.taxonomy.seniority import Seniority
from leads.taxonomy.words import content_stems


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
    contexts = [span for span in spans if _says_much(sentence.text[slice(*span)])]
    if not contexts or any(_ends_in_organisation(sentence, *span) for span in contexts):
        return True
    if described.stated:
        said = " ".join(sentence.text[slice(*span)] for span in contexts)
        if len(content_stems(without_industry_words(said, described.industries))) <= 1:
            return True
    evidence = dict(zip(FUNCTIONS, described.evidence, strict=True))
    return bool(max(value for code, value in evidence.items() if code not in LEADING) < (SURE if leads else NO_IDEA))


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
    return any(not content_stems(sentence.text[one.end : end]) for one in named)


def _says_much(words):
    return bool(content_stems(words)) and not _is_place(words)


def _is_place(words):
    for place in places_in(words):
        words = words.replace(place.name, " ")
    return not content_stems(words)
