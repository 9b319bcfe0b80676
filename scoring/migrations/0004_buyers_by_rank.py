from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Coalesce


class Migration(migrations.Migration):
    atomic = False

    dependencies = [("scoring", "0003_calls_on_the_ledger")]

    operations = [
        AddIndexConcurrently(
            "buyerscore",
            models.Index(
                "offer",
                "state",
                (models.F("score") * 101 + Coalesce(models.F("fit"), 0)).desc(nulls_last=True),
                models.F("lead").desc(),
                name="buyers_by_rank",
            ),
        ),
        RemoveIndexConcurrently("buyerscore", "buyers_by_score"),
    ]
