"""What is not fetched stops on its day, also where its terminal ends later: the index of those that wait knows no stop."""

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import migrations, models


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("issuing", "0003_stops_worked_out")]

    operations = [
        RemoveIndexConcurrently(model_name="certificate", name="certificate_stopping"),
        AddIndexConcurrently(
            model_name="certificate",
            index=models.Index(
                condition=models.Q(("fetched_on__isnull", True)),
                fields=["stops_on"],
                name="certificate_stopping",
            ),
        ),
    ]
