"""Status changes as data: which status may follow which, and which function writes it."""

from dataclasses import dataclass

from django.db.models import QuerySet


@dataclass(frozen=True)
class Transition:
    """From a status of `before` to one of `after`; a row that is created has none before.

    `by` names the one function that writes it. Rows in another status are left as they are.
    """

    before: tuple[str, ...]
    after: tuple[str, ...]
    by: str
    field: str = "status"

    def allowed(self, rows: QuerySet) -> QuerySet:
        return rows.filter(**{f"{self.field}__in": self.before})

    def write(self, rows: QuerySet, after: str | None = None, **changes) -> int:
        """Returns how many rows changed."""
        return self.allowed(rows).update(**{self.field: self.target(after)}, **changes)

    def target(self, after: str | None = None) -> str:
        """The status to write; `after` picks one where there are several. Raises ValueError for any other."""
        choices = self.after if after is None else [status for status in self.after if status == after]
        if len(choices) != 1:
            raise ValueError(f"{self.by} writes one of {self.after}, not {after}")
        return str(choices[0])

    def allowed_sql(self, row: str) -> str:
        statuses = ", ".join(f"'{status}'" for status in self.before)
        return f"{row}.{self.field} IN ({statuses})"
