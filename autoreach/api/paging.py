"""Keyset pages: `next` is a cursor that a client sends back as it is."""

import base64
import binascii
from typing import Annotated

from pydantic import Field

from autoreach.api.errors import refuse
from leads.interface.paging import Order, beyond

PAGE, PAGE_MAX = 50, 200
NOT_A_CURSOR = "This is no cursor of this list. Send “next” of the page before, with the same parameters."
Cursor = Annotated[str, Field(max_length=1000)]
Limit = Annotated[int, Field(ge=1, le=PAGE_MAX)]


def page_of(queryset, order: Order, *, name: str, cursor: str, limit: int):
    """(rows, next): `name` tells the list and its order, so that a cursor of another one is refused."""
    rows = beyond(queryset, order, read_cursor(name, order, cursor), limit + 1, backwards=False) if cursor else None
    if rows is None:
        rows = list(queryset.order_by(*order.fields())[: limit + 1])
    shown = rows[:limit]
    return shown, write_cursor(name, order.place_of(shown[-1])) if len(rows) > limit else None


def write_cursor(name, place):
    return base64.urlsafe_b64encode(f"{name}:{place}".encode()).decode().rstrip("=")


def read_cursor(name, order, cursor):
    try:
        text = base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)).decode()
    except (binascii.Error, ValueError):
        refuse(NOT_A_CURSOR)
    begins, place = f"{name}:", None
    if text.startswith(begins):
        place = order.place(text.removeprefix(begins))
    return place or refuse(NOT_A_CURSOR)
