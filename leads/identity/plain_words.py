"""Words of names as keys have them: without case, accents and punctuation, in their own script."""

import re
import unicodedata

# letters that Unicode does not take apart into a plain one and a mark
_PLAIN_LETTERS = str.maketrans(
    {"ı": "i", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "ħ": "h", "ŧ": "t", "æ": "ae", "œ": "oe", "þ": "th", "ə": "e"}
)
_APOSTROPHES = re.compile("['’‘`´ʼʻ＇]")
_WORD = re.compile(r"[^\W_]+")
_ASCII_BREAKS = bytes(code if chr(code).isalnum() else 32 for code in range(128)).ljust(256)


def folded(text):
    """Lower case without accents; ı, ø, đ, ł and ß fold like i, o, d, l and ss."""
    decomposed = unicodedata.normalize("NFKD", text.casefold())
    # accents go, the voicing marks of kana stay: they make other sounds
    plain = "".join(letter for letter in decomposed if letter > "\u2fff" or not unicodedata.combining(letter))
    return unicodedata.normalize("NFC", plain.translate(_PLAIN_LETTERS))


def plain_words(text):
    """Folded words; an apostrophe joins ("O'Neil"), everything else separates."""
    if text.isascii():
        return text.lower().encode().translate(_ASCII_BREAKS, b"'`").decode().split()
    return _WORD.findall(folded(_APOSTROPHES.sub("", text)))
