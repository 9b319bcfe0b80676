"""The words of a search on LinkedIn."""

import re

from autoreach.sandbox.world.dice import words_of

KEYWORD = re.compile(r'"([^"]+)"|(\S+)')


class Words:
    """LinkedIn's Boolean search: words and "phrases" all have to occur, OR separates alternatives, NOT excludes."""

    def __init__(self, text):
        self.alternatives = [
            self._parse(part) for part in re.split(r"\bOR\b", text.replace("(", " ").replace(")", " "))
        ]

    def _parse(self, text):
        wanted, unwanted, into = [], [], None
        for phrase, word in KEYWORD.findall(text):
            if word in ("NOT", "AND"):
                into = unwanted if word == "NOT" else None
                continue
            needle = words_of(phrase or word)
            if needle.strip():
                (wanted if into is None else into).append(needle)
            into = None
        return wanted, unwanted

    def match(self, words):
        return any(
            all(needle in words for needle in wanted) and not any(needle in words for needle in unwanted)
            for wanted, unwanted in self.alternatives
        )

    def select(self, numbers, with_needle):
        """The same for many, from the sets of those with each needle."""
        found = set()
        for wanted, unwanted in self.alternatives:
            chosen = set(numbers).intersection(*map(with_needle, wanted))
            found |= chosen.difference(*map(with_needle, unwanted))
        return found
