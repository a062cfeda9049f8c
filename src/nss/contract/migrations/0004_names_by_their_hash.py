"""What lives once is compared by a hash of its name (see `LivesOnce`): ten times as fast a row as ranges of texts. Tables that were
made by an earlier release get their exclusions anew; of a million rows that takes about a minute, in which the table is locked."""

from typing import Any

from django.db import migrations

from nss.contract.dated import LivesOnce

OLD = "nss_text_range"


def anew(apps: Any, schema_editor: Any) -> None:
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(
            "SELECT conname FROM pg_constraint WHERE contype = 'x' AND pg_get_constraintdef(oid) LIKE %s", [f"%{OLD}%"]
        )
        old = {name for (name,) in cursor.fetchall()}
    for model in apps.get_app_config("contract").get_models():
        for constraint in model._meta.constraints:
            if isinstance(constraint, LivesOnce) and constraint.name in old:
                schema_editor.remove_constraint(model, constraint)
                schema_editor.add_constraint(model, constraint)


class Migration(migrations.Migration):

    dependencies = [
        ('contract', '0003_found_by_any_part'),
    ]

    operations = [
        migrations.RunPython(anew, migrations.RunPython.noop),
        migrations.RunSQL(f"DROP TYPE {OLD}", f"CREATE TYPE {OLD} AS RANGE (subtype = text)"),
    ]
