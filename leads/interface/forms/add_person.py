import re
from functools import partial
from secrets import token_hex

from django import forms

from leads.identity import keys
from leads.identity.platforms import PLATFORMS
from leads.ingest import FoundProfile
from leads.models import Offer
from leads.sources.manual.add_people import PastedLine

LINKEDIN, X, EMAIL = "linkedin", "x", "email"
HANDLE_MAX = 15
LINES_MAX, ADDRESS_MAX = 1000, 500
ABOUT_ONE = ("full_name", "title", "company_name", "location")


def address_of(text):
    """What kind of address of a person this is, as (field of FoundProfile, text).

    Raises ValidationError with the sentence to show where the text is not one person's profile.
    """
    lower = text.lower()
    if "@" in text[1:] and "/" not in text:
        return EMAIL, known_or_refusal(keys.email_address(text), "This is not a complete e-mail address.")
    if "linkedin." in lower:
        return LINKEDIN, linkedin_or_refusal(text)
    if text.startswith("@") or re.search(r"(^|[/.])(twitter|x)\.com\b", lower):
        return X, known_or_refusal(keys.x_handle(text), "This X address does not lead to a person’s profile.")
    if re.search(r"[\s/.:]", text):
        raise forms.ValidationError(
            "This is neither a LinkedIn or X profile nor an e-mail address. Examples: "
            "linkedin.com/in/jane-doe, @janedoe, jane@example.com."
        )
    return LINKEDIN, bare_name_or_refusal(text)


def linkedin_or_refusal(text):
    if slug := keys.linkedin_slug(text):
        return slug
    if keys.linkedin_company_slug(text):
        raise forms.ValidationError("This is the page of a company or school on LinkedIn, not a person’s profile.")
    if "/sales/" in text.lower() or "/talent/" in text.lower():
        raise forms.ValidationError(
            "This is a Sales Navigator or Recruiter link. Open the profile on LinkedIn and copy the address "
            "with /in/ in it."
        )
    raise forms.ValidationError("This LinkedIn address does not lead to a person’s profile: those have /in/ in them.")


def bare_name_or_refusal(text):
    """A bare user name is LinkedIn's only where it cannot be one of X."""
    slug = keys.linkedin_slug(text)
    if slug and ("-" in slug or len(slug) > HANDLE_MAX):
        return slug
    if slug or keys.x_handle(text):
        raise forms.ValidationError(
            f"“{text}” may be a name on X or on LinkedIn. Write @{text} for X, or linkedin.com/in/{text}."
        )
    raise forms.ValidationError("This is not a user name of LinkedIn or X.")


def whole_address(kind, handle):
    """What leads back to the same handle: some handles, such as dr.smith, are read only within an address."""
    return PLATFORMS[kind].address(handle) if kind in PLATFORMS else handle


def known_or_refusal(value, sentence):
    if not value:
        raise forms.ValidationError(sentence)
    return value


def pasted_lines(text):
    """One address a line; several in a line are told apart where each of them is one."""
    lines = (line.strip() for line in text.splitlines())
    return [part for line in lines if line for part in addresses_of(line)]


def addresses_of(line):
    for separator in (r"[,;\t]+", r"[\s,;]+"):
        parts = [part.strip() for part in re.split(separator, line) if part.strip()]
        if len(parts) > 1 and all(not read_line(part).problem for part in parts):
            return parts
    return [line]


def read_line(text):
    if len(text) > ADDRESS_MAX:
        return PastedLine(text[:ADDRESS_MAX], problem=f"This is longer than {ADDRESS_MAX} characters.")
    try:
        kind, address = address_of(text)
    except forms.ValidationError as refused:
        return PastedLine(text, problem=refused.messages[0])
    return PastedLine(text, kind, whole_address(kind, address))


class PersonForm(forms.Form):
    form_id = forms.CharField(
        max_length=16, required=False, widget=forms.HiddenInput, initial=partial(token_hex, 8), label="This form"
    )
    address = forms.CharField(
        max_length=LINES_MAX * ADDRESS_MAX,
        widget=forms.Textarea(attrs={"rows": 2}),
        label="LinkedIn, X or e-mail",
        help_text="A LinkedIn profile, an X profile or @handle, or an e-mail address. For many people, one a line.",
    )
    full_name = forms.CharField(max_length=200, required=False, label="Name")
    title = forms.CharField(max_length=300, required=False)
    company_name = forms.CharField(max_length=200, required=False, label="Company")
    location = forms.CharField(max_length=200, required=False)
    offer = forms.ModelChoiceField(
        Offer.objects.none(), required=False, empty_label="No offer: add without a score", label="Score for"
    )

    def __init__(self, *args, offers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["offer"].queryset = offers

    def clean_address(self):
        """(kind, text) of one person, or the list of pasted lines."""
        texts = pasted_lines(self.cleaned_data["address"])
        if len(texts) > LINES_MAX:
            raise forms.ValidationError(f"{len(texts):,} lines are too many at once: the limit is {LINES_MAX:,}.")
        if len(texts) == 1:
            if len(texts[0]) > ADDRESS_MAX:
                raise forms.ValidationError(read_line(texts[0]).problem)
            return address_of(texts[0])
        return [read_line(text) for text in texts]

    def clean(self):
        about = [self[name].label for name in ABOUT_ONE if self.cleaned_data.get(name)]
        if self.lines and about:
            raise forms.ValidationError(
                f"{', '.join(about)}: these describe one person, but {len(self.lines):,} are pasted. Leave them empty."
            )

    @property
    def lines(self):
        """The pasted lines where there are several, else []."""
        address = self.cleaned_data.get("address")
        return address if isinstance(address, list) else []

    def profile(self):
        kind, handle = self.cleaned_data["address"]
        known = {name: self.cleaned_data[name] for name in ABOUT_ONE}
        return FoundProfile(**{kind: whole_address(kind, handle)}, **known, reference=handle)
