from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import Q


class Migration(migrations.Migration):
    # indexes are built and dropped while others read and write
    atomic = False

    dependencies = [("enrichment", "0009_due_jobs")]

    operations = [
        AddIndexConcurrently(
            model_name="pipelinejob",
            index=models.Index(
                fields=["workspace", "status", "not_before"],
                condition=Q(status__in=["billing_paused", "outside_window"]),
                name="job_paused_until",
            ),
        ),
        AddIndexConcurrently(
            model_name="pipelinejob",
            index=models.Index(fields=["workspace", "not_before"], condition=Q(status="pending"), name="job_waiting"),
        ),
        RemoveIndexConcurrently("pipelinejob", "job_paused"),
        RemoveIndexConcurrently("pipelinejob", "job_put_off"),
    ]
