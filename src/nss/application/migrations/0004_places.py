"""An application has a place on the day that it was filed or decided for. Those that lie ahead get theirs by when they were
first filed; what asks for no start day (certificates, passwords, surveys) has none. Pages of the version before may still run:
what they file has none either."""

from django.db import migrations, models

FILLED = """
UPDATE application_application a SET wish_on = r.wish_date, placed_at = f.first_at
FROM application_revision r,
    (SELECT application_id, max(no) AS no, min(frozen_at) AS first_at FROM application_revision
     WHERE frozen_at IS NOT NULL GROUP BY application_id) f
WHERE r.application_id = a.id AND f.application_id = a.id AND r.no = f.no
    AND a.state IN ('consent', 'received', 'reviewing', 'query', 'resubmitted', 'approved', 'setting_wait')
    AND coalesce(a.start_date, r.wish_date) >= current_date
    AND NOT (r.other = '' AND r.items <> '[]' AND r.items <@ '["certificate", "reissue", "survey"]')
"""


class Migration(migrations.Migration):
    dependencies = [
        ("application", "0003_saved_views"),
    ]

    operations = [
        migrations.AddField(
            model_name="application",
            name="wish_on",
            field=models.DateField(
                help_text="the day that it was last filed for, if it asks for one", null=True
            ),
        ),
        migrations.AddField(
            model_name="application",
            name="placed_at",
            field=models.DateTimeField(help_text="since when it has its place on its day", null=True),
        ),
        migrations.AddField(
            model_name="proposal",
            name="over_full",
            field=models.CharField(
                blank=True,
                db_default="",
                default="",
                help_text="why it is decided for a full day",
                max_length=240,
            ),
        ),
        migrations.RunSQL(FILLED, migrations.RunSQL.noop, elidable=True),
    ]
