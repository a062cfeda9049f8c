"""The places on a day are counted by an index; it is built beside running pages."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models
from django.db.models.functions import Coalesce

STATES = ["consent", "received", "reviewing", "query", "resubmitted", "approved", "setting_wait"]


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("application", "0004_places"),
    ]

    operations = [
        AddIndexConcurrently(
            model_name="application",
            index=models.Index(
                Coalesce("start_date", "wish_on"),
                condition=models.Q(placed_at__isnull=False, state__in=STATES),
                name="application_place",
            ),
        ),
    ]
