"""What the cells of a column look like."""

import re
from collections import Counter
from dataclasses import dataclass, field
from functools import cached_property

from leads.identity.keys import email_address, linkedin_company_slug, linkedin_slug, sales_navigator_id, x_handle
from leads.sources.csv.columns import normal
from leads.sources.csv.values import clean

SAMPLED = 300
NUMBER = re.compile(r"[-+]?[\d\s.,]+%?|[-+]?\d[\d.,]*e[-+]?\d+", re.IGNORECASE)
PHONE = re.compile(r"['(]*\+?[\d\s().x/-]{6,}")
LINK = re.compile(r"(?:https?://|www\.)\S+", re.IGNORECASE)
X_LINK = re.compile(r"(?<![\w.-])(?:www\.|mobile\.)?(?:twitter|x)\.com/|^@\w{1,15}$", re.IGNORECASE)


@dataclass
class Column:
    """`cells` has the cleaned text of each sampled row, `values` those that are not empty."""

    index: int
    header: str
    cells: list[str] = field(repr=False)
    kind: str = ""
    kind_share: float = 0.0

    def __post_init__(self):
        self.values = [*filter(None, self.cells)]
        if self.values:
            ((self.kind, count),) = Counter(map(kind_of, self.values)).most_common(1)
            self.kind_share = count / len(self.values)

    @cached_property
    def name(self):
        return normal(self.header[:200])

    def share(self, holds):
        return sum(map(bool, map(holds, self.values))) / len(self.values) if self.values else 0.0

    def beside(self, other):
        """Pairs of values of rows in which both columns have one."""
        return [(one, two) for one, two in zip(self.cells, other.cells, strict=True) if one and two]

    def fills_gap_of(self, others, holds):
        """Whether some row has a value here that `holds`, and none in the other columns."""
        rows = zip(self.cells, *(other.cells for other in others), strict=True)
        return any(holds(cell) and not any(map(holds, rest)) for cell, *rest in rows)

    @property
    def distinct(self):
        return len(set(self.values)) / len(self.values) if self.values else 1.0


def columns_of(header, rows):
    """The columns of a table with a sample of `rows`."""
    rows = rows[:SAMPLED]
    return [
        Column(index, name.strip(), [clean(row[index]) if index < len(row) else "" for row in rows])
        for index, name in enumerate(header)
    ]


def kind_of(value):
    if "@" in value and email_address(value):
        return "email"
    lowered = value.lower()
    if "linkedin.c" in lowered:
        return _linkedin_kind(value)
    if X_LINK.search(value) and x_handle(value):
        return "x"
    if LINK.match(value):
        return "link"
    if NUMBER.fullmatch(value):
        return "number"
    return "phone" if PHONE.fullmatch(value) else "text"


def _linkedin_kind(value):
    if linkedin_slug(value):
        return "linkedin"
    if sales_navigator_id(value):
        return "sales_navigator"
    return "company_linkedin" if linkedin_company_slug(value) else "linkedin_page"
