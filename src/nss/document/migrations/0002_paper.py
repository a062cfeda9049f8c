"""What the paper says is kept beside its bytes, so that the printed digest can be checked."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("document", "0001_initial")]

    operations = [
        migrations.AddField("document", "paper", models.JSONField(default=dict), preserve_default=False),
        migrations.AddField("document", "digest", models.CharField(default="", max_length=64), preserve_default=False),
        migrations.AlterField(
            "document",
            "code",
            models.CharField(help_text="140 random bits, ungrouped", max_length=40, unique=True),
        ),
    ]
