"""A certificate knows every end of its terminal, and when it stops is worked out of them. The columns stay as they are for the
release before, which still reads `stops_before` and writes `stopped_by`."""

from typing import Any

from django.db import migrations, models


def known(apps: Any, schema_editor: Any) -> None:
    """What was kept of stops is told apart: ends of the terminal, the Center's own stops, and re-issues, which need no word
    any more as they are certificates themselves."""
    Certificate = apps.get_model("issuing", "Certificate")
    fields = ("id", "office_id", "name", "application_id", "issued_on", "stopped_on", "stopped_by", "ends")
    terminals: dict[Any, list[Any]] = {}
    copies: dict[Any, list[Any]] = {}
    for c in Certificate.objects.order_by("id").values(*fields):
        terminals.setdefault((c["office_id"], c["name"]), []).append(c)
        copies.setdefault((c["name"], c["issued_on"]), []).append(c)
    for some in terminals.values():
        issued = {(c["application_id"], c["issued_on"].isoformat()) for c in some}
        ends = {}
        for c in some:
            stops = list(c["ends"])
            if c["stopped_by"] is not None:
                stops.append({"on": c["stopped_on"].isoformat(), "by": c["stopped_by"]})
            ends.update({s["by"]: s for s in stops if (s["by"], s["on"]) not in issued})
        for c in some:
            halted = c["stopped_on"] if c["stopped_by"] is None else None
            Certificate.objects.filter(pk=c["id"]).update(ends=list(ends.values()), halted_on=halted)
    for some in copies.values():
        first = some[0]
        later = [c["id"] for c in some[1:] if c["office_id"] != first["office_id"]]
        Certificate.objects.filter(pk__in=later).update(carried=True)


class Migration(migrations.Migration):
    dependencies = [("issuing", "0002_no_password_of_an_office")]

    operations = [
        migrations.AddField(
            model_name="certificate",
            name="halted_on",
            field=models.DateField(help_text="stopped by the Center, or never fetched", null=True),
        ),
        migrations.AddField(
            model_name="certificate",
            name="carried",
            field=models.BooleanField(
                db_default=False, default=False, help_text="came with its terminal from another office"
            ),
        ),
        migrations.SeparateDatabaseAndState(
            state_operations=[
                migrations.RenameField(model_name="certificate", old_name="stops_before", new_name="ends"),
                migrations.AlterField(
                    model_name="certificate",
                    name="ends",
                    field=models.JSONField(
                        db_column="stops_before",
                        db_default=models.Value([], models.JSONField()),
                        default=list,
                        help_text="days on which the terminal ends at the office, each with the application that decided it",
                    ),
                ),
                migrations.AlterField(
                    model_name="certificate",
                    name="stopped_on",
                    field=models.DateField(
                        help_text="worked out from what follows and from the next one", null=True
                    ),
                ),
            ]
        ),
        migrations.RunPython(known, migrations.RunPython.noop),
        migrations.SeparateDatabaseAndState(
            state_operations=[migrations.RemoveField(model_name="certificate", name="stopped_by")]
        ),
    ]
