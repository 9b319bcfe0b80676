from dataclasses import replace

import django_filters
from django import forms
from django.db import connection
from django.db.models import Exists, F, FilteredRelation, OuterRef, Q
from django.db.models.functions import Lower
from django.http import QueryDict

from autoreach.counting import counted_to
from leads import access
from leads.interface.forms.fields import bounds
from leads.interface.forms.long_select import LongSelect
from leads.interface.paging import Order
from leads.models import BuyerState, Lead, LeadSource, Offer
from leads.sources.registry import SOURCES
from leads.sources.seed_followers import followers_of

COUNT_CAP = 1000
KEPT_MOST = 30
SORTS = {
    "newest": ("Newest first", Order()),
    "score": ("Highest score", Order("best_score")),
    "name": ("Name", Order("name_key", descending=False, numeric=False)),
}


TABS = {"signals": "Signals", "sources": "Sources", "lookalikes": "Lookalikes"}
# One kind after the other, so that an index gives the leads of each in order: what lies beyond the cap is not read.
TAB_COUNTS = """
    SELECT '', count(*)
    FROM (SELECT FROM leads_lead WHERE workspace_id = %(workspace)s LIMIT %(most)s) AS leads
    UNION ALL
    SELECT tab, least(count(DISTINCT lead_id), %(most)s)
    FROM unnest(%(tabs)s::text[], %(kinds)s::text[]) AS wanted (tab, kind),
        LATERAL (
            SELECT DISTINCT lead_id FROM leads_leadsource
            WHERE workspace_id = %(workspace)s AND leads_leadsource.kind = wanted.kind
            ORDER BY lead_id LIMIT %(most)s
        ) AS found
    GROUP BY tab
"""


class SortForm(forms.Form):
    sort = forms.ChoiceField(
        choices=[(name, label) for name, (label, _) in SORTS.items()], required=False, label="Sort by"
    )


def sources_of_leads():
    return [(info.kind, info.label) for info in SOURCES.values() if not info.finds_accounts]


class LeadFilter(django_filters.FilterSet):
    """What the address of the Leads page says. The Buyers page's `offer` and `state` mean the same here."""

    q = django_filters.CharFilter(method="by_words", label="Search", max_length=200)
    source = django_filters.ChoiceFilter(
        choices=sources_of_leads, method="by_source", label="Source", empty_label="Any source"
    )
    state = django_filters.ChoiceFilter(
        choices=BuyerState.choices, method="by_score", label="Buyer state", empty_label="Any state"
    )
    offer = django_filters.ModelChoiceFilter(
        queryset=lambda request: Offer.objects.filter(workspace=access.get_workspace(request)),
        method="by_score",
        label="Offer",
        empty_label="Best of all offers",
        widget=LongSelect,
    )
    connection = django_filters.ChoiceFilter(
        choices=Lead.Connection.choices, label="Connection", empty_label="Any connection"
    )
    location = django_filters.CharFilter(method="by_location", label="Location", max_length=200)
    score_from = django_filters.NumberFilter(method="by_score", label="Score from", decimal_places=0, **bounds(0, 100))
    score_to = django_filters.NumberFilter(method="by_score", label="to", decimal_places=0, **bounds(0, 100))
    search = django_filters.ModelChoiceFilter(
        queryset=lambda request: access.searches(request),
        method="by_search",
        label="Search run",
        widget=forms.HiddenInput,
    )
    seed = django_filters.ModelChoiceFilter(
        queryset=lambda request: access.seed_accounts(request),
        method="by_seed",
        label="Follows",
        widget=forms.HiddenInput,
    )

    tab = django_filters.ChoiceFilter(
        choices=list(TABS.items()), method="by_tab", label="Tab", widget=forms.HiddenInput
    )

    class Meta:
        model = Lead
        form = SortForm
        fields = []

    def __init__(self, *arguments, **named):
        super().__init__(*arguments, **named)
        # few addresses name them, and a field that looks for its choice is slow to make
        for name in ("search", "seed"):
            if not self.data.get(name):
                del self.filters[name]

    def by_words(self, leads, name, words):
        return leads.matching_text(words)

    def by_location(self, leads, name, place):
        return leads.in_place(place)

    def by_source(self, leads, name, kind):
        return leads.filter(self.has_source(kind=kind))

    def by_tab(self, leads, name, tab):
        return leads.filter(self.has_source(kind__in=kinds_under(tab)))

    def has_source(self, **wanted):
        workspace = access.get_workspace(self.request)
        return Exists(LeadSource.objects.filter(workspace=workspace, lead=OuterRef("pk"), **wanted))

    def by_search(self, leads, name, search):
        return leads.filter(Exists(LeadSource.objects.filter(search=search, lead=OuterRef("pk"))))

    def by_seed(self, leads, name, seed):
        return leads.filter(Exists(followers_of(seed).filter(lead=OuterRef("pk"))))

    def by_score(self, leads, name, value):
        # Offer, state and score are one condition on one buyer score: see filter_queryset.
        return leads

    def filter_queryset(self, queryset):
        for name, condition in self.filters.items():
            queryset = condition.filter(queryset, self.form.cleaned_data[name])
        if offer := self.form.cleaned_data["offer"]:
            queryset = with_scores_for(offer, queryset)
        queryset = queryset.filter(self.score_condition())
        if self.form.cleaned_data["sort"] == "name":
            queryset = queryset.annotate(name_key=Lower("full_name"))
        return queryset.annotate(scored_lead=F("of_offer__lead_id")) if offer else queryset

    def score_condition(self):
        wanted = self.form.cleaned_data
        offer = wanted["offer"]
        state, score = ("of_offer__state", "of_offer__score") if offer else ("best_state", "best_score")
        given = {
            "of_offer__offer": offer,
            state: wanted["state"],
            f"{score}__gte": wanted["score_from"],
            f"{score}__lte": wanted["score_to"],
        }
        return Q(**{lookup: value for lookup, value in given.items() if value not in (None, "")})

    def show_offers(self, offers):
        """Let the form choose from `offers`, which the page has loaded already."""
        field = self.form.fields["offer"]
        field.widget.choices = [("", field.empty_label), *((str(offer.pk), offer.name) for offer in offers)]

    @property
    def only_offer(self):
        """The one that the list is narrowed to."""
        return self.form.cleaned_data["offer"] if self.is_valid() else None

    @property
    def order(self):
        if not self.is_valid():
            return SORTS["newest"][1]
        _, order = SORTS[self.form.cleaned_data["sort"] or "newest"]
        return replace(order, same_as_tie="scored_lead") if self.form.cleaned_data["offer"] else order

    @property
    def is_narrowed(self):
        return any(self.data.get(name) for name in self.filters)

    @property
    def only_tab(self):
        """The tab, where nothing else narrows the list."""
        given = {name for name in self.filters if self.data.get(name)}
        return self.data["tab"] if given == {"tab"} else ""


def with_scores_for(offer, leads):
    """The leads, each with its score for the offer as `of_offer`."""
    return leads.annotate(of_offer=FilteredRelation("scores", condition=Q(scores__offer=offer)))


def kinds_under(tab):
    """The kinds of sources of a tab.

    Signals has searches for what people say, Lookalikes the followers of seed accounts. Sources has the others, also
    who answered a post that the user named, but not people added by hand or from the pool.
    """
    if tab == "lookalikes":
        return [info.kind for info in SOURCES.values() if info.follows_seeds]
    others = [info for info in SOURCES.values() if not info.has_own_tab]
    signals = [info.kind for info in others if info.shows_intent and not info.is_extraction]
    return signals if tab == "signals" else [info.kind for info in others if info.kind not in signals]


def filter_leads(request, params):
    """A checked LeadFilter over the workspace's leads; one with an invalid parameter finds no leads."""
    found = LeadFilter(params, queryset=access.leads(request), request=request)
    return found, found.qs if found.is_valid() else Lead.objects.none()


def selected_list(request):
    """(the LeadFilter of the list in which a selection form stands, the leads it finds)"""
    return filter_leads(request, QueryDict(request.POST.get("filter", "")))


def selected_leads(request):
    """The leads a selection form posts: those ticked, or with `everything` all that match its `filter`."""
    if request.POST.get("everything"):
        return selected_list(request)[1]
    ids = map(access.number, request.POST.getlist("lead"))
    return access.leads(request).filter(pk__in=[pk for pk in ids if pk is not None])


def capped_count(queryset):
    """How many, counted no further than COUNT_CAP + 1."""
    return counted_to(COUNT_CAP, queryset)


def tab_counts(request):
    """(name, label, how many leads) of each tab, counted no further than COUNT_CAP + 1."""
    wanted = [(tab, kind) for tab in TABS for kind in kinds_under(tab)]
    tabs, kinds = map(list, zip(*wanted, strict=True))
    values = {"workspace": access.get_workspace(request).pk, "tabs": tabs, "kinds": kinds, "most": COUNT_CAP + 1}
    with connection.cursor() as cursor:
        cursor.execute(TAB_COUNTS, values)
        counts = dict(cursor.fetchall())
    return [(name, label, counts.get(name, 0)) for name, label in {"": "All", **TABS}.items()]


def kept_query(params):
    """What narrows and sorts the list, as in an address, without the place in it."""
    kept = QueryDict(mutable=True)
    for name in ("sort", *LeadFilter.base_filters):
        if value := params.get(name):
            kept[name] = value
    return kept.urlencode()
