import django.db.models.deletion
import nss.base.ids
import nss.base.words
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contract', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Counter',
            fields=[
                ('name', models.CharField(max_length=20, primary_key=True, serialize=False)),
                ('value', models.IntegerField()),
            ],
        ),
        migrations.CreateModel(
            name='Secret',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('application_id', models.BigIntegerField(db_index=True)),
                ('kind', models.CharField(choices=[('user_password', nss.base.words.W('利用者パスワード', 'User password')), ('office_password', nss.base.words.W('事業所パスワード', 'Office password')), ('mailbox_password', nss.base.words.W('メールボックスパスワード', 'Mailbox password')), ('access_key', nss.base.words.W('端末アクセスキー', 'Terminal access key'))], max_length=20)),
                ('label', models.CharField(max_length=40)),
                ('ciphertext', models.BinaryField(null=True)),
                ('key_name', models.CharField(max_length=40)),
                ('opens_on', models.DateField()),
                ('closes_on', models.DateField()),
                ('erased_at', models.DateTimeField(null=True)),
                ('received_at', models.DateTimeField(null=True)),
                ('received_by', models.BigIntegerField(null=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.office')),
            ],
        ),
        migrations.CreateModel(
            name='SecretView',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('person_id', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('outcome', models.CharField(max_length=10)),
                ('secret', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='views', to='issuing.secret')),
            ],
        ),
        migrations.CreateModel(
            name='Certificate',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('name', models.CharField(help_text='of the terminal', max_length=6)),
                ('application_id', models.BigIntegerField(null=True)),
                ('issued_on', models.DateField()),
                ('fetched_on', models.DateField(null=True)),
                ('stops_on', models.DateField(help_text='unless it is fetched before', null=True)),
                ('stopped_on', models.DateField(null=True)),
                ('stopped_by', models.BigIntegerField(help_text='the application that replaced it', null=True)),
                ('stops_before', models.JSONField(db_default=models.Value([], models.JSONField()), default=list, help_text='days and applications of the stops that this one took the place of, the last one last')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='certificates', to='contract.office')),
            ],
            options={
                'indexes': [models.Index(fields=['office', 'name'], name='certificate_office'), models.Index(condition=models.Q(('fetched_on__isnull', True), ('stopped_on__isnull', True)), fields=['stops_on'], name='certificate_stopping')],
            },
        ),
        migrations.CreateModel(
            name='Issued',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=20)),
                ('value', models.CharField(max_length=100)),
                ('application', models.BigIntegerField(null=True)),
                ('at', models.DateTimeField()),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'value'), name='issued_once')],
            },
        ),
        migrations.AddIndex(
            model_name='secret',
            index=models.Index(condition=models.Q(('ciphertext__isnull', False)), fields=['closes_on'], name='secret_closing'),
        ),
    ]
