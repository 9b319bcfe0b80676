"""What a text says is not wanted."""

import re

_NOT = re.compile(
    r"(?:[;,.(–-]|\bbut\b|\band\b|^)?\s*\b(?:but not|and not|not|avoid(?:ing|s)?|exclud(?:e|es|ing)|"
    r"except(?:ing)?(?: for)?|other than|rather than|never|no|nobody|skip(?:ping)?|ignore|leave out|"
    r"(?:don'?t|do not) (?:want|target|contact|include)|without)\s+"
    r"(?!for[ -]|code|only|just|necessarily|limited|yet|least|more)"
    r"(?:any |the |to |want |target |contact )*([^.;:\n)]*)",
    re.I,
)
_NOT_NEGATIVE = re.compile(r"\b(?:not[ -](?:for|only|just)|no[ -]code|do-not)\b", re.I)


def split_exclusions(text):
    """(what is wanted, [what is not])"""
    kept = _NOT_NEGATIVE.sub(lambda match: match.group().replace(" ", "-").replace("not", "n0t"), text)
    unwanted = [match.group(1) for match in _NOT.finditer(kept)]
    return _NOT.sub(" ", kept).replace("n0t", "not").strip(), [clause for clause in unwanted if clause.strip()]
