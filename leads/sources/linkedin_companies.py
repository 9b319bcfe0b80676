"""Companies on LinkedIn by what they are, and the decision-maker of each."""

from autoreach.providers.registry import LINKEDIN
from leads.interface.forms.fields import LinesField
from leads.sources.decision_makers import AtCompanies
from leads.sources.found_on_linkedin import SEARCH_PAGE, linkedin_call
from leads.sources.info import SourceInfo
from leads.sources.parameters import ParametersForm, amount
from leads.sources.roles import places_of
from leads.sources.source import Cost, Problem, page


class LinkedInCompaniesForm(ParametersForm):
    descriptors = LinesField(
        rows=4,
        label="Kinds of company",
        help_text="One a line: “machine builder”. Each is a search of its own.",
    )
    locations = LinesField(rows=3, label="Places", help_text="One a line, as LinkedIn spells it. Empty: anywhere.")
    industries = LinesField(rows=3, label="Industries", help_text="One a line, as LinkedIn spells it. Empty: any.")
    companies = amount("Companies", initial=50, least=10, most=100, of="over all kinds together")

    def suggest(self, offer):
        return {"descriptors": offer.industries[:4], "locations": places_of(offer)}

    def clean(self):
        if not (self.cleaned_data.get("descriptors") or self.cleaned_data.get("industries")):
            self.add_error("descriptors", "Name a kind of company, or an industry.")


class LinkedInCompanies(AtCompanies):
    info = SourceInfo("linkedin_companies", "LinkedIn companies")
    provider = LINKEDIN
    method = "By company"
    about = "Companies of a kind, and at each the most senior person: founders first, then directors and heads."
    Parameters = LinkedInCompaniesForm
    counted = ("companies", "people", "without_decision_maker")
    if_nothing = "Name other kinds of company."
    if_narrowed = {
        "descriptors": "Use fewer or more common words for them.",
        "industries": "Choose other industries: LinkedIn sorts companies under its own names.",
        "locations": "Leave out the places.",
    }
    if_exhausted = "Start a search for other kinds of company, or in other places."

    @classmethod
    def title(cls, parameters):
        first, *more = parameters["descriptors"] or parameters["industries"]
        return f"Companies: {first}{f' and {len(more)} more' if more else ''}"

    @classmethod
    def costs(cls, parameters):
        return [Cost("companies and their decision-makers, at LinkedIn’s flat rate", parameters["companies"])]

    def begin(self):
        yield from self.look_up(LOCATION=self.parameters["locations"], INDUSTRY=self.parameters["industries"])

    def search_pages(self):
        descriptors = self.parameters["descriptors"] or [""]
        share, over = divmod(self.parameters["companies"], len(descriptors))
        for place, descriptor in enumerate(descriptors):
            about = f"companies like “{descriptor}”" if descriptor else "companies of the industries"
            yield page(self.companies, about, descriptor=descriptor, most=share + (place < over))

    @property
    def left(self):
        return self.parameters["companies"] - self.counted_so_far("companies")

    def companies(self, descriptor, most, cursor=None):
        places, industries = self.ids("LOCATION"), self.ids("INDUSTRY")
        found = yield linkedin_call(
            "search",
            lambda providers: providers.linkedin.search_companies(
                keywords=descriptor, locations=places, industries=industries, limit=SEARCH_PAGE, cursor=cursor
            ),
        )
        met = self.met_earlier(hit.id for hit in found.items)
        unseen = [hit for hit in found.items if hit.id not in met and self.is_new("company", hit.id)]
        new = unseen[: min(most, self.left)]
        self.count("companies", len(new))
        label = descriptor or ", ".join(self.parameters["industries"])
        for hit in new:
            self.note_company(hit.id)
            yield self.decision_maker_page(
                {
                    "id": hit.id,
                    "name": hit.name,
                    "industry": hit.industry,
                    "company_size": hit.headcount,
                    "company_location": hit.location,
                },
                reference=f"“{label}”",
                why=f"found for “{label}”",
                url=f"https://www.linkedin.com/company/{hit.public_identifier}" if hit.public_identifier else "",
            )
        if found.cursor and most > len(new) and self.left:
            about = f"more companies like “{label}”"
            yield page(self.companies, about, descriptor=descriptor, most=most - len(new), cursor=found.cursor)
        elif not (found.items or found.throttled) and cursor is None:
            yield Problem(
                f"Companies like “{label}”", "LinkedIn shows none.", "Use fewer or more common words.", is_nothing=True
            )
