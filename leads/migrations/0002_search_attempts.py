from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("leads", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="search",
            name="attempts",
            field=models.PositiveSmallIntegerField(default=0, help_text="How often a worker began with it."),
        ),
        migrations.AddIndex(
            model_name="search",
            index=models.Index(
                condition=models.Q(("status__in", ["pending", "running"])),
                fields=["workspace", "-id"],
                name="search_at_work",
            ),
        ),
        migrations.AddIndex(
            model_name="search",
            index=models.Index(
                condition=models.Q(("kind", "pool"), ("status", "pending")), fields=["id"], name="search_pool_waiting"
            ),
        ),
    ]
