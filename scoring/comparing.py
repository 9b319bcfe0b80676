"""Two receipts side by side: which lines both have, which only one, and by how much they differ."""

from dataclasses import dataclass

from scoring.local.kinds import KINDS
from scoring.scorecard import DIMENSIONS, SCORE


@dataclass(frozen=True, slots=True)
class Row:
    """The line of each receipt that speaks of one thing; None where a receipt has none."""

    left: dict | None
    right: dict | None

    @property
    def points(self) -> tuple[int | None, int | None]:
        return points_of(self.left), points_of(self.right)

    @property
    def differs(self) -> bool:
        left, right = self.points
        return left != right

    @property
    def said(self) -> list[dict]:
        """The words of both; once where they are the same."""
        lines = [line for line in (self.left, self.right) if line]
        return lines[:1] if words_of(lines[0]) == words_of(lines[-1]) else lines


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


def lines_of(lines, dimension) -> dict[tuple[str, str, int], dict]:
    """Lines by what they speak of: a signal by its kind and text, others by their kind alone, and in their order."""
    found = {}
    for line in lines:
        if line["dimension"] == dimension:
            place, number = line["source"] if line["kind"] in KINDS else "", 0
            while (line["kind"], place, number) in found:
                number += 1
            found[line["kind"], place, number] = line
    return found


def group_of(name, left, right) -> Group:
    rows = [Row(left.get(key), right.get(key)) for key in dict.fromkeys((*left, *right))]
    return Group(name, total_of(left), total_of(right), rows)


def total_of(lines) -> int:
    return sum(line["points"] for line in lines.values())


def points_of(line) -> int | None:
    return line["points"] if line else None


def words_of(line) -> tuple[str, str]:
    return line["reason"], line["quote"]
