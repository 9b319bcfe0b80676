from dataclasses import asdict

from django import forms
from django.core.validators import URLValidator

from leads.interface.forms.concurrent_edits import ConcurrentEdits
from leads.interface.forms.corrections import AddedPartsField, CorrectionsField
from leads.interface.forms.fields import LinesField, TagsField, bounds
from leads.models import Offer
from leads.taxonomy.languages import language_of

NAME_TAKEN = "name_taken"
UNKNOWN_PART = "“{text}” is no role, rank, industry, place or company size that AutoReach knows."
COMPANY_SIZES = {
    "1-10": "1–10",
    "11-50": "11–50",
    "51-200": "51–200",
    "201-500": "201–500",
    "501-1000": "501–1,000",
    "1001-5000": "1,001–5,000",
    "5001-10000": "5,001–10,000",
    "10001+": "over 10,000",
}
LANGUAGES = {
    "en": "English",
    "de": "German",
    "fr": "French",
    "es": "Spanish",
    "pt": "Portuguese",
    "it": "Italian",
    "nl": "Dutch",
    "pl": "Polish",
    "sv": "Swedish",
    "da": "Danish",
    "fi": "Finnish",
    "nb": "Norwegian",
    "cs": "Czech",
    "tr": "Turkish",
    "ja": "Japanese",
    "ko": "Korean",
    "zh": "Chinese",
}
SECTIONS = (
    ("What you sell", "", ("name", "description", "website", "deal_value", "language")),
    (
        "Who should buy it",
        "This is the ideal customer profile: leads are scored against it and the pool is searched with it.",
        ("target_audience", "industries", "locations", "location_mode", "company_sizes"),
    ),
    (
        "Signs of a buyer",
        "AutoReach looks for these in what people write. Leave empty what you do not know.",
        ("pain_points", "competitors", "wanted_phrases", "unwanted_phrases", "signal_likelihood"),
    ),
    ("Use", "", ("is_active",)),
)


class ProseField(forms.CharField):
    """Counts and keeps a line break as one character, as the browser that limited the typing did."""

    def to_python(self, value):
        return super().to_python(value).replace("\r\n", "\n")


class WebsiteField(forms.URLField):
    default_validators = [URLValidator(schemes=["http", "https"])]


class OfferForm(ConcurrentEdits, forms.ModelForm):
    website = WebsiteField(
        required=False, assume_scheme="https", max_length=200, help_text="Where people can read about it."
    )
    industries = TagsField(
        kind="industries", help_text="For example “Logistics”, separated by commas or lines. Empty means any."
    )
    locations = TagsField(
        kind="locations", help_text="Cities, regions or countries, separated by commas or lines. Empty means anywhere."
    )
    company_sizes = forms.MultipleChoiceField(
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text="Number of employees. None ticked means any size.",
    )
    pain_points = LinesField(rows=4, help_text="One per line, in the words a buyer would use.")
    competitors = LinesField(
        label="Known competitors", help_text="One per line. Their employees are not buyers; their customers may be."
    )
    wanted_phrases = LinesField(
        label="Phrases that speak for a buyer", help_text="One per line, for example “recommend a forwarder”."
    )
    unwanted_phrases = LinesField(
        label="Phrases that speak against", help_text="One per line, for example “open to work”."
    )
    deal_value = forms.DecimalField(
        required=False,
        **bounds(least=0),
        max_digits=12,
        decimal_places=2,
        label="Deal value (USD)",
        help_text="What one customer is worth, roughly.",
    )
    language = forms.ChoiceField(required=False, help_text="The language your buyers write in.")
    audience_corrections = CorrectionsField(required=False)
    add_part = AddedPartsField(required=False)
    unknown_parts = ()

    class Meta:
        model = Offer
        fields = [*(field for _, _, fields in SECTIONS for field in fields), "audience_corrections"]
        field_classes = {"description": ProseField, "target_audience": ProseField}
        labels = {
            "description": "What is sold",
            "target_audience": "Target audience",
            "location_mode": "A location means",
            "is_active": "In use",
            "signal_likelihood": "How openly buyers show what they need",
        }
        help_texts = {
            "name": "What your team calls this offer.",
            "description": "Two or three sentences: the product and what it does for its buyer.",
            "target_audience": "Who to reach and who to avoid, in plain words: "
            "“Heads of logistics at furniture makers; no recruiters, no agencies”.",
            "signal_likelihood": "Sets how much intent counts next to fit.",
            "is_active": "Switch this off while your team does not sell the offer. Its buyers are kept.",
        }
        widgets = {
            "description": forms.Textarea(attrs={"rows": 3}),
            "target_audience": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, data=None, *args, workspace, **kwargs):
        super().__init__(data if data is None else without_unsaid(data), *args, **kwargs)
        self.workspace = workspace
        own = self.instance
        sizes = COMPANY_SIZES | {size: size for size in own.company_sizes if size not in COMPANY_SIZES}
        self.fields["company_sizes"].choices = sizes.items()
        languages = {own.language: own.language, **LANGUAGES}
        if own.pk is None:
            self.initial["language"] = ""
            languages = {"": "The one I describe the offer in", **languages}
        self.fields["language"].choices = languages.items()

    def sections(self):
        return [(title, hint, [self[name] for name in names]) for title, hint, names in SECTIONS]

    def clean(self):
        """What is added counts as wanted, whatever the list says of it."""
        cleaned = super().clean()
        if cleaned.get("language") == "":
            texts = (cleaned.get("description", ""), cleaned.get("target_audience", ""))
            cleaned["language"] = language_of(" ".join(texts))
        added = cleaned.get("add_part", [])
        parts = {part.key: asdict(part) for _, part in added if part}
        said = {(one["kind"], one["code"]): one for one in cleaned.get("audience_corrections", [])}
        cleaned["audience_corrections"] = list((said | parts).values())
        self.unknown_parts = [text for text, part in added if part is None]
        for text in self.unknown_parts:
            self.add_error("add_part", UNKNOWN_PART.format(text=text[:60]))
        return cleaned

    @property
    def changed_data(self):
        """What is added is a correction, not a field of the offer."""
        changed = [name for name in super().changed_data if name != "add_part"]
        added = "add_part" in super().changed_data and "audience_corrections" not in changed
        return [*changed, "audience_corrections"] if added else changed

    def clean_name(self):
        name = " ".join(self.cleaned_data["name"].split())
        same = Offer.objects.current().filter(workspace=self.workspace, name__iexact=name)
        if same.exclude(pk=self.instance.pk).exists():
            raise name_taken()
        return name


def name_taken():
    return forms.ValidationError("Another offer of this workspace has this name.", code=NAME_TAKEN)


def without_unsaid(data):
    """Each chip sends a value; an empty one leaves the part as it was read."""
    data = data.copy()
    if hasattr(data, "setlist"):
        data.setlist("audience_corrections", sorted(filter(None, data.getlist("audience_corrections"))))
    return data
