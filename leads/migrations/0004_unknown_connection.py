from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("leads", "0003_lead_by_email_domain"),
    ]

    operations = [
        migrations.AlterField(
            model_name="lead",
            name="connection",
            field=models.CharField(
                choices=[
                    ("not_connected", "Unknown"),
                    ("pending_sent", "Pending Sent"),
                    ("pending_received", "Pending Received"),
                    ("connected", "Connected"),
                    ("withdrawn", "Withdrawn"),
                ],
                default="not_connected",
                max_length=20,
            ),
        ),
    ]
