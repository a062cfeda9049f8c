import django.db.models.deletion
import nss.base.ids
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contract', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Document',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('application_id', models.BigIntegerField()),
                ('number', models.CharField(max_length=8)),
                ('kind', models.CharField(max_length=10)),
                ('revision', models.CharField(help_text='revision and state that the paper shows', max_length=20)),
                ('code', models.CharField(help_text='140 random bits, ungrouped', max_length=40, unique=True)),
                ('paper', models.JSONField()),
                ('digest', models.CharField(max_length=64)),
                ('sha256', models.CharField(max_length=64)),
                ('issued_on', models.DateField()),
                ('pdf', models.BinaryField()),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.office')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('application_id', 'kind', 'revision'), name='document_once')],
            },
        ),
    ]
