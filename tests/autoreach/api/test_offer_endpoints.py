import pytest

from autoreach.api.paging import NOT_A_CURSOR


def test_offers_are_listed_by_name_with_the_one_that_pages_begin_with(north, caller):
    names = ["Trains", "Cranes", "Dredgers"]
    made = {name: north.offer(name) for name in names}
    north.offer("Barges").archive()
    assert caller.get("offers").json() == {
        "items": [
            {"id": made[name].pk, "name": name, "is_default": name == "Cranes"}
            for name in ("Cranes", "Dredgers", "Trains")
        ],
        "next": None,
    }


def test_pages_follow_each_other_by_their_cursor(north, caller):
    for name in ("Trains", "Cranes: tall", "Dredgers"):
        north.offer(name)
    seen, cursor = [], ""
    for _ in range(3):
        page = caller.get("offers", limit=1, cursor=cursor).json()
        seen += [(offer["name"], offer["is_default"]) for offer in page["items"]]
        cursor = page["next"]
    assert (seen, cursor) == ([("Cranes: tall", True), ("Dredgers", False), ("Trains", False)], None)


@pytest.mark.parametrize("cursor", ["x", "é", "AAAA", "b2ZmZXJzOg", "bGVhZHM6LjE", "b2ZmZXJzOlgAeC4x"])
def test_a_cursor_of_something_else_is_refused(caller, cursor):
    answer = caller.get("offers", cursor=cursor)
    assert (answer.status_code, answer.json()) == (422, {"detail": NOT_A_CURSOR})


@pytest.mark.parametrize("limit", ["0", "201", "x"])
def test_a_page_has_a_sensible_size(caller, limit):
    answer = caller.get("offers", limit=limit)
    assert (answer.status_code, answer.json()["detail"].split(":")[0]) == (422, "“limit”")
