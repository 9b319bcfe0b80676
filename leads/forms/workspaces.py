from zoneinfo import available_timezones

from django import forms

from leads.models import Workspace


def time_zones():
    places = sorted(name for name in available_timezones() if "/" in name)
    return [(name, name.replace("_", " ")) for name in ("UTC", *places)]


class WorkspaceForm(forms.ModelForm):
    time_zone = forms.ChoiceField(choices=time_zones, help_text="Times are shown and messages sent by this clock.")

    class Meta:
        model = Workspace
        fields = ["name", "time_zone", "contributes_to_pool"]
        labels = {"contributes_to_pool": "Contribute to the pool"}
        help_texts = {
            "contributes_to_pool": "Finished leads are stored in the shared pool, as professional profiles only: "
            "role, company, industry, location, skills. Never an e-mail address, a note or a score."
        }
