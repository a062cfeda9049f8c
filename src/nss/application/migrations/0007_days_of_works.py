"""Works of a month, for the calendar of works, and works of a vendor."""

from django.contrib.postgres.operations import AddIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("application", "0006_vendors_and_notes")]

    operations = [
        AddIndexConcurrently(
            model_name="work",
            index=models.Index(fields=["fixed"], name="work_days"),
        ),
        AddIndexConcurrently(
            model_name="work",
            index=models.Index(
                condition=models.Q(("vendor__isnull", False)), fields=["vendor"], name="work_vendor"
            ),
        ),
    ]
