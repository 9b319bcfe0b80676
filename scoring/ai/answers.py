"""The shapes a model answers in. A shape is no truth: `checking` believes nothing that code can check."""

from typing import Literal

from pydantic import BaseModel

from scoring.local.kinds import KINDS
from scoring.local.reading import READ_KINDS

# A start in the role is a fact of the profile, and phrases of the offer are found by code.
PROPOSABLE = tuple(kind for kind in (*READ_KINDS, "pain_match") if kind in KINDS and kind != "job_change")


class ProposedLine(BaseModel):
    """`lead` and `text` are labels of the prompt."""

    lead: str
    text: str
    kind: Literal[PROPOSABLE]
    quote: str


class Proposals(BaseModel):
    lines: list[ProposedLine]


class Verdict(BaseModel):
    item: str
    answer: Literal["yes", "partly", "no", "unclear"]


class Verdicts(BaseModel):
    verdicts: list[Verdict]
