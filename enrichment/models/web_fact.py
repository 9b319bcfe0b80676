from django.db import models

from leads.models import Lead, Workspace


class WebFact(models.Model):
    """A fact about a lead or its company, with the page that says so. Its texts are data from outside."""

    class Kind(models.TextChoices):
        COMPANY_SIZE = "company_size", "Company size"
        INDUSTRY = "industry", "Industry"
        REVENUE = "revenue", "Revenue"
        FUNDING = "funding", "Funding"
        TECHNOLOGY = "technology", "Technology"
        PROFILE = "profile", "Other profile"
        EMAIL = "email", "E-mail"
        CONTACT = "contact", "Contact"
        NEWS = "news", "News"

    workspace = models.ForeignKey(
        Workspace, on_delete=models.CASCADE, related_name="+", db_index=False, db_constraint=False
    )
    lead = models.ForeignKey(Lead, on_delete=models.CASCADE, related_name="facts")
    kind = models.CharField(max_length=20, choices=Kind)
    value = models.CharField(max_length=500)
    quote = models.TextField(blank=True)
    source_url = models.CharField(max_length=1000)
    source_title = models.CharField(max_length=300, blank=True)
    happened_on = models.DateField(null=True, blank=True)
    confidence = models.FloatField(help_text="0 to 1, as the model that read the page puts it.")
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self):
        return f"{self.get_kind_display()}: {self.value[:60]}"
