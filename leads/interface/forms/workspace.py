from functools import cache
from zoneinfo import available_timezones

from django import forms

from autoreach.calls import budget
from leads.interface.forms.concurrent_edits import ConcurrentEdits
from leads.interface.forms.fields import bounds
from leads.interface.forms.long_select import LongSelect
from leads.models import Workspace

DAYS = [(1, "Monday"), (2, "Tuesday"), (3, "Wednesday"), (4, "Thursday"), (5, "Friday"), (6, "Saturday"), (7, "Sunday")]
WINDOW = ("outreach_days", "outreach_from", "outreach_until", "linkedin_in_window_only")


@cache
def time_zones():
    places = sorted(name for name in available_timezones() if "/" in name)
    return [(name, name.replace("_", " ")) for name in ("UTC", *places)]


class WorkspaceForm(ConcurrentEdits, forms.ModelForm):
    time_zone = forms.ChoiceField(
        choices=time_zones, widget=LongSelect, help_text="Times are shown in it, and the outreach window is in it."
    )

    monthly_budget_usd = forms.DecimalField(
        label="Monthly budget in US dollars",
        **bounds(least=0),
        max_digits=10,
        decimal_places=2,
        required=False,
        help_text="What X and AI may cost in a calendar month. Work beyond it waits as Billing Paused. Raising it "
        "resumes the work at once. Empty: no limit.",
    )
    outreach_days = forms.TypedMultipleChoiceField(
        choices=DAYS, coerce=int, widget=forms.CheckboxSelectMultiple, label="Outreach days"
    )
    outreach_from = forms.TimeField(label="From", widget=forms.TimeInput({"type": "time"}, format="%H:%M"))
    outreach_until = forms.TimeField(label="Until", widget=forms.TimeInput({"type": "time"}, format="%H:%M"))

    class Meta:
        model = Workspace
        fields = [
            "name",
            "time_zone",
            "contributes_to_pool",
            "scorer",
            "outreach_days",
            "outreach_from",
            "outreach_until",
            "linkedin_in_window_only",
        ]
        labels = {
            "scorer": "Leads are scored by",
            "contributes_to_pool": "Contribute to the pool",
            "linkedin_in_window_only": "Read LinkedIn only inside the window",
        }
        help_texts = {
            "scorer": "The AI reads posts and titles; code checks every quote, and counts. It costs money for each "
            "lead and offer. Leads are scored by it from their next scoring on. Where it cannot be asked, the local "
            "score stands.",
            "contributes_to_pool": "Finished leads are stored in the shared pool, as professional profiles only: "
            "name, title, bio, company, industry, location, skills, addresses on LinkedIn and X. Never an e-mail "
            "address, a phone number, a note or a score.",
            "linkedin_in_window_only": "The connected LinkedIn account is then active only in working hours, as its "
            "owner would be. Outside the window leads wait as Outside Outreach Window.",
        }

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial["monthly_budget_usd"] = budget.monthly_cap(self.instance.pk)

    def clean(self):
        super().clean()
        opens, closes = self.cleaned_data.get("outreach_from"), self.cleaned_data.get("outreach_until")
        if opens and closes and closes <= opens:
            self.add_error("outreach_until", "The window must end after it begins, on the same day.")

    def save_changes(self):
        """Write what was changed, and the budget, which is a row of its own."""
        stored = [name for name in self.changed_data if name in self._meta.fields]
        workspace = self.save(commit=False)
        if stored:
            workspace.save(update_fields=stored)
        if "monthly_budget_usd" in self.changed_data:
            budget.set_monthly_cap(workspace.pk, self.cleaned_data["monthly_budget_usd"])
        return workspace

    @property
    def changes_window(self):
        return bool({"time_zone", *WINDOW} & set(self.changed_data))
