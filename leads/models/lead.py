import re

from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex, OpClass
from django.contrib.postgres.search import SearchQuery, SearchVectorField
from django.db import models
from django.db.models import F, Q
from django.db.models.expressions import RawSQL
from django.db.models.functions import Lower

from autoreach.providers.registry import LINKEDIN, X
from leads.identity.keys import email_address, linkedin_slug, mailbox_key, x_handle
from leads.identity.platforms import PLATFORMS
from leads.models.lead_details import LeadDetails
from leads.models.search import Search
from leads.models.search_text import domain_first, folded, search_vector, typed_mailbox, typed_query, typed_words
from leads.models.workspace import Workspace
from leads.sources.registry import choices as sources

# One word with a mark that stands in addresses and handles.
ADDRESS = re.compile(r"(?=\S*[@/_-])\S+")


class BuyerState(models.TextChoices):
    """A lead's standing for an offer. The label is the dashboard tab it stands under."""

    ACTIVE = "active", "Ready"
    MONITOR = "monitor", "Emerging"
    POOR_FIT = "poor_fit", "Low Priority"
    DISQUALIFIED = "disqualified", "Disqualified"
    NOT_SCORED = "not_scored", "Analyzing"
    MANUAL = "manual", "Manual"


class Company(models.Model):
    # Without a constraint, as in Lead and LeadSource below: checking it row by row takes a fifth of an import.
    # `leads.ingest` locks what it refers to, and a trigger refuses to delete what is referred to.
    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="companies", db_index=False, db_constraint=False
    )
    name = models.CharField(max_length=200)
    name_key = models.CharField(max_length=200, help_text="Lower case, without legal form.")
    domain = models.CharField(max_length=255, blank=True)
    linkedin_slug = models.CharField(max_length=200, blank=True)
    industry = models.CharField(max_length=200, blank=True)
    size = models.CharField(max_length=40, blank=True)
    location = models.CharField(max_length=200, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name_plural = "companies"
        # the key first, for the same reason as below
        constraints = [models.UniqueConstraint(fields=["name_key", "workspace"], name="one_company_per_name")]

    def __str__(self):
        return self.name


class LeadQuerySet(models.QuerySet):
    def among(self, lead_ids):
        """Leads with one of many ids. They are one parameter: thousands take longer to bind than the query to run."""
        return self.filter(pk__in=RawSQL("SELECT unnest(%s::bigint[])", [list(lead_ids)]))

    def matching_text(self, words):
        """Leads whose name, title, company, industry or location holds a word beginning with each of these.

        Accents and apostrophes do not count. What looks like an address or a handle also finds the lead that has it,
        and what looks like a part of an e-mail address or its domain those that have one.
        """
        raw = typed_query(words)
        if not raw:
            # signs alone are in no name
            return self.none() if words.strip() else self
        found = Q(search_text=SearchQuery(raw, search_type="raw", config="simple"))
        if ADDRESS.fullmatch(words.strip()):
            slug, handle = linkedin_slug(words), x_handle(words)
            found |= Q(linkedin_slug=slug) if slug else Q()
            found |= Q(x_handle=handle) if handle else Q()
            email = email_address(words)
            found |= Q(email_key=mailbox_key(email)) if email else Q()
        if mailbox := typed_mailbox(words):
            return self.alias(mailbox=domain_first()).filter(found | mailbox)
        return self.filter(found)

    def in_place(self, words):
        """Leads whose location holds a word beginning with each of these."""
        leads = self.matching_text(words).alias(plain_location=folded("location"))
        for word in typed_words(words):
            leads = leads.filter(plain_location__iregex=rf"\m{word}")
        return leads


class Lead(LeadDetails):
    """One person in one workspace, unified over LinkedIn, X and e-mail.

    Identity columns hold the normalised form of `leads.identity`; "" means unknown.
    """

    class Connection(models.TextChoices):
        # No source says that two people are not connected: an import only names the connections there are.
        UNKNOWN = "not_connected", "Unknown"
        PENDING_SENT = "pending_sent", "Pending Sent"
        PENDING_RECEIVED = "pending_received", "Pending Received"
        CONNECTED = "connected", "Connected"
        WITHDRAWN = "withdrawn", "Withdrawn"

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="leads", db_index=False, db_constraint=False
    )
    linkedin_slug = models.CharField(max_length=200, blank=True)
    x_handle = models.CharField(max_length=15, blank=True)
    x_user_id = models.CharField(max_length=20, blank=True)
    email_key = models.CharField(max_length=254, blank=True)
    sales_navigator_id = models.CharField(
        max_length=100,
        blank=True,
        default="",
        db_default="",
        help_text="Of a lead's link in Sales Navigator, which is no public profile.",
    )
    person_key = models.CharField(
        max_length=400, blank=True, help_text="Name and company, where there is no better key."
    )
    company = models.ForeignKey(
        Company, on_delete=models.SET_NULL, null=True, blank=True, related_name="leads", db_constraint=False
    )
    connection = models.CharField(max_length=20, choices=Connection, default=Connection.UNKNOWN)
    city = models.CharField(max_length=100, blank=True, default="", db_default="")
    region = models.CharField(max_length=100, blank=True, default="", db_default="")
    country = models.CharField(max_length=2, blank=True, default="", db_default="", help_text="ISO 3166 code.")

    best_score = models.SmallIntegerField(null=True, blank=True, help_text="Of the offer whose state is the best.")
    best_state = models.CharField(max_length=20, choices=BuyerState, default=BuyerState.NOT_SCORED)
    enriched_at = models.DateTimeField(null=True, blank=True)
    missing = ArrayField(models.CharField(max_length=40), default=list, blank=True)
    last_active_on = models.DateField(null=True, blank=True, help_text="Day of the newest post.")
    provenance = models.JSONField(
        default=dict,
        blank=True,
        db_default=models.Value({}, models.JSONField()),
        help_text='Field → ["linkedin", "2026-01-31"], by hand also who; a field not named here came with the lead.',
    )
    locked = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        db_default=models.Value([], ArrayField(models.CharField(max_length=40))),
        help_text="Fields set by hand, which imports and enrichment leave alone until they are released.",
    )
    created_at = models.DateTimeField(auto_now_add=True)
    # by a person or a source of leads: enrichment leaves it, or no import could be taken back
    updated_at = models.DateTimeField(auto_now=True)
    search_text = models.GeneratedField(
        expression=search_vector(),
        output_field=SearchVectorField(),
        db_persist=True,
    )

    objects = LeadQuerySet.as_manager()

    class Meta:
        # The key comes first, so that `leads.ingest` can ask by the key alone. For a workspace without statistics the
        # planner takes any index that begins with the workspace, and reads all its leads for each key.
        constraints = [
            models.UniqueConstraint(fields=[key, "workspace"], condition=~Q(**{key: ""}), name=f"one_lead_per_{key}")
            for key in ("linkedin_slug", "x_handle", "x_user_id", "email_key", "sales_navigator_id", "person_key")
        ]
        indexes = [
            # The Leads page, newest first; by score; by name; and its search box. Where it shows the newest first, it
            # reads backwards: a new lead comes to the end of the index, where writing costs a fraction.
            models.Index(fields=["workspace", "id"], name="lead_newest"),
            models.Index("workspace", F("best_score").asc(nulls_first=True), F("id").asc(), name="lead_by_score"),
            models.Index("workspace", Lower("full_name"), "id", name="lead_by_name"),
            # its filters by state and by connection
            models.Index(
                "workspace",
                "best_state",
                F("best_score").asc(nulls_first=True),
                F("id").asc(),
                name="lead_by_state",
            ),
            models.Index(
                fields=["workspace", "connection", "-id"],
                condition=~Q(connection="not_connected"),
                name="lead_by_connection",
            ),
            GinIndex(fields=["search_text"], name="lead_search_text"),
            # an e-mail address in the search box, or its domain
            models.Index(
                OpClass(domain_first(), name="text_pattern_ops"), condition=~Q(email=""), name="lead_by_email_domain"
            ),
        ]

    def __str__(self):
        return self.display_name

    @property
    def display_name(self):
        return self.full_name or (f"@{self.x_handle}" if self.x_handle else "") or self.linkedin_slug or self.email

    @property
    def linkedin_url(self):
        return PLATFORMS[LINKEDIN].address(self.linkedin_slug)

    @property
    def x_url(self):
        return PLATFORMS[X].address(self.x_handle)


class LeadSource(models.Model):
    """How a lead came in: one row for each place where a search found it."""

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="sources", db_constraint=False)
    # every row of an import would ask for the same search, whose counts the same transaction changes
    search = models.ForeignKey(
        Search, on_delete=models.CASCADE, related_name="lead_sources", db_index=False, db_constraint=False
    )
    kind = models.CharField(max_length=20, choices=sources)
    reference = models.CharField(max_length=100, help_text="Where in the search, e.g. the row of the file.")
    evidence = models.TextField(blank=True, help_text="What the person wrote or did there, quoted.")
    evidence_url = models.CharField(max_length=500, blank=True, default="", db_default="")
    evidence_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            # also serves "the leads of a search"
            models.UniqueConstraint(fields=["search", "lead", "reference"], name="one_source_per_reference"),
        ]
        indexes = [
            # the source filter of the Leads page
            models.Index(fields=["workspace", "kind", "lead"], name="source_by_kind"),
            # who follows a seed account
            models.Index(
                fields=["workspace", "reference", "lead"],
                condition=Q(kind__in=["x_seeds", "linkedin_seeds"]),
                name="source_by_seed",
            ),
        ]

    def __str__(self):
        return f"{self.lead} from {self.get_kind_display()}"

    @property
    def has_telling_reference(self):
        """Only of a file is a bare number one that a reader can look up; where there is an address, that says more.

        A search for one person may be named after its only reference.
        """
        is_telling = self.kind == "csv" or not self.reference.isdecimal()
        return is_telling and not self.evidence_url and self.reference != str(self.search)
