"""Lists of followers that are read again each day: first who is new, then on from where the run before ended."""

from itertools import takewhile

from autoreach.providers.errors import InvalidRequest, NotFound, NotSupported
from leads.sources.source import Source, page

# How many people a page of new ones has, and of how many a list remembers that they were the newest.
HEAD_PAGE, REMEMBERED = 25, 50


class ReadsFollowers(Source):
    """`state["lists"]` keeps of each account how far its list is read. A run begins with what the run before kept.

    `newest` are the newest people read, and `cursor` is where the list goes on below them: None where it is not begun,
    "" at its end. `head` is there while the new ones above them are not all read: the newest of these, and the cursor
    of the others.
    """

    @classmethod
    def expanded(cls, offer, past):
        """Where every list was read to its end, only new followers are to come."""
        parameters = past[0].parameters | {"accounts": cls.still_wanted(offer, past[0].parameters["accounts"])}
        if not parameters["accounts"]:
            return None
        noted = next(filter(None, (run.cursor.get("state", {}).get("lists") for run in reversed(past))), {})
        lists = [noted[account] for account in parameters["accounts"] if account in noted]
        if not lists or any("head" in each or each["cursor"] != "" for each in lists):
            return parameters
        return parameters | {"people": min(parameters["people"], HEAD_PAGE * len(lists))}

    @classmethod
    def still_wanted(cls, offer, accounts) -> list[str]:
        """Those of the accounts whose followers a further day's run reads."""
        return accounts

    def list_of(self, account) -> dict:
        if "lists" not in self.state:
            self.state["lists"] = self.noted_earlier("lists").first() or {}
        return self.state["lists"].setdefault(account, {"newest": [], "cursor": None})

    def first_page(self, about, account, **given):
        """The page at which a run begins: that of the new people, unless the list was never read."""
        noted = self.list_of(account)
        if noted["cursor"] is None:
            return page(self.people, about, account=account, **given)
        if "head" in noted:
            given |= {"cursor": noted["head"]["cursor"], "is_resumed": True}
        return page(self.newest, about, account=account, **given)

    def note_page(self, account, found, *, is_first):
        # an empty page of a list that goes on is no end
        if found.throttled and not found.items:
            return
        noted = self.list_of(account)
        noted["cursor"] = found.cursor or ""
        if is_first:
            noted["newest"] = [item.id for item in found.items[:REMEMBERED]]

    def newest(self, account, most, cursor=None, is_resumed=False, **given):
        """On a further day: who is new on the list, and then on from where the run before ended."""
        about, noted = self.words(account, **given), self.list_of(account)
        try:
            found = yield self.asked(min(most, HEAD_PAGE), cursor, **given)
        except (InvalidRequest, NotFound, NotSupported):
            if not is_resumed:
                raise
            # a cursor of another day may have expired
            noted.pop("head", None)
            yield page(self.newest, about, account=account, most=most, **given)
            return
        new = self.new_on(noted, found)
        yield from self.found_of(account, new, **given)
        given |= {"account": account, "most": most - len(new)}
        if given["most"] <= 0 or (found.throttled and not found.items):
            return
        if head := noted.get("head"):
            yield page(self.newest, about, cursor=head["cursor"], is_resumed=is_resumed, **given)
        elif is_resumed:
            yield page(self.newest, about, **given)
        elif noted["cursor"]:
            yield page(self.people, about, cursor=noted["cursor"], **given)

    def new_on(self, noted, found) -> list:
        """Who stands before the first that an earlier run read. Once that one is met, these are the newest."""
        new = list(takewhile(lambda item: item.id not in noted["newest"], found.items))
        ids = [*noted.get("head", {}).get("newest", []), *(item.id for item in new)][:REMEMBERED]
        if found.cursor and len(new) == len(found.items):
            noted["head"] = {"newest": ids, "cursor": found.cursor}
        elif found.items or not found.throttled:
            noted.pop("head", None)
            noted["newest"] = [*ids, *noted["newest"]][:REMEMBERED]
        return new
