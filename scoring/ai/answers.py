"""The shapes a model answers in. A shape is no truth: `checking` believes nothing that code can check."""

from functools import cache
from typing import Literal

from pydantic import BaseModel, Field, create_model

from scoring.local.kinds import KINDS
from scoring.local.reading import READ_KINDS

# A start in the role is a fact of the profile, and phrases of the offer are found by code.
PROPOSABLE = tuple(kind for kind in (*READ_KINDS, "pain_match") if kind in KINDS and kind != "job_change")


# Servers that make a grammar of the schema keep to these: a small model that repeats itself comes to an end.
LABEL_LENGTH, QUOTE_LENGTH, LINES_MAX = 8, 300, 12


class ProposedLine(BaseModel):
    """`lead` and `text` are labels of the prompt."""

    lead: str = Field(json_schema_extra={"maxLength": LABEL_LENGTH})
    text: str = Field(json_schema_extra={"maxLength": LABEL_LENGTH})
    kind: Literal[PROPOSABLE]
    quote: str = Field(json_schema_extra={"maxLength": QUOTE_LENGTH})


class Proposals(BaseModel):
    lines: list[ProposedLine]


class Verdict(BaseModel):
    item: str = Field(json_schema_extra={"maxLength": LABEL_LENGTH})
    answer: Literal["yes", "partly", "no", "unclear"]


class Verdicts(BaseModel):
    verdicts: list[Verdict]


@cache
def proposals_about(leads: int) -> type[Proposals]:
    lines = Field(json_schema_extra={"maxItems": LINES_MAX * leads})
    return create_model("Proposals", __base__=Proposals, lines=(list[ProposedLine], lines))


@cache
def verdicts_on(items: int) -> type[Verdicts]:
    return create_model(
        "Verdicts", __base__=Verdicts, verdicts=(list[Verdict], Field(json_schema_extra={"maxItems": items}))
    )
