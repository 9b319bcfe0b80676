"""People on LinkedIn by role, place and industry."""

from django import forms

from autoreach.providers.errors import ProviderError
from autoreach.providers.registry import LINKEDIN
from leads.interface.forms.fields import LinesField
from leads.sources.found_on_linkedin import (
    LEADS_CAP,
    LEADS_PAGE,
    SEARCH_CAP,
    SEARCH_PAGE,
    LooksUpWords,
    found_member,
    linkedin_call,
)
from leads.sources.info import SourceInfo
from leads.sources.next_role import next_role
from leads.sources.parameters import ParametersForm, amount
from leads.sources.roles import places_of, roles_of
from leads.sources.source import Cost, Problem, page


class LinkedInPeopleForm(ParametersForm):
    roles = LinesField(rows=6, label="Roles", help_text="One job title a line. Each is a search of its own.")
    locations = LinesField(rows=3, label="Places", help_text="One a line, as LinkedIn spells it. Empty: anywhere.")
    industries = LinesField(rows=3, label="Industries", help_text="One a line, as LinkedIn spells it. Empty: any.")
    people = amount(
        "People",
        initial=250,
        least=50,
        most=5000,
        note=f"LinkedIn shows the first {SEARCH_CAP:,} of each role, "
        f"and {LEADS_CAP:,} to accounts with Sales Navigator.",
    )

    def suggest(self, offer):
        return {"roles": roles_of(offer), "locations": places_of(offer), "industries": offer.industries}

    def clean_roles(self):
        if not self.cleaned_data["roles"]:
            raise forms.ValidationError("Name at least one role.")
        return self.cleaned_data["roles"]


class LinkedInPeople(LooksUpWords):
    info = SourceInfo("linkedin_people", "LinkedIn people")
    provider = LINKEDIN
    method = "By role"
    about = "People with a title, in the places and industries of the offer."
    Parameters = LinkedInPeopleForm
    counted = ("people", "hidden")
    prepare = ("account", *LooksUpWords.prepare)
    if_nothing = "Use shorter titles."
    if_narrowed = {
        "industries": "Leave out the industries: LinkedIn sorts companies under its own names.",
        "locations": "Leave out the places.",
    }
    if_exhausted = "Name further roles in the audience of the offer, or start a search with other places or industries."

    @classmethod
    def title(cls, parameters):
        first, *more = parameters["roles"]
        return f"LinkedIn: {first}{f' and {len(more)} more' if more else ''}"

    @classmethod
    def costs(cls, parameters):
        return [Cost("people of search results, at LinkedIn’s flat rate", parameters["people"])]

    @classmethod
    def expanded(cls, offer, past):
        role = next_role(offer, [role for run in past for role in run.parameters["roles"]])
        return past[0].parameters | {"roles": [role]} if role else None

    def begin(self):
        if self.parameters["people"] > SEARCH_CAP:
            yield page(self.account, "what the LinkedIn account has")
        else:
            yield from self.words()

    def account(self):
        """More people are asked for than the classic search may show of a role."""
        try:
            account = yield linkedin_call("account", lambda providers: providers.linkedin.account())
            self.state["by_navigator"] = account.has_sales_navigator
        except ProviderError:
            self.state["by_navigator"] = False
        yield from self.words()

    def words(self):
        industries = {self.industry_kind: self.parameters["industries"]}
        yield from self.look_up(LOCATION=self.parameters["locations"], **industries)

    @property
    def by_navigator(self):
        return self.state.get("by_navigator", False)

    @property
    def industry_kind(self):
        return "SALES_INDUSTRY" if self.by_navigator else "INDUSTRY"

    def search_pages(self):
        roles = self.parameters["roles"]
        share, over = divmod(self.parameters["people"], len(roles))
        for place, role in enumerate(roles):
            yield page(self.found, f"people with the title “{role}”", role=role, most=share + (place < over))

    def found(self, role, most, cursor=None):
        by_navigator, page_max = self.by_navigator, LEADS_PAGE if self.by_navigator else SEARCH_PAGE
        limit = min(max(most, 1), page_max)
        places, industries = self.ids("LOCATION"), self.ids(self.industry_kind)

        def send(providers):
            search = providers.linkedin.search_leads if by_navigator else providers.linkedin.search_people
            return search(title=role, locations=places, industries=industries, limit=limit, cursor=cursor)

        answer = yield linkedin_call("search", send)
        # a cursor keeps the size of its first page
        hits = answer.items[:most]
        new = [hit for hit in hits if self.is_new("person", hit.id)]
        people = [found_member(hit, reference=f"“{role}”", evidence=hit.headline, url=hit.profile_url) for hit in new]
        self.count("people", len(people))
        self.count("hidden", people.count(None))
        yield from filter(None, people)
        left = self.parameters["people"] - self.counted_so_far("people")
        if answer.cursor and most > len(hits):
            yield page(
                self.found,
                f"more people with the title “{role}”",
                role=role,
                most=most - len(hits),
                cursor=answer.cursor,
            )
        elif answer.cursor and left:
            yield page(self.more, f"more people with the title “{role}”", role=role, cursor=answer.cursor)
        elif left and hits and (answer.total or 0) >= self.cap:
            yield Problem(
                f"People with the title “{role}”",
                f"LinkedIn shows only the first {self.cap:,} people of a search.",
                "Name narrower roles, or start a search for each place.",
            )

    @property
    def cap(self):
        return LEADS_CAP if self.by_navigator else SEARCH_CAP

    def more(self, role, cursor):
        """Further people of a role, in the place of those that other roles did not have."""
        if left := self.parameters["people"] - self.counted_so_far("people"):
            yield from self.found(role, left, cursor)
