"""The trained model: kinds of texts with calibrated probabilities. `make train` writes its weights."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np

from scoring.intent.features import Features

WEIGHTS = Path(__file__).parent / "weights.npz"


@dataclass(frozen=True, slots=True)
class Layer:
    """One linear layer: of the form and the words, and where there is `meaning`, of the sentence vector too."""

    form: np.ndarray
    words: np.ndarray
    bias: np.ndarray
    temperature: float
    meaning: np.ndarray | None = None

    def probabilities(self, texts: Sequence[Features], vectors=None) -> np.ndarray:
        """(n, kinds), each row adding up to 1."""
        if not texts:
            return np.zeros((0, len(self.bias)), dtype=np.float32)
        logits = np.stack([self.logits(text) for text in texts])
        if self.meaning is not None:
            logits += vectors @ self.meaning
        return softmax(logits / self.temperature)

    def logits(self, text) -> np.ndarray:
        said = text.weights @ self.words[text.words] if text.words else 0
        return self.bias + text.form @ self.form + said


@dataclass(frozen=True, slots=True)
class Model:
    """`plain` needs no sentence model; `full` is better and takes twenty times as long."""

    kinds: tuple[str, ...]
    version: str
    plain: Layer
    full: Layer


@cache
def model() -> Model:
    with np.load(WEIGHTS) as stored:
        arrays = {name: stored[name] for name in stored.files}
    layers = {name: layer_of(arrays, name) for name in ("plain", "full")}
    return Model(tuple(arrays["kinds"].tolist()), str(arrays["version"]), **layers)


def reader_version() -> str:
    """Readings of another version are made again. The number grows with what the code reads beside the model."""
    return f"5-{model().version}"


def layer_of(arrays, name) -> Layer:
    own = {
        key.removeprefix(f"{name}_"): value.astype(np.float32)
        for key, value in arrays.items()
        if key.startswith(f"{name}_")
    }
    return Layer(**own | {"temperature": float(own["temperature"])})


def softmax(logits) -> np.ndarray:
    powers = np.exp(logits - logits.max(axis=1, keepdims=True))
    return powers / powers.sum(axis=1, keepdims=True)
