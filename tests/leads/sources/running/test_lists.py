from dataclasses import dataclass

import pytest

from autoreach.providers.results import Page
from leads.sources.running.lists import ended, marks


@dataclass(frozen=True)
class Thing:
    id: str


def listed(*ids, cursor="next"):
    return Page(tuple(map(Thing, ids)), cursor)


SHOWN = marks(listed("1", "2", "3"))


@pytest.mark.parametrize(
    ("page", "cursor", "met", "goes_on"),
    [
        (listed("1"), None, [], True),
        (listed("4", "1"), "before", SHOWN, True),
        (listed("3", "1"), "before", SHOWN, False),
        (listed("1"), "next", [], False),
        (listed(), "before", [], False),
        (listed("", ""), "before", SHOWN, True),
    ],
)
def test_a_list_goes_on_while_it_shows_something_new(page, cursor, met, goes_on):
    assert ended(page, cursor, met).cursor == ("next" if goes_on else None)
    assert ended(page, cursor, met).items == page.items
