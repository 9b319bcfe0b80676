import pgvector.django.halfvec
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("pool", "0001_initial")]

    operations = [
        migrations.AddField(
            model_name="poolprofile",
            name="region",
            field=models.CharField(
                blank=True, default="", help_text='Country and region: "US:california".', max_length=100
            ),
            preserve_default=False,
        ),
        migrations.AddField(
            model_name="poolprofile",
            name="city",
            field=models.CharField(
                blank=True, default="", help_text='Country and city: "US:san jose".', max_length=100
            ),
            preserve_default=False,
        ),
        migrations.AlterField(
            model_name="poolprofile",
            name="embedding",
            field=pgvector.django.halfvec.HalfVectorField(dimensions=256, help_text="Laid out by pool/codebook.py."),
        ),
        # The scan that finds candidates reads every vector: none may be moved out of its row.
        migrations.RunSQL(
            "ALTER TABLE pool_poolprofile ALTER COLUMN embedding SET STORAGE PLAIN",
            "ALTER TABLE pool_poolprofile ALTER COLUMN embedding SET STORAGE EXTERNAL",
        ),
    ]
