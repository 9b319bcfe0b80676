"""The shape that an answer is asked for in, and a structured answer among what a model writes around it."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any, TypeVar

import openai
import pydantic

from autoreach.providers.ai.answers import without_markers
from autoreach.providers.errors import InvalidAnswer
from autoreach.providers.reading import scrubbed
from autoreach.providers.results import Answer

S = TypeVar("S", bound=pydantic.BaseModel)
DECODER = json.JSONDecoder()
# A model thinks aloud before it answers. Some servers send the end of its thoughts without their beginning.
THOUGHTS, END_OF_THOUGHTS = "<think", re.compile(r"</think(?:ing)?>", re.IGNORECASE)

# Servers that make a grammar of the schema keep to it: a small model that repeats itself ends there. OpenAI refuses it.
LENGTHS = "maxLength"


def strict(schema: type[pydantic.BaseModel], *, lengths: bool) -> dict:
    """Name and JSON schema by the rules of strict mode, with the lengths of its texts or without."""
    shape = openai.pydantic_function_tool(schema)["function"]["parameters"]
    return {"name": schema.__name__, "strict": True, "schema": shape if lengths else without_lengths(shape)}


def without_lengths(shape: Any) -> Any:
    if isinstance(shape, list):
        return [without_lengths(each) for each in shape]
    if not isinstance(shape, dict):
        return shape
    return {key: without_lengths(value) for key, value in shape.items() if key != LENGTHS}


def validated(schema: type[S], answer: Answer[str]) -> Answer[S]:
    """The first object of the answer that has the shape."""
    wrong = None
    for payload in objects_in(answer.value):
        try:
            return replace(answer, value=schema.model_validate(scrubbed(payload, without_markers)))
        except pydantic.ValidationError as error:
            wrong = wrong or error
    if wrong is None:
        raise InvalidAnswer("the answer is not JSON", usage=answer.usage, status=200)
    faults = "; ".join(f"{'.'.join(map(str, fault['loc']))}: {fault['msg']}" for fault in wrong.errors()[:5])
    raise InvalidAnswer(f"not of the shape asked for: {faults}", usage=answer.usage, status=200) from wrong


def objects_in(written: str) -> Iterator[dict]:
    """The JSON objects of an answer, also where a small model wrote words around them.

    Those after its thoughts come first. A quotation may hold the mark that ends them, so the whole text follows.
    """
    *thoughts, answer = END_OF_THOUGHTS.split(written)
    if thoughts or not written.lstrip().startswith(THOUGHTS):
        yield from decoded(answer)
    if thoughts and not written.lstrip().startswith(THOUGHTS):
        yield from decoded(written)


def decoded(written: str) -> Iterator[dict]:
    start = 0
    while (start := written.find("{", start)) >= 0:
        try:
            found, start = DECODER.raw_decode(written, start)
        except (ValueError, RecursionError):
            start += 1
        else:
            yield found
