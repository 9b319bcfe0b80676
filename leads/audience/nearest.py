"""Which functions a model chooses from: those that the text names, leaders, their kin, and the nearest by meaning."""

import numpy as np

from leads.audience.audience import Audience
from leads.audience.evidence import function_evidence
from leads.audience.exclusions import split_exclusions
from leads.audience.mentions import mentions_in
from leads.audience.ranks import LEADING
from leads.taxonomy.functions import FUNCTIONS, function_affinity
from leads.taxonomy.languages import language_of

MOST, MOST_OF_A_CLAUSE, KIN = 48, 5, 0.5


def nearest_functions(text: str, local: Audience) -> list[str]:
    """About fifty codes, in the order of the taxonomy, so that their place does not speak for any."""
    language = language_of(text)
    named = dict.fromkeys([*local.functions, *local.excluded_functions, *sorted(LEADING)])
    named |= {code: None for one in mentions_in(text, language).functions for code, _ in one.codes}
    kin = {
        other: None
        for code in named
        for other in FUNCTIONS
        if code not in LEADING and function_affinity(code, other) >= KIN
    }
    _, clauses = split_exclusions(text, language)
    unwanted = [code for start, end in clauses for code in by_meaning(text[start:end], language)[:MOST_OF_A_CLAUSE]]
    likeliest = dict.fromkeys([*named, *kin, *unwanted, *by_meaning(text, language)])
    shown = {*named, *list(likeliest)[:MOST]}
    return [code for code in FUNCTIONS if code in shown]


def by_meaning(text, language):
    codes = list(FUNCTIONS)
    return [codes[place] for place in np.argsort(-function_evidence(text, language), kind="stable")]
