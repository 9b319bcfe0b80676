from datetime import date
from urllib.parse import urlsplit

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db.models import DateField, TextField
from django.utils import timezone

from leads.audience.sizes import size_named
from leads.identity import keys
from leads.identity.platforms import PLATFORMS
from leads.ingest.columns import TEXT_LIMIT
from leads.ingest.records import clean_line
from leads.interface.forms.add_person import known_or_refusal, linkedin_or_refusal
from leads.interface.lead_fields import PLATFORM_OF, label_of
from leads.models import Lead
from leads.people.correcting import text_of
from leads.sources.csv.dates import is_ahead
from leads.sources.csv.values import phone_of

ADDRESS_MAX = 500
HINTS = {
    "linkedin_slug": "The address of the profile, such as linkedin.com/in/jane-doe.",
    "x_handle": "The address of the profile or the handle, such as @janedoe.",
}


class LeadFieldForm(forms.Form):
    """One field of a lead. `seen` is the value that the page showed, so that a newer one is not overwritten."""

    seen = forms.CharField(required=False, widget=forms.HiddenInput, strip=False)

    def __init__(self, *args, lead, name, **kwargs):
        super().__init__(*args, **kwargs)
        self.lead, self.name = lead, name
        self.initial = {"value": shown(lead, name), "seen": text_of(getattr(lead, name))}
        self.fields["value"] = form_field(name)

    def clean_value(self):
        value, read = self.cleaned_data["value"], READERS.get(self.name)
        if isinstance(value, str):
            value = keys.clean_text(value.replace("\r\n", "\n"))
        if isinstance(value, date) and is_ahead(value, timezone.localdate()):
            raise ValidationError("This day lies in the future.")
        if read and value:
            return read(value)
        line = isinstance(value, str) and not isinstance(Lead._meta.get_field(self.name), TextField)
        return (clean_line(value, None) if line else value) or self.empty_value

    def clean_seen(self):
        """The value as the model holds it."""
        field, seen = Lead._meta.get_field(self.name), self.cleaned_data["seen"].replace("\r\n", "\n")
        return field.to_python(seen or None) if field.null else seen

    @property
    def empty_value(self):
        return None if Lead._meta.get_field(self.name).null else ""

    def show_newer(self, value):
        """Refuse what was typed because of a newer value, and let it be saved with the next click."""
        self.add_error(
            "value",
            f"This was changed to “{text_of(value) or 'nothing'}” after you opened it. Save again to replace it.",
        )
        self.data = self.data.copy()
        self.data["seen"] = text_of(value)


def shown(lead, name):
    platform = PLATFORMS.get(PLATFORM_OF.get(name, ""))
    return platform.address(getattr(lead, name)) if platform else getattr(lead, name)


def form_field(name):
    field, label = Lead._meta.get_field(name), label_of(name)
    if isinstance(field, DateField):
        return forms.DateField(label=label, required=False, widget=forms.DateInput(attrs={"type": "date"}))
    if isinstance(field, TextField):
        widget = forms.Textarea(attrs={"rows": 5})
        return forms.CharField(label=label, required=False, max_length=TEXT_LIMIT, widget=widget)
    limit = ADDRESS_MAX if name in (*PLATFORM_OF, "email") else field.max_length
    return forms.CharField(label=label, required=False, max_length=limit, help_text=HINTS.get(name, ""))


def x(text):
    return known_or_refusal(keys.x_handle(text), "This X address does not lead to a person’s profile.")


def email(text):
    return known_or_refusal(keys.email_address(text), "This is not a complete e-mail address.")


def website(text):
    line = clean_line(text, None)
    leads_somewhere = is_web_address(line if "://" in line else f"https://{line}")
    sentence = "This is no web address. Examples: example.com, https://example.com/about."
    return known_or_refusal(leads_somewhere and line, sentence)


def is_web_address(address):
    """Whether it is one of a site on the web: no mailbox, and no machine of one's own."""
    try:
        URLValidator(schemes=["http", "https"])(address)
    except ValidationError:
        return False
    parts = urlsplit(address)
    return "." in parts.hostname and "@" not in parts.netloc


def phone(text):
    return known_or_refusal(phone_of(text) and clean_line(text, None), "This is no phone number.")


def company_size(text):
    sentence = "This is no number of employees. Examples: 76, 11-50, 1,001+, self-employed."
    return known_or_refusal(size_named(clean_line(text, None)), sentence)


READERS = {
    "linkedin_slug": linkedin_or_refusal,
    "x_handle": x,
    "email": email,
    "phone": phone,
    "website": website,
    "company_size": company_size,
}
