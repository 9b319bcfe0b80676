from functools import cache

from django import forms
from django.conf import settings
from django.forms.utils import flatatt
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html, format_html_join

from leads.models import Offer
from leads.models.csv_import import ImportJob
from leads.sources.csv.mapping import problem_of
from leads.sources.csv.upload import columns_of

UNMAPPED_SHOWN = 60
FIELDS = {
    "Person": {
        "full_name": "Full name",
        "first_name": "First name",
        "middle_name": "Middle name",
        "last_name": "Last name",
        "email": "E-mail",
        "secondary_email": "Another e-mail",
        "phone": "Phone",
        "linkedin_url": "LinkedIn profile",
        "x_handle": "X handle or profile",
        "connected_on": "Connected on",
        "location": "Location",
        "city": "City",
        "state": "State or region",
        "country": "Country",
    },
    "Role": {
        "title": "Job title",
        "seniority": "Seniority",
        "department": "Department",
        "role_started": "In the role since",
        "time_in_role": "Time in the role",
    },
    "Company": {
        "company": "Company",
        "company_website": "Company website",
        "company_linkedin": "Company on LinkedIn",
        "industry": "Industry",
        "company_size": "Company size",
        "company_location": "Company location",
        "company_city": "Company city",
        "company_state": "Company state or region",
        "company_country": "Company country",
        "keywords": "What the company does",
    },
    "Text": {
        "headline": "Headline",
        "bio": "Bio",
        "skills": "Skills",
        "notes": "Notes",
        "posts": "Posts",
        "post_url": "Link of the post",
        "post_date": "Date of the post",
    },
}
CHOICES = [("", "Not imported"), *((group, list(fields.items())) for group, fields in FIELDS.items())]


class FieldSelect(forms.Select):
    """The same options for each of a hundred columns, so they are rendered once for each value."""

    def render(self, name, value, attrs=None, renderer=None):
        attributes = flatatt(self.build_attrs(self.attrs, {**(attrs or {}), "name": name}))
        return format_html("<select{}>{}</select>", attributes, options(value or ""))


@cache
def options(selected):
    def option(value, label):
        return format_html('<option value="{}"{}>{}</option>', value, flatatt({"selected": value == selected}), label)

    groups = (
        format_html(
            '<optgroup label="{}">{}</optgroup>',
            group,
            format_html_join("", "{}", [[option(*f)] for f in fields.items()]),
        )
        for group, fields in FIELDS.items()
    )
    return option("", "Not imported") + format_html_join("", "{}", ([group] for group in groups))


class UploadForm(forms.Form):
    file = forms.FileField(
        label="CSV, TSV or XLSX file",
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx,text/csv"}),
        # refused by name, as any other file without people
        allow_empty_file=True,
        error_messages={"required": "Choose a file first."},
    )

    def __init__(self, *args, was_skipped=False, no_room="", **kwargs):
        super().__init__(*args, **kwargs)
        self.no_room = no_room
        if refusal := no_room or (was_skipped and too_large()):
            self.fields["file"].error_messages["required"] = refusal

    def clean_file(self):
        file = self.cleaned_data["file"]
        if self.no_room:
            raise forms.ValidationError(self.no_room)
        if file.size > settings.IMPORT_MAX_BYTES:
            raise forms.ValidationError(too_large())
        return file


def too_large():
    return f"The file is too large: the limit is {filesizeformat(settings.IMPORT_MAX_BYTES)}. Split it and try again."


class MappingForm(forms.Form):
    """A select for each column of the file. Columns beyond the first unmapped ones are not imported."""

    remember = forms.BooleanField(required=False, label="Remember this for files with the same column names")

    def __init__(self, *args, job, **kwargs):
        super().__init__(*args, **kwargs)
        self.header = job.header
        columns = columns_of(job)
        self.columns = shown_columns(columns)
        self.hidden_count = len(columns) - len(self.columns)
        for column in self.columns:
            self.fields[field_name(column)] = forms.ChoiceField(
                choices=CHOICES,
                widget=FieldSelect,
                required=False,
                initial=column.field,
                label=column.header or f"Column {column.index + 1}",
            )

    def rows(self):
        return [(self[field_name(column)], column.samples) for column in self.columns]

    def clean(self):
        problem = problem_of(self.mapping(), self.header)
        if problem and not self.errors:
            raise forms.ValidationError(problem)

    def mapping(self):
        chosen = {column.index: self.cleaned_data.get(field_name(column)) for column in self.columns}
        return {index: field for index, field in chosen.items() if field}


def shown_columns(columns):
    unmapped = [column for column in columns if not column.field]
    hidden = {column.index for column in unmapped[UNMAPPED_SHOWN:]}
    return [column for column in columns if column.index not in hidden]


def field_name(column):
    return f"column-{column.index}"


class StartForm(forms.Form):
    policy = forms.ChoiceField(
        choices=ImportJob.Policy, widget=forms.RadioSelect, label="People who are in the workspace already"
    )
    offer = forms.ModelChoiceField(
        Offer.objects.none(),
        required=False,
        empty_label="No offer: add without a score",
        label="Score for",
        help_text="Every imported person is scored against this offer.",
    )

    def __init__(self, *args, offers, **kwargs):
        super().__init__(*args, **kwargs)
        self.fields["offer"].queryset = offers
