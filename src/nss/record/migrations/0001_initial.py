import django.db.models.functions.datetime
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.CreateModel(
            name='History',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('at', models.DateTimeField(db_default=django.db.models.functions.datetime.Now())),
                ('table', models.CharField(max_length=60)),
                ('row', models.BigIntegerField()),
                ('action', models.CharField(max_length=6)),
                ('actor', models.BigIntegerField(help_text='person, empty for the system', null=True)),
                ('reference', models.CharField(help_text='of the request in the log', max_length=16)),
                ('before', models.JSONField(null=True)),
                ('after', models.JSONField(null=True)),
            ],
            options={
                'indexes': [models.Index(fields=['table', 'row', '-id'], name='history_row'), models.Index(fields=['actor', '-id'], name='history_actor'), models.Index(fields=['at'], name='history_at'), models.Index(condition=models.Q(('reference', ''), _negated=True), fields=['reference'], name='history_reference')],
            },
        ),
    ]
