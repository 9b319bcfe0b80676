from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("pool", "0001_initial")]

    operations = [
        # The scan that finds candidates reads every vector: none may be moved out of its row.
        migrations.RunSQL(
            "ALTER TABLE pool_poolvector ALTER COLUMN embedding SET STORAGE PLAIN",
            "ALTER TABLE pool_poolvector ALTER COLUMN embedding SET STORAGE EXTERNAL",
        ),
    ]
