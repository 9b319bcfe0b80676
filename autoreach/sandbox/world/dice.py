"""Numbers that depend on nothing but their key, so that person 17,342 can be made without the 17,341 before."""

import re
import unicodedata
from functools import lru_cache

MASK = (1 << 64) - 1
GOLDEN = 0x9E3779B97F4A7C15
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
NOT_ALPHANUMERIC = re.compile("[^a-z0-9]+")
NOT_WORD = re.compile(r"[\W_]+")
FOLDED = str.maketrans(
    {"ß": "ss", "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "ı": "i", "æ": "ae", "Æ": "Ae", "þ": "th"}
    | {"Þ": "Th", "ð": "d", "œ": "oe", "’": "'"}
)


def scramble(number):
    number = ((number ^ number >> 30) * 0xBF58476D1CE4E5B9) & MASK
    number = ((number ^ number >> 27) * 0x94D049BB133111EB) & MASK
    return number ^ number >> 31


def hashed(*parts):
    """64 bits from whole numbers. Python hashes tuples of numbers alike in every process; only text is salted."""
    return scramble(hash(parts) & MASK)


class Dice:
    __slots__ = ("state",)

    def __init__(self, *key):
        self.state = hashed(*key)

    def roll(self):
        self.state = (self.state + GOLDEN) & MASK
        return scramble(self.state)

    def below(self, limit):
        return self.roll() % limit

    def between(self, low, high):
        return low + self.roll() % (high - low + 1)

    def chance(self, probability):
        return self.roll() < probability * MASK

    def share(self):
        return self.roll() / MASK

    def pick(self, choices):
        return choices[self.roll() % len(choices)]


class Weighted:
    """A choice with weights, one look-up a pick."""

    __slots__ = ("slots",)

    def __init__(self, weights, resolution=1000):
        total = sum(weights.values())
        self.slots = [value for value, weight in weights.items() for _ in range(round(weight * resolution / total))]

    def pick(self, dice):
        return self.slots[dice.roll() % len(self.slots)]


def base36(number):
    digits = ""
    while number:
        number, digit = divmod(number, 36)
        digits = DIGITS[digit] + digits
    return digits or "0"


@lru_cache(maxsize=4096)
def ascii_of(text):
    if text.isascii():
        return text
    decomposed = unicodedata.normalize("NFKD", text.translate(FOLDED))
    return "".join(letter for letter in decomposed if letter.isascii())


def compact(text):
    return NOT_ALPHANUMERIC.sub("", ascii_of(text).lower())


def hyphenated(text):
    return NOT_ALPHANUMERIC.sub("-", ascii_of(text).lower().replace("'", "")).strip("-")


def words_of(text):
    """The text in lower case without accents and punctuation, a space around every word, for substring search."""
    if not text.isascii():
        folded = unicodedata.normalize("NFKD", text.translate(FOLDED))
        text = "".join(letter for letter in folded if not unicodedata.combining(letter))
    return f" {NOT_WORD.sub(' ', text.casefold()).strip()} "
