"""How many applications a registration day takes, and lead times, are set by the Center (N07)."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nss.base.ids


class Migration(migrations.Migration):
    dependencies = [
        ("master", "0001_initial"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="scheduleday",
            name="capacity",
            field=models.IntegerField(
                help_text="applications that may start on it, if other than usual", null=True
            ),
        ),
        migrations.CreateModel(
            name="Capacity",
            fields=[
                (
                    "id",
                    models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False),
                ),
                ("changed_at", models.DateTimeField()),
                ("since", models.DateField(unique=True)),
                ("most", models.IntegerField(null=True)),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Lead",
            fields=[
                (
                    "id",
                    models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False),
                ),
                ("changed_at", models.DateTimeField()),
                ("kind", models.CharField(max_length=12)),
                ("since", models.DateField()),
                ("days", models.IntegerField()),
                (
                    "changed_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("kind", "since"), name="one_lead_a_day")],
            },
        ),
    ]
