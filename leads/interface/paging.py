"""Keyset pages: a page's address holds the sort key of the row it begins after, so every page costs the same."""

from dataclasses import dataclass

from django.db.models import F, Func, IntegerField, Value
from django.db.models.lookups import GreaterThan, LessThan

from leads.access import number

PAGE_SIZE = 50


@dataclass(frozen=True)
class Order:
    """Rows by `key`, ties by `tie`, both in one direction; rows without a key come last.

    The index behind it has the workspace (or offer and state), the key and the tie, in this order.
    With "" for `key` the tie alone decides. `same_as_tie` is a joined table's column that equals the tie: told of its
    bound too, the planner does not read that table's index from the beginning.
    """

    key: str = ""
    tie: str = "id"
    descending: bool = True
    numeric: bool = True
    same_as_tie: str = ""

    def fields(self, *, backwards=False):
        if self.descending is backwards:
            fields = F(self.key).asc(nulls_first=backwards or None), F(self.tie).asc()
        else:
            fields = F(self.key).desc(nulls_last=not backwards or None), F(self.tie).desc()
        return fields if self.key else fields[1:]

    def beyond(self, place, *, backwards):
        compare = LessThan if self.descending is not backwards else GreaterThan
        return compare(row(F(self.key), F(self.tie)), row(Value(place.key), Value(place.tie)))

    def tie_beyond(self, place, *, backwards):
        comparison = "lt" if self.descending is not backwards else "gt"
        return {f"{name}__{comparison}": place.tie for name in (self.tie, self.same_as_tie) if name}

    def place_of(self, item):
        return Place(getattr(item, self.key) if self.key else None, getattr(item, self.tie))

    def place(self, text):
        """The place an address names, or None where it names none."""
        key, dot, tie = text.rpartition(".")
        tie = number(tie) if dot else None
        if tie is None:
            return None
        if not self.numeric:
            return None if "\0" in key else Place(key, tie)
        if key and not (key.isascii() and key.isdecimal() and len(key) < 19):
            return None
        return Place(int(key) if key else None, tie)


@dataclass(frozen=True)
class Place:
    key: int | str | None
    tie: int

    def __str__(self):
        return f"{'' if self.key is None else self.key}.{self.tie}"


@dataclass(frozen=True)
class Page:
    """`previous` and `next` are query strings, "" where there is nothing."""

    rows: list
    previous: str
    next: str


def varying(rows, *names):
    """Those attributes whose value is not the same in all `rows`: a column of equal values tells nothing."""
    return tuple(name for name in names if len({getattr(row, name) for row in rows}) > 1)


def row(*expressions):
    return Func(*expressions, function="ROW", output_field=IntegerField())


def keyset_page(queryset, order, params, size=PAGE_SIZE):
    """The page of `queryset` that `params`, the address's QueryDict, asks for with `after` or `before`."""
    before = order.place(params.get("before", ""))
    if before:
        rows = beyond(queryset, order, before, size + 1, backwards=True)
        if len(rows) > size:
            rows = rows[:size][::-1]
            return Page(
                rows, address(params, before=order.place_of(rows[0])), address(params, after=order.place_of(rows[-1]))
            )
    after = None if before else order.place(params.get("after", ""))
    if after:
        rows = beyond(queryset, order, after, size + 1, backwards=False)
    else:
        rows = list(queryset.order_by(*order.fields())[: size + 1])
    shown = rows[:size]
    return Page(
        shown,
        address(params, before=order.place_of(shown[0])) if after and shown else "",
        address(params, after=order.place_of(shown[-1])) if len(rows) > size else "",
    )


def beyond(queryset, order, place, size, *, backwards):
    """Up to `size` rows after `place`. Those with a key and those without come from two parts of the index."""
    ordered = queryset.order_by(*order.fields(backwards=backwards))
    if not order.key:
        return list(ordered.filter(**order.tie_beyond(place, backwards=backwards))[:size])
    with_key = ordered.filter(**{f"{order.key}__isnull": False})
    without_key = ordered.filter(**{f"{order.key}__isnull": True})
    if place.key is None:
        rows = list(without_key.filter(**order.tie_beyond(place, backwards=backwards))[:size])
        then = with_key if backwards else None
    else:
        rows = list(ordered.filter(order.beyond(place, backwards=backwards))[:size])
        then = None if backwards else without_key
    if then is not None and order.numeric and len(rows) < size:
        rows += then[: size - len(rows)]
    return rows


def address(params, **place):
    kept = params.copy()
    for name in ("after", "before"):
        kept.pop(name, None)
    for name, value in place.items():
        kept[name] = str(value)
    return kept.urlencode()
