import django.db.models.deletion
from django.db import migrations, models

DUE = """
    INSERT INTO application_handoverdue (application_id, handover_id)
    SELECT DISTINCT ON (r.application_id) r.application_id, h.id
    FROM application_revision r
    JOIN application_application a ON a.id = r.application_id
    LEFT JOIN application_handover h ON h.numbers @> to_jsonb(a.number)
    WHERE a.number IS NOT NULL AND r.frozen_at IS NOT NULL AND jsonb_typeof(r.issued) = 'array' AND EXISTS (
        SELECT 1 FROM jsonb_array_elements(r.issued) e
        WHERE e ->> 'kind' = 'user_id' AND (e -> 'after' -> 'business' @> '"18"' OR e -> 'before' -> 'business' @> '"18"'))"""


ANSWERED = """
    UPDATE application_application a SET answered_on = r.day FROM (
        SELECT application_id, (min(at) AT TIME ZONE 'Asia/Tokyo')::date AS day FROM application_record
        WHERE event IN ('approve', 'approve_wait', 'refuse', 'send_back') GROUP BY application_id
    ) r WHERE r.application_id = a.id"""


class Migration(migrations.Migration):

    dependencies = [
        ('application', '0007_remove_application_application_queue_and_more'),
    ]

    operations = [
        migrations.CreateModel(
            name='HandoverDue',
            fields=[
                ('application', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, primary_key=True, related_name='due', serialize=False, to='application.application')),
                ('handover', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='application.handover')),
            ],
        ),
        migrations.AddIndex(
            model_name='handoverdue',
            index=models.Index(condition=models.Q(('handover__isnull', True)), fields=['application'], name='handover_waiting'),
        ),
        migrations.AddField(
            model_name='application',
            name='answered_on',
            field=models.DateField(help_text="of the Center's first answer", null=True),
        ),
        migrations.RunSQL(DUE, migrations.RunSQL.noop),
        migrations.RunSQL(ANSWERED, migrations.RunSQL.noop),
    ]
