"""A colleague's remark that settles the matter: do not contact, left the company, not interested."""

import re
import tomllib
from functools import cache
from pathlib import Path

from scoring.local.reading import lowered
from scoring.scorecard import RULE_REASONS, SCORE, ReceiptLine

# A longer line is copied prose and not a colleague's remark.
REMARK = 400
QUOTE = 200
# An ending clause, and what turns the remark before it into an old one.
_CLAUSE = re.compile(r"[^.!?;:,–—\n()]+")
_WORDS = re.compile(r"[^\W\d_]+(?:[/'][^\W\d_]+)*")
_TAKEN_BACK = re.compile(
    r"\b(?:but|however|now|since then|aber|jetzt|inzwischen|mais|maintenant|pero|ahora|mas|agora|ma|però|ora)\b.*"
    r"\b(?:interested|wants|asked|demo|quote|offer|call|meeting|interessiert|möchte|angebot|termin|intéressée?|veut|devis|"
    r"interesad[oa]|quiere|oferta|interessad[oa]|quer|proposta|interessat[oa]|vuole|preventivo)\b"
)


@cache
def remarks() -> tuple[frozenset[str], dict[str, re.Pattern]]:
    """Words that name the lead alone, and the pattern of each rule."""
    listed = tomllib.loads((Path(__file__).parent / "remarks.toml").read_text(encoding="utf-8"))
    subjects = frozenset(listed.pop("subjects").split())
    joined = {rule: "|".join(f"(?:{pattern})" for pattern in found["patterns"]) for rule, found in listed.items()}
    return subjects, {rule: re.compile(pattern) for rule, pattern in joined.items()}


def settled_by(notes, name="") -> tuple[str, ReceiptLine] | None:
    """The rule and its receipt line; `name` is the lead's, so that a remark about somebody else settles nothing."""
    for line in re.finditer(r"[^\n]+", notes):
        if len(line[0]) <= REMARK and (found := remark_in(line[0], name)):
            rule, start, end = found
            quote = line[0][start:end].strip()[:QUOTE]
            return rule, ReceiptLine(0, SCORE, RULE_REASONS[rule], quote, "notes", kind=rule)
    return None


def remark_in(line, name) -> tuple[str, int, int] | None:
    """(rule, start, end) of the clause that settles the matter."""
    low = lowered(line)
    subjects, rules = remarks()
    allowed = subjects | set(_WORDS.findall(lowered(name)))
    for clause in _CLAUSE.finditer(low):
        for rule, pattern in rules.items():
            match = pattern.search(clause[0].rstrip())
            if match and is_of_lead(clause[0][: match.start()], allowed) and not _TAKEN_BACK.search(low, clause.end()):
                return rule, clause.start(), clause.end()
    return None


def is_of_lead(before, allowed) -> bool:
    """Whether the words before the remark name the lead alone: "her boss left the company" is about the boss."""
    return all(word in allowed for word in _WORDS.findall(before))
