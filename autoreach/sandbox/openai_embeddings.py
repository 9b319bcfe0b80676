"""Vectors of texts, as OpenAI returns them."""

import base64
import struct
import zlib
from math import sqrt

from autoreach.sandbox.http_messages import Reply
from autoreach.sandbox.openai_answers import tokens_of
from autoreach.sandbox.openai_refusals import refuse
from autoreach.sandbox.world.dice import hashed, words_of

EMBEDDING_MODELS = {"text-embedding-3-small": 1536, "text-embedding-3-large": 3072, "text-embedding-ada-002": 1536}
MOST_INPUTS, MOST_TOKENS_EACH, MOST_TOKENS = 2048, 8192, 300_000


def embeddings(body):
    texts = [body["input"]] if isinstance(body.get("input"), str) else body.get("input")
    if not isinstance(texts, list) or not 0 < len(texts) <= MOST_INPUTS or "" in texts:
        raise refuse("invalid_value", f"'$.input' is invalid: 1 to {MOST_INPUTS} inputs, none empty.", "input")
    tokens = [tokens_of(text) for text in texts]
    if max(tokens) > MOST_TOKENS_EACH or sum(tokens) > MOST_TOKENS:
        raise refuse("context_length_exceeded", "This model's maximum context length is 8192 tokens.", "input")
    size = body.get("dimensions", EMBEDDING_MODELS[body["model"]])
    if not isinstance(size, int) or not 0 < size <= EMBEDDING_MODELS[body["model"]]:
        raise refuse("invalid_value", "Invalid value for 'dimensions'.", "dimensions")
    encoded = body.get("encoding_format") == "base64"
    data = [
        {"object": "embedding", "index": index, "embedding": _vector(str(text), size, encoded)}
        for index, text in enumerate(texts)
    ]
    usage = {"prompt_tokens": sum(tokens), "total_tokens": sum(tokens)}
    payload = {"object": "list", "model": body["model"], "data": data, "usage": usage}
    return Reply(payload, units={"input_tokens": sum(tokens)})


def _vector(text, size, encoded):
    """A vector of length 1 that lies close to those of texts with the same words."""
    values = {}
    for word in words_of(text).split() or ["-"]:
        for part in {word, word[:4], word[-4:]}:
            place = hashed(zlib.crc32(part.encode()))
            weight = (2.0 if part == word else 1.0) * (1 if place & 1 else -1)
            values[(place >> 1) % size] = values.get((place >> 1) % size, 0.0) + weight
    length = sqrt(sum(value * value for value in values.values())) or 1.0
    vector = [0.0] * size
    for place, value in values.items():
        vector[place] = value / length
    return base64.b64encode(struct.pack(f"<{size}f", *vector)).decode() if encoded else vector
