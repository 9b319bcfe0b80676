"""Lists of followers that are read again each day: first who is new, then on from where the run before ended."""

from itertools import takewhile

from leads.sources.source import Source

# How many people a page of new ones has, and of how many a list remembers that they were the newest.
HEAD_PAGE, REMEMBERED = 25, 50


class ReadsFollowers(Source):
    """`state["lists"]` keeps of each account the newest people on its list and the cursor at which reading ended."""

    @classmethod
    def expanded(cls, offer, past):
        """Where every list was read to its end, only new followers are to come."""
        parameters, lists = past[0].parameters, past[-1].cursor.get("state", {}).get("lists", {})
        if not lists or any(each["cursor"] for each in lists.values()):
            return parameters
        return parameters | {"people": min(parameters["people"], HEAD_PAGE * len(lists))}

    def earlier_list(self, name) -> dict | None:
        """What the last run noted that read the list of this account."""
        noted = (run.cursor.get("state", {}).get("lists", {}).get(name) for run in self.earlier)
        return next(filter(None, noted), None)

    def note_page(self, name, ids, cursor, *, is_first):
        noted = self.state.setdefault("lists", {}).setdefault(name, {"newest": [], "cursor": ""})
        noted["cursor"] = cursor or ""
        if is_first:
            noted["newest"] = ids[:REMEMBERED]

    def new_on(self, name, items) -> list:
        """Who stands before the first that the run before knew; noted before those as the newest."""
        known = self.earlier_list(name)["newest"]
        new = list(takewhile(lambda item: item.id not in known, items))
        noted = self.state.setdefault("lists", {}).setdefault(name, {"newest": [], "cursor": ""})
        noted["newest"] = [*noted["newest"], *(item.id for item in new)]
        return new

    def reach_known(self, name):
        """The new ones are read: the list goes on at the cursor of the run before, which is "" at its end."""
        noted, before = self.state["lists"][name], self.earlier_list(name)
        noted["newest"] = [*noted["newest"], *before["newest"]][:REMEMBERED]
        noted["cursor"] = before["cursor"]
        return before["cursor"]
