"""Who follows a person or a company on LinkedIn, as far as LinkedIn shows it."""

from autoreach.providers.errors import NotSupported
from autoreach.providers.registry import LINKEDIN
from leads.identity.keys import linkedin_company_slug, linkedin_slug
from leads.interface.forms.fields import LinesField
from leads.sources.follower_lists import ReadsFollowers
from leads.sources.found_on_linkedin import found_participant, linkedin_call
from leads.sources.info import SourceInfo
from leads.sources.parameters import ParametersForm, amount, read_lines
from leads.sources.source import Cost, Problem, page

PAGE_MAX = 100
COMPANY, PERSON = "company", "person"


def read_account(typed):
    """(company or person, slug) of an address, or as a search keeps it; None where it is none."""
    kind, _, kept = typed.partition(":")
    if kind in (COMPANY, PERSON) and kept and "/" not in kept:
        return kind, kept
    if slug := linkedin_company_slug(typed):
        return COMPANY, slug
    slug = linkedin_slug(typed)
    return (PERSON, slug) if slug else None


class LinkedInFollowersForm(ParametersForm):
    accounts = LinesField(
        rows=4, label="Profiles", help_text="The address of a person or a company on LinkedIn a line."
    )
    people = amount("People", initial=500, least=10, most=10_000, of="over all profiles together")

    def clean_accounts(self):
        accounts = read_lines(
            self.cleaned_data["accounts"],
            read_account,
            none="Name at least one profile.",
            unread="is no profile on LinkedIn. Copy the address of the person or the company.",
        )
        return list(map(":".join, accounts))


class LinkedInFollowers(ReadsFollowers):
    info = SourceInfo("linkedin_followers", "LinkedIn followers", asks_pool_at_start=True)
    provider = LINKEDIN
    method = "Followers of a profile"
    about = "People who follow a person or a company, as far as LinkedIn shows them to your account."
    Parameters = LinkedInFollowersForm
    counted = ("profiles", "people")
    if_nothing = "LinkedIn shows the followers of few profiles. Take the people who comment on their posts instead."
    if_exhausted = "Start a search for the followers of other profiles."

    @classmethod
    def title(cls, parameters):
        first, *more = parameters["accounts"]
        return f"Followers of {first.partition(':')[2]}{f' and {len(more)} more' if more else ''}"

    @classmethod
    def costs(cls, parameters):
        return [Cost("people, at LinkedIn’s flat rate", parameters["people"])]

    def begin(self):
        accounts = self.parameters["accounts"]
        share, over = divmod(self.parameters["people"], len(accounts))
        for place, account in enumerate(accounts):
            kind, _, slug = account.partition(":")
            yield page(self.account, f"the profile of {slug}", kind=kind, slug=slug, most=share + (place < over))

    def account(self, kind, slug, most):
        def send(providers):
            linkedin = providers.linkedin
            return linkedin.company(slug) if kind == COMPANY else linkedin.profile(slug, sections=())

        found = yield linkedin_call("company" if kind == COMPANY else "profile", send)
        self.count("profiles")
        yield self.first_page(f"the followers of {slug}", f"{kind}:{slug}", most=most, provider_id=found.id)

    def words(self, account, provider_id):
        return f"more followers of {read_account(account)[1]}"

    def asked(self, limit, cursor, provider_id):
        return linkedin_call(
            "followers", lambda providers: providers.linkedin.followers(provider_id, limit=limit, cursor=cursor)
        )

    def found_of(self, account, members, provider_id):
        kind, slug = read_account(account)
        new = [member for member in members if self.is_new("person", member.id)]
        self.count("people", len(new))
        address = f"https://www.linkedin.com/{'company' if kind == COMPANY else 'in'}/{slug}"
        for member in new:
            if person := found_participant(member, reference=slug, evidence=f"Follows {slug} on LinkedIn", url=address):
                yield person

    def people(self, account, most, cursor=None, **given):
        try:
            found = yield self.asked(min(most, PAGE_MAX), cursor, **given)
        except NotSupported:
            if cursor:
                raise
            # what was never shown is not still to be read
            self.state["lists"].pop(account)
            yield Problem(
                f"The followers of {read_account(account)[1]}",
                "LinkedIn does not list them to your account.",
                "Take the people who comment on its posts instead.",
            )
            return
        self.note_page(account, found, is_first=cursor is None)
        yield from self.found_of(account, found.items, **given)
        if found.cursor and most > len(found.items):
            about, given = self.words(account, **given), given | {"account": account, "cursor": found.cursor}
            yield page(self.people, about, most=most - len(found.items), **given)
