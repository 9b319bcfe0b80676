from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models import Q

DUE = Q(status="pending", not_before=None)


class Migration(migrations.Migration):
    # indexes are built and dropped while others read and write
    atomic = False

    dependencies = [("enrichment", "0008_rounds_of_steps")]

    operations = [
        AddIndexConcurrently(
            model_name="pipelinejob",
            index=models.Index("lane", "priority", "id", condition=DUE & ~Q(mode="scoring_only"), name="job_due"),
        ),
        AddIndexConcurrently(
            model_name="pipelinejob",
            index=models.Index(
                "lane", "priority", "id", condition=DUE & Q(mode="scoring_only"), name="job_due_to_score"
            ),
        ),
        AddIndexConcurrently(
            model_name="pipelinejob",
            index=models.Index("lane", "priority", "id", condition=DUE & Q(attempts__gte=3), name="job_suspect"),
        ),
        AddIndexConcurrently(
            model_name="pipelinejob",
            index=models.Index(
                "lane",
                "priority",
                "not_before",
                condition=Q(status="pending", not_before__isnull=False),
                name="job_due_later",
            ),
        ),
        RemoveIndexConcurrently("pipelinejob", "job_claim_in_lane"),
    ]
