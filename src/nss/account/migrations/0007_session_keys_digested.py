"""Keys of sessions that live are kept on as digests; whoever is signed in stays so."""

from django.db import migrations

DIGEST = "left(encode(sha256(convert_to(session_key, 'UTF8')), 'hex'), 40)"
"""As nss.account.sessions.stored."""


class Migration(migrations.Migration):
    dependencies = [("people", "0006_factors_sealed")]
    operations = [
        migrations.RunSQL(
            f"UPDATE people_personsession SET session_key = {DIGEST}", "DELETE FROM people_personsession"
        )
    ]
