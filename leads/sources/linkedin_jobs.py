"""Companies that hire for the roles an offer is about, and the decision-maker of each."""

from django import forms

from autoreach.providers.registry import LINKEDIN
from leads.identity.keys import company_key
from leads.interface.forms.fields import LinesField
from leads.sources.decision_makers import AtCompanies
from leads.sources.found_on_linkedin import SEARCH_PAGE, linkedin_call
from leads.sources.info import INTENT, SourceInfo
from leads.sources.parameters import ParametersForm, amount
from leads.sources.roles import places_of, roles_of
from leads.sources.source import Cost, Problem, page
from leads.sources.tool_requirements import requirement_of

DAYS = 30


class LinkedInJobsForm(ParametersForm):
    roles = LinesField(rows=4, label="They hire for", help_text="One job title a line. Each is a search of its own.")
    locations = LinesField(rows=3, label="Places", help_text="One a line, as LinkedIn spells it. Empty: anywhere.")
    jobs = amount("Job ads a role", initial=100, least=25, most=200)
    companies = amount("Companies", initial=30, least=10, most=50, of="the newest ads first")

    def suggest(self, offer):
        return {"roles": roles_of(offer), "locations": places_of(offer)}

    def clean_roles(self):
        if not self.cleaned_data["roles"]:
            raise forms.ValidationError("Name at least one role.")
        return self.cleaned_data["roles"]


class LinkedInJobs(AtCompanies):
    info = SourceInfo("linkedin_jobs", "Hiring signals", priority=INTENT)
    provider = LINKEDIN
    method = "By job ads"
    about = (
        "Companies that hire for these roles now, and the most senior person of each. "
        "An ad that asks for a competitor’s product says so."
    )
    Parameters = LinkedInJobsForm
    counted = ("jobs", "companies", "competitor_customers", "people", "without_decision_maker")
    if_nothing = "Use shorter job titles."
    if_narrowed = {"locations": "Leave out the places."}
    if_exhausted = "Start a search for other roles, or in other places."

    @classmethod
    def title(cls, parameters):
        first, *more = parameters["roles"]
        return f"Hiring: {first}{f' and {len(more)} more' if more else ''}"

    @classmethod
    def costs(cls, parameters):
        return [
            Cost("job ads, at LinkedIn’s flat rate", parameters["jobs"] * len(parameters["roles"])),
            Cost("companies and their decision-makers, at LinkedIn’s flat rate", parameters["companies"]),
        ]

    def begin(self):
        yield from self.look_up(LOCATION=self.parameters["locations"])

    def search_pages(self):
        for role in self.parameters["roles"]:
            yield page(self.ads, f"job ads for “{role}”", role=role, most=self.parameters["jobs"])

    def ads(self, role, most, cursor=None):
        places, limit = self.ids("LOCATION"), min(most, SEARCH_PAGE)
        found = yield linkedin_call(
            "search",
            lambda providers: providers.linkedin.search_jobs(
                keywords=role, locations=places, within_days=DAYS, newest_first=True, limit=limit, cursor=cursor
            ),
        )
        new = [ad for ad in found.items if self.is_new("job", ad.id)]
        self.count("jobs", len(new))
        self.state.setdefault("ads", []).extend(map(noted, filter(has_company, new)))
        if found.cursor and most > len(found.items):
            about = f"more job ads for “{role}”"
            yield page(self.ads, about, role=role, most=most - len(found.items), cursor=found.cursor)

    def end(self):
        yield from super().end()
        yield from self.chosen_ads(self.state.pop("ads", []))

    @property
    def competitors(self):
        return self.search.offer.competitors if self.search.offer else []

    def chosen_ads(self, ads):
        """The newest ad of each company, up to the number of companies asked for; competitors are left out."""
        rivals, chosen = set(map(company_key, self.competitors)), {}
        met = self.met_earlier(ad["company"]["id"] for ad in ads)
        for ad in sorted(ads, key=lambda ad: ad["at"] or "", reverse=True):
            company = ad["company"]
            if company["id"] not in met and company_key(company["name"]) not in rivals:
                chosen.setdefault(company["id"], ad)
        for ad in list(chosen.values())[: self.parameters["companies"]]:
            self.count("companies")
            self.note_company(ad["company"]["id"])
            yield page(self.ad, f"the job ad of {ad['company']['name']}", ad=ad)
        if ads and not chosen and not self.earlier.exists():
            yield Problem("Job ads", "Only competitors hire for these roles now.", "Name other roles, or wider places.")

    def ad(self, ad):
        """Read the ad in full: does it ask for a competitor's product?"""
        job = yield linkedin_call("job", lambda providers: providers.linkedin.job(ad["id"]))
        name, why = ad["company"]["name"], f"hiring “{ad['title']}”"
        text = "\n".join([job.description, *job.skills])
        for product in self.competitors:
            if sentence := requirement_of(product, text=text, company=name):
                self.count("competitor_customers")
                why += f". The ad asks for {product}: “{sentence}”"
                break
        given = {"reference": f"job {ad['id']}", "why": why, "url": ad["url"], "at": ad["at"]}
        yield self.decision_maker_page(ad["company"], **given)


def has_company(ad):
    return ad.company is not None and bool(ad.company.id and ad.company.name)


def noted(ad):
    """What is kept of an ad, as JSON."""
    return {
        "id": ad.id,
        "title": ad.title,
        "url": ad.url,
        "at": ad.posted_at.isoformat() if ad.posted_at else None,
        "company": {"id": ad.company.id, "name": ad.company.name, "company_location": ad.location},
    }
