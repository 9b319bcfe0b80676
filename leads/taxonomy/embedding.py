"""Sentence vectors, made on the machine itself and without a key."""

from functools import cache
from pathlib import Path

import numpy as np

EMBEDDING_MODEL = "wordllama-l2-supercat-256"
DIMENSIONS = 256
# Token vectors of a batch are held twice while they are averaged.
_BATCH = 64


@cache
def _model():
    import wordllama  # takes half a second, and most processes embed nothing

    # Its loader looks for the tokenizer in a wrong folder and would download it: this one holds both files.
    return wordllama.WordLlama.load(dim=DIMENSIONS, cache_dir=Path(wordllama.__file__).parent, disable_download=True)


def embed(texts):
    """float32 (n, 256) unit vectors; an empty text gives a zero vector."""
    texts = [text.strip() for text in texts]
    if not texts:
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    vectors = _model().embed([text or "." for text in texts], norm=True, batch_size=_BATCH).astype(np.float32)
    vectors[[not text for text in texts]] = 0
    return np.nan_to_num(vectors)
