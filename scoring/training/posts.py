"""The posts the intent model learns from: lines written for it, with slots that are filled the same way each time."""

import random
import re
import tomllib
from collections import defaultdict
from pathlib import Path
from typing import NamedTuple

FOLDER = Path(__file__).parent
LANGUAGES = ("en", "de", "fr", "es", "pt", "it")
PARTS = ("title", "body", "end")
VARIANTS = {"en": 4}
OTHER_VARIANTS = 5
LONG_POSTS = 150
# Sentences of another kind that a long post of this kind often holds, and how often.
GUESTS = {
    "ask": ("complaint", 0.2), "switch": ("complaint", 0.5), "complaint": ("how_to", 0.1), "how_to": ("none", 0.3),
    "self_promo": ("complaint", 0.3), "none": ("complaint", 0.2),
}  # fmt: skip
_SLOT = re.compile(r"\{(\w+)\}")
GREETINGS = ("Hi all, ", "Hey everyone, ", "Hi! ", "Hello, ", "Quick question: ", "So, ", "ok ", "@user ")
TAILS = (" Thanks!", " 🙏", " #b2b", " TIA", " :)", " [url]", "...", " Cheers", " #startup #saas", "!!")


class Example(NamedTuple):
    """`line` names the written line it comes from: examples of one line are never both learnt from and tested on."""

    kind: str
    text: str
    language: str
    line: str


def examples() -> list[Example]:
    slots = tomllib.loads((FOLDER / "slots.toml").read_text(encoding="utf-8"))
    short = [example for language in LANGUAGES for example in short_posts(language, slots)]
    return short + list(long_posts(slots))


def sections(name):
    """(heading, line) of each line of a file of posts."""
    heading = ""
    for line in (FOLDER / "posts" / f"{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("# "):
            heading = line[2:].strip()
        elif line.strip():
            yield heading, line.replace("\\n", "\n")


def short_posts(language, slots):
    for number, (kind, line) in enumerate(sections(language)):
        rng = random.Random(f"{language} {number}")
        variants = VARIANTS.get(language, OTHER_VARIANTS) if _SLOT.search(line) else 2
        for variant in range(variants):
            text = filled(line, language, slots, rng)
            yield Example(kind, roughened(text, rng) if variant else text, language, f"{language} {number}")


def long_posts(slots):
    """Posts put together from a title, sentences in any order and an end, each of one kind."""
    parts = defaultdict(list)
    for heading, line in sections("en_long"):
        parts[heading].append(line)
    for kind in sorted({heading.split()[0] for heading in parts}):
        titles, bodies, ends = (parts[f"{kind} {part}"] for part in PARTS)
        rng = random.Random(kind)
        for number in range(LONG_POSTS):
            names = SlotFiller("en", slots, rng)
            body = rng.sample(bodies, rng.choice((1, 2, 2, 3, 4, 5)))
            guest, share = GUESTS.get(kind, ("none", 0.0))
            if rng.random() < share:
                body.insert(rng.randrange(len(body) + 1), rng.choice(parts[f"{guest} body"]))
            chosen = [titles[number % len(titles)], *body, *(rng.sample(ends, 1) if rng.random() < 0.7 else ())]
            text = rng.choice(("\n", "\n\n", " ")).join(names.fill(part) for part in chosen)
            yield Example(kind, text, "en", f"long {kind} {number % len(titles)}")


class SlotFiller:
    """Fills every slot of one post, so that a product named twice is the same product."""

    def __init__(self, language, slots, rng):
        topic = rng.choice(slots["topic"])
        product, rival = rng.sample(slots["names"]["pool"], 2)
        self.values = {"t": product, "r": rival, "c": rng.choice(topic[language]), "j": topic["task"][language]}
        self.values["v"] = rng.choice(slots["audiences"][language])
        self.values |= {name: rng.choice(slots[name]) for name in ("n", "co", "city", "m", "role")}
        self.values["role2"] = rng.choice(slots["role"])

    def fill(self, line):
        text = _SLOT.sub(lambda match: self.values[match[1]], line)
        return text[:1].upper() + text[1:] if line.startswith("{") else text


def filled(line, language, slots, rng):
    return SlotFiller(language, slots, rng).fill(line)


def roughened(text, rng):
    """As people type: greetings, tails, no capitals, no full stop."""
    if rng.random() < 0.2:
        text = rng.choice(GREETINGS) + text
    if rng.random() < 0.25:
        text += rng.choice(TAILS)
    if rng.random() < 0.2:
        text = text.lower()
    if rng.random() < 0.2:
        text = text.rstrip(".!")
    return text
