"""Who follows the seed accounts that a lookalike search found and a user saved.

The reading is that of the followers of any account. What differs is where it starts, and that each seed account counts
the leads it brought.
"""

from django import forms
from django.db.models import Count

from leads.models import LeadSource, Search, SeedAccount
from leads.sources.info import SourceInfo
from leads.sources.linkedin_followers import LinkedInFollowers
from leads.sources.parameters import ParametersForm, amount
from leads.sources.x_followers import XFollowers

NONE_SAVED = "Save a seed account first: on the page of a lookalike search, or under Leads, Lookalikes."


class SeedFollowersForm(ParametersForm):
    """`platform` is set by the subclass of each platform."""

    accounts = forms.MultipleChoiceField(
        label="Seed accounts",
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": "Choose at least one seed account."},
    )
    people = amount("People", initial=500, least=10, most=10_000, of="over all accounts together")
    platform = ""

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        saved = [seed for seed in saved_seeds(self.offer, self.platform) if seed.shows_followers]
        field = self.fields["accounts"]
        field.choices = [(seed.handle, seed_line(seed)) for seed in saved]
        self.initial.setdefault("accounts", [seed.handle for seed in saved])
        if not saved:
            field.help_text = NONE_SAVED


def saved_seeds(offer, platform):
    if offer is None:
        return SeedAccount.objects.none()
    return SeedAccount.objects.saved().filter(offer=offer, platform=platform).most_followed_first()


def seed_line(seed: SeedAccount) -> str:
    followers = "" if seed.followers is None else f" · {seed.followers:,} followers"
    return f"{seed} ({seed.shown_handle}){followers}"


class XSeedFollowersForm(SeedFollowersForm):
    platform = SeedAccount.Platform.X

    def stored(self):
        return super().stored() | {"whom": "followers"}


class LinkedInSeedFollowersForm(SeedFollowersForm):
    platform = SeedAccount.Platform.LINKEDIN


class SeedFollowers:
    """What the sources of both platforms have in common; it stands before the source of any followers."""

    method = "Followers of saved accounts"
    about = "People who follow the accounts that you saved. They are scored for the offer like any other lead."
    if_nothing = "Save accounts that more people follow."
    if_nothing_left = "None of its seed accounts is saved any more."
    if_exhausted = "Save other seed accounts, and start a search for their followers."

    @classmethod
    def still_wanted(cls, offer, accounts):
        saved = set(saved_seeds(offer, cls.provider).values_list("handle", flat=True))
        return [account for account in accounts if account in saved]

    @classmethod
    def origin_of(cls, offer, parameters):
        found = Search.objects.filter(
            seed_accounts__offer=offer,
            seed_accounts__platform=cls.provider,
            seed_accounts__handle__in=parameters["accounts"],
        )
        return found.order_by("-pk").first() if offer else None

    def stop(self):
        """Count the leads of its seed accounts. A merge of two leads counts from the next extraction on."""
        accounts = {"offer": self.search.offer_id, "platform": self.provider, "handle__in": self.parameters["accounts"]}
        seeds = list(SeedAccount.objects.filter(**accounts).order_by("pk"))
        rows = extracted(self.search.workspace_id, self.search.offer_id, self.provider)
        handles = [seed.shown_handle for seed in seeds]
        found = rows.filter(reference__in=handles).values_list("reference").annotate(Count("lead", distinct=True))
        leads = dict(found)
        for seed in seeds:
            seed.leads = leads.get(seed.shown_handle, 0)
        SeedAccount.objects.bulk_update(seeds, ["leads"])


def followers_of(seed: SeedAccount):
    """The rows that say which leads follow a seed account, by the searches that read its followers."""
    return extracted(seed.workspace_id, seed.offer_id, seed.platform).filter(reference=seed.shown_handle)


def extracted(workspace_id, offer_id, platform):
    """What searches for the followers of an offer's seed accounts found; LeadSource has an index of it."""
    return LeadSource.objects.filter(workspace=workspace_id, kind=KINDS[platform], search__offer=offer_id)


class XSeedFollowers(SeedFollowers, XFollowers):
    info = SourceInfo("x_seeds", "Lookalike on X", asks_pool_at_start=True, has_own_tab=True, follows_seeds=True)
    Parameters = XSeedFollowersForm

    def reference(self, name):
        # as the seed account is written, so that its leads are found by an index
        return f"@{name.lower()}"


class LinkedInSeedFollowers(SeedFollowers, LinkedInFollowers):
    info = SourceInfo(
        "linkedin_seeds", "Lookalike on LinkedIn", asks_pool_at_start=True, has_own_tab=True, follows_seeds=True
    )
    Parameters = LinkedInSeedFollowersForm


KINDS = {each.provider: each.info.kind for each in (XSeedFollowers, LinkedInSeedFollowers)}
