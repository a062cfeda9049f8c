"""Secrets of the second factor that lie in clear are sealed by the vault."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def seal(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    from nss.account import factors

    for found in apps.get_model("mfa", "Authenticator").objects.exclude(type="webauthn"):
        found.data = factors.sealed(found.data)
        found.save(update_fields=["data"])


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0005_mails_read"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(seal, migrations.RunPython.noop)]
