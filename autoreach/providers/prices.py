"""What a call costs, estimated from a dated table."""

import re
import tomllib
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

TABLE = Path(__file__).with_name("prices.toml")
MILLION = Decimal(1_000_000)
DATED = re.compile(r"-(?:\d{4}-\d{2}-\d{2}|\d{8}|latest)$")


@dataclass(frozen=True, slots=True)
class Tokens:
    """`cached` and `cache_write` are parts of `input`."""

    input: int = 0
    output: int = 0
    cached: int = 0
    cache_write: int = 0
    searches: int = 0


class Prices:
    def __init__(self, path: Path | str | None = None):
        self._table = tomllib.loads(Path(path or TABLE).read_text(), parse_float=Decimal)

    @classmethod
    def of_file(cls, path: str) -> "Prices":
        """Raises ValueError where a part is missing that calls need."""
        prices = cls(path)
        if missing := {"x", "models", "search", "long_prompt"} - set(prices._table):
            raise ValueError(f"{path} lacks {', '.join(sorted(missing))}")
        return prices

    def x(self, *, posts: int = 0, users: int = 0, counts: int = 0, authors: int = 0) -> Decimal:
        """`authors` are users that came beside posts. A table without a price of their own charges them as users."""
        each = self._table["x"]
        author = each.get("expanded_author", each["user"])
        return Decimal(posts * each["post"] + users * each["user"] + counts * each["count"] + authors * author)

    def assumed(self, used: Tokens) -> Decimal:
        """What is held back for a model without a price. A table that assumes nothing holds back nothing."""
        each = self._table.get("unpriced", {})
        tokens = used.input * each.get("input", Decimal(0)) + used.output * each.get("output", Decimal(0))
        return tokens / MILLION + used.searches * self._table["search"]["request"]

    def has(self, model: str) -> bool:
        return self.tokens(model, Tokens()) is not None

    def tokens(self, model: str, used: Tokens | None) -> Decimal | None:
        """None where the model has no price or the endpoint did not say how much it used."""
        price = self._table["models"].get(model) or self._table["models"].get(DATED.sub("", model))
        if price is None or used is None:
            return None
        long = self._table["long_prompt"]
        over = used.input > long["tokens"]
        uncached = max(used.input - used.cached - used.cache_write, 0)
        prompt = (
            uncached * price["input"]
            + used.cached * price.get("cached", price["input"])
            + used.cache_write * price.get("cache_write", price["input"])
        )
        answer = used.output * price.get("output", Decimal(0))
        if over:
            prompt, answer = prompt * long["input_factor"], answer * long["output_factor"]
        return (prompt + answer) / MILLION + used.searches * self._table["search"]["request"]
