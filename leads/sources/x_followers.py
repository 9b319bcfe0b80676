"""Who follows accounts on X, or whom these follow."""

from django import forms

from autoreach.calls.prices import x_usd
from autoreach.providers.registry import X
from leads.identity.keys import x_handle
from leads.interface.forms.fields import LinesField
from leads.sources.follower_lists import ReadsFollowers
from leads.sources.found_on_x import found_person, x_call
from leads.sources.info import SourceInfo
from leads.sources.parameters import ParametersForm, amount, read_lines
from leads.sources.source import Cost, Problem, page

# What X delivers at once: accounts that are looked up, and followers.
ACCOUNTS_MAX, PAGE_MAX = 100, 1000
WHOM = {"followers": "People who follow them", "following": "People whom they follow"}
SAYS = {"followers": "Follows @{}", "following": "Followed by @{}"}


class XFollowersForm(ParametersForm):
    accounts = LinesField(rows=4, label="Accounts", help_text="One a line: @name, or the address of the profile.")
    whom = forms.ChoiceField(label="Find", choices=list(WHOM.items()), initial="followers")
    people = amount("People", initial=500, least=10, most=10_000, of="over all accounts together")

    def clean_accounts(self):
        accounts = read_lines(
            self.cleaned_data["accounts"],
            x_handle,
            none="Name at least one account.",
            unread="is no account on X. Write @name, or https://x.com/name.",
        )
        if len(accounts) > ACCOUNTS_MAX:
            raise forms.ValidationError(f"{ACCOUNTS_MAX} accounts at most.")
        return accounts


class XFollowers(ReadsFollowers):
    info = SourceInfo("x_followers", "X followers", asks_pool_at_start=True, self_named=True)
    provider = X
    method = "Followers of an account"
    about = "People who follow a competitor, a publication or a voice of the trade – or whom these follow."
    Parameters = XFollowersForm
    counted = ("accounts", "people")
    if_nothing = "Name accounts that more people follow."
    if_exhausted = "Start a search for the followers of other accounts."

    @classmethod
    def title(cls, parameters):
        first, *more = parameters["accounts"]
        words = "Followers of" if parameters["whom"] == "followers" else "Followed by"
        return f"{words} @{first}{f' and {len(more)} more' if more else ''}"

    @classmethod
    def costs(cls, parameters):
        accounts, people = len(parameters["accounts"]), parameters["people"]
        return [
            Cost("accounts looked up", accounts, x_usd(users=accounts)),
            Cost("people", people, x_usd(users=people)),
        ]

    def begin(self):
        accounts = self.parameters["accounts"]
        about = f"the account @{accounts[0]}" if len(accounts) == 1 else f"{len(accounts)} accounts"
        yield page(self.accounts, about)

    def accounts(self):
        names = self.parameters["accounts"]
        found = yield x_call("users/by", lambda providers: providers.x.users_by_username(names), users=len(names))
        known = {user.username.lower(): user for user in found}
        readable = [name for name in names if name in known and not known[name].protected]
        self.count("accounts", len(readable))
        share, over = divmod(self.parameters["people"], len(readable) or 1)
        for place, account in enumerate(readable):
            given = {"user_id": known[account].id, "name": known[account].username}
            yield self.first_page(self.words(account, **given), account, most=share + (place < over), **given)
        for name in names:
            if name not in known:
                yield Problem(f"@{name}", "X has no such account, or has suspended it.", "Check how it is spelled.")
            elif known[name].protected:
                yield Problem(
                    f"@{name}", "The account is private: X does not list its followers.", "Choose another one."
                )

    def words(self, account, user_id, name):
        return f"the followers of @{name}" if self.parameters["whom"] == "followers" else f"whom @{name} follows"

    def asked(self, limit, cursor, user_id, name):
        whom = self.parameters["whom"]
        return x_call(
            f"users/:id/{whom}",
            lambda providers: getattr(providers.x, whom)(user_id, limit=limit, cursor=cursor),
            users=limit,
        )

    def found_of(self, account, users, user_id, name):
        new = [user for user in users if self.is_new("person", user.id)]
        self.count("people", len(new))
        said, url = SAYS[self.parameters["whom"]].format(name), f"https://x.com/{name}"
        for user in new:
            if user.verified_type != "business":
                yield found_person(user, reference=self.reference(name), evidence=said, url=url)

    def reference(self, name):
        return f"@{name}"

    def people(self, account, most, cursor=None, **given):
        found = yield self.asked(min(most, PAGE_MAX), cursor, **given)
        self.note_page(account, found, is_first=cursor is None)
        yield from self.found_of(account, found.items, **given)
        if not found.cursor:
            return
        about = self.words(account, **given)
        given |= {"account": account, "cursor": found.cursor}
        if most > len(found.items):
            yield page(self.people, about, most=most - len(found.items), **given)
        elif self.left:
            yield page(self.more, about, **given)

    @property
    def left(self):
        return self.parameters["people"] - self.counted_so_far("people")

    def more(self, account, cursor, **given):
        """Further people of an account, in the place of those that other accounts did not have."""
        if self.left > 0:
            yield from self.people(account, self.left, cursor, **given)
