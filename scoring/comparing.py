"""Two receipts side by side: which lines both have, which only one, and by how much they differ."""

from dataclasses import dataclass

from scoring.scorecard import DIMENSIONS, SCORE


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a receipt and its points in each; None where a receipt does not have it."""

    reason: str
    quote: str
    left: int | None
    right: int | None

    @property
    def differs(self) -> bool:
        return self.left != self.right


@dataclass(frozen=True, slots=True)
class Group:
    """A dimension with the number each receipt comes to."""

    name: str
    left: int
    right: int
    rows: list[Row]


def compare(left, right) -> list[Group]:
    """`left` and `right` are lines of receipts, as stored."""
    return [group_of(name, lines_of(left, name), lines_of(right, name)) for name in (*DIMENSIONS, SCORE)]


def lines_of(lines, dimension) -> dict[tuple[str, str], int]:
    """Points by reason and quote; a line that stands there twice counts once with the sum."""
    found = {}
    for line in lines:
        if line["dimension"] == dimension:
            key = line["reason"], line["quote"]
            found[key] = found.get(key, 0) + line["points"]
    return found


def group_of(name, left, right) -> Group:
    keys = dict.fromkeys((*left, *right))
    rows = [Row(*key, left.get(key), right.get(key)) for key in keys]
    return Group(name, sum(left.values()), sum(right.values()), rows)
