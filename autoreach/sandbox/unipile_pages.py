"""What all of Unipile's questions need: the account, the person, company or post they name, and pages with cursors."""

import base64
import json

from autoreach.sandbox.http_messages import Reply
from autoreach.sandbox.unipile_company_objects import CompanyObjects
from autoreach.sandbox.unipile_ids import COMPANY, number_of
from autoreach.sandbox.unipile_objects import Objects
from autoreach.sandbox.unipile_refusals import ACCOUNTS, invalid, not_found, refuse
from autoreach.sandbox.world import ON_LINKEDIN


class Pages:
    def __init__(self, app):
        self.app, self.objects, self.company_objects = app, Objects(app), CompanyObjects(app)

    @property
    def world(self):
        return self.app.world

    @property
    def _owner(self):
        """The member whose session the account is."""
        return self.world.people.on(ON_LINKEDIN)[-1]

    def _account(self, request):
        account = request.first("account_id")
        if not account:
            raise invalid("/account_id Required property")
        if account in ACCOUNTS:
            raise refuse(*ACCOUNTS[account])
        return account

    def _person(self, identifier):
        number = number_of(identifier)
        if number is None:
            person = self.world.people.by_slug(identifier) or self.world.examples.by_slug(identifier)
        else:
            person = self.world.people.get(number) if self._is_member(number) else None
        if person is None:
            raise not_found()
        return person

    def _company(self, identifier):
        number = identifier.rpartition(":")[2]
        if number.isdecimal():
            index = int(number) - COMPANY
            if not 0 <= index < self.world.companies.count:
                raise not_found()
            return self.world.companies.get(index)
        company = self.world.companies.by_mark(identifier, separator="-sbx", attribute="slug")
        if company is None:
            raise not_found()
        return company

    def _is_member(self, number):
        people = self.world.people
        return number is not None and number < people.count and self.world.has_account(number, ON_LINKEDIN)

    def _body(self, request):
        if not isinstance(request.json, dict):
            raise refuse(400, "malformed_request", "Malformed request", "The body is not a JSON object.")
        return request.json

    def _page(self, request, largest, *, least=1, cursor=None):
        """(limit, start) of the page asked for."""
        cursor = cursor or request.first("cursor")
        if cursor:
            state = self._cursor_of(cursor)
            return state["limit"], state["start"]
        text = request.first("limit", "10")
        if not text.isdecimal() or not least <= int(text) <= largest:
            raise invalid(f"/limit Expected number between {least} and {largest}")
        return int(text), 0

    def _cursor(self, request, start, limit, params=None):
        state = {"account_id": request.first("account_id"), "limit": limit, "start": start, "params": params}
        return base64.b64encode(json.dumps(state).encode()).decode()

    def _begin(self, request, start):
        """Where the page begins: a list that repeats begins again under each new cursor."""
        return 0 if request.fault == "repeats" else start

    def _next_cursor(self, request, start, limit, more, params=None):
        return self._cursor(request, start, limit, params) if more or request.fault == "repeats" else None

    def _cursor_of(self, text):
        try:
            state = json.loads(base64.b64decode(text, validate=True))
            return {"limit": int(state["limit"]), "start": int(state["start"]), "params": state["params"]}
        except (ValueError, KeyError, TypeError):
            raise invalid("/cursor Invalid cursor") from None

    def _list(self, request, kind, rows, shape, unit, *, largest=100):
        limit, start = self._page(request, largest)
        begin = self._begin(request, start)
        page = rows[begin : begin + limit]
        cursor = self._next_cursor(request, start + limit, limit, start + limit < len(rows))
        body = {
            "object": kind,
            "items": [shape(row) for row in page],
            "cursor": cursor,
            "paging": {"page_count": len(page)},
        }
        return Reply(self._maybe_empty(request, body, start, limit), units=dict.fromkeys(unit, len(page)))

    def _maybe_empty(self, request, body, start, limit, params=None):
        """LinkedIn's silent throttling of lists: nothing on the page, and a cursor as if there were more."""
        if request.fault not in ("throttled", "empty_page"):
            return body
        return body | {
            "items": [],
            "cursor": self._cursor(request, start, limit, params),
            "paging": body["paging"] | {"page_count": 0},
        }
