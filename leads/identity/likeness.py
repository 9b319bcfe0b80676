"""Whether two spellings mean the same name, company or handle, where there is nothing else to compare.

The answers say nothing about two people: namesakes have the same name. Profiles are for `matcher`.
"""

from leads.identity import company_names, given_names, handles, name_agreement, person_names
from leads.identity.feature import shown
from leads.identity.matcher import Evidence, Match, band_of, log_odds, weights

_CERTAIN, _NEVER = 0.98, 0.02
_SPELLED = {handles.FULL: 0.98, handles.INITIAL: 0.96, handles.FAMILY: 0.85, handles.GIVEN: 0.4, handles.NONE: 0.03}
_RARE_FAMILY = 0.94


def same_name(a, b):
    x, y = person_names.read_name(a), person_names.read_name(b)
    agreement = name_agreement.compare_names(x, y)
    given, family = weights()["given"][agreement.given], weights()["family"][agreement.family]
    if name_agreement.MISSING in (agreement.given, agreement.family) and len(x.words) == len(y.words):
        family = given
    likely = (max(0.0, given) + max(0.0, family)) / 2 if agreement.whole else 0.05
    likely -= 0.3 * (agreement.middle < 0) + 0.5 * (agreement.generation < 0)
    return _match("name", likely, f"{shown(a)} and {shown(b)}")


def same_company(a, b):
    likely = company_names.likeness(company_names.read_company(a), company_names.read_company(b))
    return _match("company", likely, f"{shown(a)} and {shown(b)}")


def same_in_handle(name, handle):
    read = person_names.read_name(name)
    level = handles.spelled_by(handle, read).level
    likely = _SPELLED[level]
    if level == handles.FAMILY and len(read.family) > 4 and not given_names.is_common("family", read.family):
        likely = _RARE_FAMILY
    return _match("handle", likely, f"@{shown(handle)} and {shown(name)}")


def _match(feature, likely, text):
    probability = min(_CERTAIN, max(_NEVER, likely))
    return Match(probability, band_of(probability), (Evidence(feature, log_odds(probability), text),))
