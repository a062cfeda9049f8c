from django.db import migrations, models


CACHE = """
    CREATE TABLE nss_cache (cache_key varchar(255) PRIMARY KEY, value text NOT NULL, expires timestamptz NOT NULL);
    CREATE INDEX nss_cache_expires ON nss_cache (expires)"""
"""The table of Django's database cache (settings.CACHES)."""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='TrainingClock',
            fields=[
                ('id', models.PositiveSmallIntegerField(default=1, primary_key=True, serialize=False)),
                ('days', models.PositiveIntegerField(default=0)),
            ],
            options={
                'constraints': [models.CheckConstraint(condition=models.Q(('id', 1)), name='training_clock_one_row')],
            },
        ),
        migrations.RunSQL(CACHE, "DROP TABLE nss_cache"),
    ]
