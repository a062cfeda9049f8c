"""The table of Django's database cache (settings.CACHES)."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("runtime", "0001_initial")]

    operations = [
        migrations.RunSQL(
            "CREATE TABLE nss_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);"
            "CREATE INDEX nss_cache_expires ON nss_cache (expires)",
            "DROP TABLE nss_cache",
        )
    ]
