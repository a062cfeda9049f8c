"""Room for the whole stamp of a paper: cut at 20 signs, two start days of one month had the same one."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("document", "0001_initial")]

    operations = [
        migrations.AlterField(
            "document",
            "revision",
            models.CharField(help_text="revision and state that the paper shows", max_length=40),
        ),
    ]
