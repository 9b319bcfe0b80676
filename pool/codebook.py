"""How a profile becomes one vector, so that a single scan compares everything an ICP asks for.

The 256 numbers are five blocks side by side: what the texts mean, and codes for function, rank, industry and place.
A code is a fixed pattern of ±1/√width derived from its name; different codes are nearly perpendicular.
A query block is chosen so that its inner product with a code approximates what that code is worth to the query.
"""

import hashlib
from functools import cache, lru_cache

import numpy as np

MEANING, FUNCTION, RANK, INDUSTRY, PLACE = "meaning", "function", "rank", "industry", "place"
WIDTHS = {MEANING: 112, FUNCTION: 64, RANK: 16, INDUSTRY: 40, PLACE: 24}
DIMENSIONS = sum(WIDTHS.values())
UNKNOWN = "?"
_EXACT_WEIGHT, _RIDGE = 12.0, 0.05

_ends = np.cumsum(list(WIDTHS.values()))
BLOCKS = {name: slice(end - WIDTHS[name], end) for name, end in zip(WIDTHS, _ends, strict=True)}


@cache
def code_vector(block, name) -> np.ndarray:
    width = WIDTHS[block]
    digest = hashlib.shake_128(f"{block}:{name}".encode()).digest((width + 7) // 8)
    bits = np.unpackbits(np.frombuffer(digest, dtype=np.uint8))[:width]
    return ((bits * 2.0 - 1) / np.sqrt(width)).astype(np.float32)


@lru_cache(16)
def code_vectors(block, names) -> np.ndarray:
    return np.stack([code_vector(block, name) for name in names])


def mixture(block, weights) -> np.ndarray:
    """The block of something that carries several codes: {name: weight}."""
    names = weights or {UNKNOWN: 1.0}
    total = sum(weight * code_vector(block, name) for name, weight in names.items())
    return total / len(names) ** 0.3


def query_block(block, worth) -> np.ndarray:
    """The vector whose inner products with the codes come closest to {name: worth}; high worths count most."""
    codes = code_vectors(block, tuple(worth))
    targets = np.array(list(worth.values()), dtype=np.float32)
    top = targets.max()
    if top <= 0:
        return np.zeros(WIDTHS[block], dtype=np.float32)
    importance = 1 + _EXACT_WEIGHT * (targets / top) ** 2
    weighted = codes * importance[:, None]
    return np.linalg.solve(codes.T @ weighted + _RIDGE * np.eye(WIDTHS[block]), weighted.T @ targets)


def meaning(vectors) -> np.ndarray:
    """(n, 256) sentence vectors cut to the block's width and made unit length again; zero stays zero."""
    cut = vectors[:, : WIDTHS[MEANING]]
    length = np.linalg.norm(cut, axis=1, keepdims=True)
    return cut / np.where(length == 0, 1, length)
