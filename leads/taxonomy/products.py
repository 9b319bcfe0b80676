"""Kinds of products and services, what people call them in six languages, and well-known products of each."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from leads.taxonomy.languages import ENGLISH, STEMMERS
from leads.taxonomy.meaning import encode
from leads.taxonomy.words import content_stems

# The cosine from which a text is of the nearest kind, by how much it has to be nearer than the next, and what each word
# of a name adds that stands in the text.
NEAR_ENOUGH, NEARER, A_WORD = 0.33, 0.03, 0.15
LONGEST, FIRST_WORDS = 300, 6
ANY_KIND = frozenset(
    content_stems(
        "software platform tool system app online management provider process logiciel plataforma programma sistema "
        "gestion gestión gestão gestione de da di della la"
    )
)


@dataclass(frozen=True, slots=True)
class ProductKind:
    """`names` by language, the most usual first. `tools` are products that many know."""

    code: str
    names: dict[str, tuple[str, ...]]
    tools: tuple[str, ...]

    def named_in(self, language: str) -> tuple[str, ...]:
        return self.names.get(language, self.names[ENGLISH])


@cache
def product_kinds() -> tuple[ProductKind, ...]:
    listed = tomllib.loads((Path(__file__).parent / "data" / "products.toml").read_text(encoding="utf-8"))
    return tuple(
        ProductKind(code, {key: tuple(entry[key]) for key in (ENGLISH, *STEMMERS)}, tuple(entry["tools"]))
        for code, entry in listed.items()
    )


def kind_of_product(head: str, text: str, language: str = ENGLISH) -> ProductKind | None:
    """What kind of thing is described, by its head, "support inbox", and the whole text; None where none is near."""
    if not head.strip():
        return None
    near = (encode([head, text[:LONGEST]]) @ name_vectors(language).T).mean(axis=0)
    stems = content_stems(head if language == ENGLISH else text)[:FIRST_WORDS]
    scores = [
        value + A_WORD * words_named(kind, language, stems) for value, kind in zip(near, product_kinds(), strict=True)
    ]
    second, best = sorted(range(len(scores)), key=scores.__getitem__)[-2:]
    is_clear = scores[best] >= max(NEAR_ENOUGH, scores[second] + NEARER)
    return product_kinds()[best] if is_clear else None


def words_named(kind: ProductKind, language: str, stems: list[str]) -> int:
    """How many words the longest of its names has that these words hold as it stands; "software" does not count."""
    said = f" {' '.join(stems)} "
    names = (content_stems(name) for key in {language, ENGLISH} for name in kind.names.get(key, ()))
    held = (name for name in names if name and f" {' '.join(name)} " in said)
    return max((len(set(name) - ANY_KIND) for name in held), default=0)


@cache
def name_vectors(language: str):
    return encode([", ".join(kind.named_in(language)) for kind in product_kinds()])
