"""A person of the Center saves views of the queue."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nss.base.ids


class Migration(migrations.Migration):
    dependencies = [
        ("application", "0002_queue"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="SavedView",
            fields=[
                (
                    "id",
                    models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False),
                ),
                ("name", models.CharField(max_length=40)),
                ("query", models.CharField(max_length=240)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(fields=("person", "name"), name="saved_view_name"),
                ],
            },
        ),
    ]
