"""The titles people have, and how often each persona, function and level occurs."""

from autoreach.sandbox.world.dice import Weighted
from autoreach.sandbox.world.person import Title


class Titles:
    def __init__(self, roles):
        self.personas = list(roles["personas"])
        self.persona_weights = Weighted({name: row["share"] for name, row in roles["personas"].items()})
        self.function_weights = Weighted({name: row["share"] for name, row in roles["functions"].items()})
        self.levels = Weighted(dict(enumerate(roles["level_shares"])))
        self.all, self._ranges = [], {}
        for function, row in roles["functions"].items():
            for level, name in enumerate(roles["levels"]):
                self._add((function, level), row[name], function, level)
        for persona, row in roles["personas"].items():
            if "titles" in row:
                self._add(persona, row["titles"], persona, 5)
        self.number_of = {title.text: number for number, title in reversed(list(enumerate(self.all)))}

    def _add(self, key, text, function, level):
        first = len(self.all)
        self.all += [Title(title, function, level) for title in text.split("|")]
        self._ranges[key] = range(first, len(self.all))

    def numbers(self, key):
        """Those of a persona, or of (function, level)."""
        return self._ranges[key]
