from django.db import models


class LeadDetails(models.Model):
    """What a source can tell of a person, besides the keys that identify them.

    A field added here is a column of leads and of staged import rows, and ingest, the CSV import and merges carry it.
    """

    email = models.CharField(max_length=254, blank=True)
    phone = models.CharField(max_length=40, blank=True, help_text="As it was written. It never enters the pool.")
    full_name = models.CharField(max_length=200, blank=True)
    title = models.CharField(max_length=300, blank=True)
    company_name = models.CharField(max_length=200, blank=True)
    company_size = models.CharField(max_length=40, blank=True)
    company_location = models.CharField(max_length=200, blank=True)
    industry = models.CharField(max_length=200, blank=True)
    location = models.CharField(max_length=200, blank=True)
    website = models.CharField(max_length=500, blank=True)
    bio = models.TextField(blank=True)
    skills = models.TextField(blank=True)
    keywords = models.TextField(blank=True, help_text="What the company does, as its data provider says.")
    notes = models.TextField(blank=True)
    connected_on = models.DateField(null=True, blank=True, help_text="Day on which the user connected with them.")
    role_started_on = models.DateField(null=True, blank=True)

    class Meta:
        abstract = True
