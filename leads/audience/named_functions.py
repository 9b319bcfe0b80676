"""The functions of the titles that the people wanted are called by."""

import re

from leads.audience.audience import Kind, Part
from leads.audience.evidence import function_evidence
from leads.taxonomy.functions import FUNCTIONS, function_affinity

# From how near on one of several trades of a name is that of the people beside, or is meant as well as the likeliest,
# and from what share of the evidence for that one.
RELATED, KIN, AS_NEAR = 0.3, 0.5, 0.9
_ABBREVIATION = re.compile(r"[A-Z][A-Z&]{1,3}s?")


def function_part(code, weight, words) -> Part:
    return Part(Kind.FUNCTION, code, round(float(weight), 2), words)


def named_functions(sentence) -> dict[str, Part]:
    """They win over everything else that the sentence says."""
    found, shared, homonyms = {}, [], []
    for head, one in sentence.of_heads("functions"):
        if (
            head in sentence.companies
            or sentence.is_owned(one, head)
            or _is_abbreviation_of_another(sentence, one, head, found)
        ):
            continue
        sure = [code for code, weight in one.codes if weight == 1]
        if len(sure) > 1:
            shared.append((one, sure))
        elif not sure and _ABBREVIATION.fullmatch(sentence.quote(one)):
            homonyms.append(one)
        elif sure:
            found.setdefault(sure[0], function_part(sure[0], 1.0, sentence.quote(one)))
    for one, codes in shared:
        for code in _meant(sentence, codes, found):
            found.setdefault(code, function_part(code, 1.0, sentence.quote(one)))
    for one in homonyms:
        code = _meant_by_company(sentence, [code for code, _ in one.codes], found)
        found.setdefault(code, function_part(code, 1.0, sentence.quote(one)))
    return found


def _is_abbreviation_of_another(sentence, one, head, found):
    """ "Insurance brokers (P&C)": the letters say what with, not who else."""
    is_behind = sentence.text[: head.start].rstrip().endswith("(") and found
    codes = {code for code, _ in one.codes}
    is_kin = any(function_affinity(code, other) >= RELATED for code in codes for other in found)
    return bool(is_behind and not is_kin and _ABBREVIATION.fullmatch(sentence.quote(one)))


def _meant(sentence, codes, found):
    """Of several functions that go by one title: those named elsewhere too, else the nearest in meaning."""
    if backed := [code for code in codes if code in found]:
        return backed
    evidence = _evidence(sentence)
    best = max(codes, key=evidence.get)
    least = AS_NEAR * evidence[best]
    return [code for code in codes if function_affinity(best, code) >= KIN or evidence[code] >= least]


def _meant_by_company(sentence, codes, found):
    """Of trades with one abbreviation: that of the people named beside, else the nearest in meaning."""
    kin = [code for code in codes if any(function_affinity(code, other) >= RELATED for other in found)]
    return max(kin or codes, key=_evidence(sentence).get)


def _evidence(sentence):
    return dict(zip(FUNCTIONS, function_evidence(sentence.text, sentence.language), strict=True))
