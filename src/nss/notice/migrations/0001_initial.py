import django.contrib.postgres.fields
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
            name='News',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('at', models.DateTimeField()),
                ('category', models.CharField(choices=[('application', nss.base.words.W('利用申込', 'Application')), ('setting', nss.base.words.W('システム設定', 'System setting')), ('fee', nss.base.words.W('利用料金', 'Fees')), ('certificate', nss.base.words.W('証明書再発行', 'Certificate')), ('notice', nss.base.words.W('お知らせ', 'Announcement'))], max_length=12)),
                ('number', models.CharField(blank=True, default='', max_length=8)),
                ('application_id', models.BigIntegerField(null=True)),
                ('text_ja', models.CharField(max_length=300)),
                ('text_en', models.CharField(max_length=300)),
                ('link', models.CharField(blank=True, default='', max_length=200)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='news', to='contract.office')),
            ],
        ),
        migrations.CreateModel(
            name='NewsRead',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('person_id', models.BigIntegerField()),
                ('news', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, to='notice.news')),
            ],
        ),
        migrations.CreateModel(
            name='NoticeSetting',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('kind', models.CharField(max_length=12)),
                ('mail', models.BooleanField(default=True)),
                ('daily', models.BooleanField(db_default=False, default=False, help_text='once a day, together with the others of that day')),
                ('extra', django.contrib.postgres.fields.ArrayField(base_field=models.EmailField(max_length=100), default=list, size=None)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.office')),
            ],
        ),
        migrations.CreateModel(
            name='Mail',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('message_id', models.CharField(max_length=120, unique=True)),
                ('kind', models.CharField(max_length=12)),
                ('to', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=200), size=None)),
                ('subject', models.CharField(max_length=200)),
                ('body', models.TextField()),
                ('sealed', models.BinaryField(help_text='the link of `hidden.PLACE`, sealed by the vault; erased when sent', null=True)),
                ('application_id', models.BigIntegerField(null=True)),
                ('dedupe', models.CharField(max_length=80)),
                ('state', models.CharField(choices=[('queued', nss.base.words.W('送信待ち', 'Queued')), ('sent', nss.base.words.W("送信済み", 'Sent')), ('failed', nss.base.words.W('送信できません', 'Failed')), ('held', nss.base.words.W('日次まとめ待ち', 'Held for the daily mail')), ('joined', nss.base.words.W('日次まとめで送信', 'Sent in the daily mail'))], default='queued', max_length=8)),
                ('tries', models.IntegerField(default=0)),
                ('last_error', models.CharField(blank=True, default='', max_length=300)),
                ('queued_at', models.DateTimeField()),
                ('sent_at', models.DateTimeField(null=True)),
                ('company', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.office')),
            ],
            options={
                'indexes': [models.Index(condition=models.Q(('state', 'queued')), fields=['id'], name='mail_waiting'), models.Index(condition=models.Q(('state', 'held')), fields=['id'], name='mail_held')],
                'constraints': [models.UniqueConstraint(fields=('application_id', 'kind', 'dedupe'), name='mail_once')],
            },
        ),
        migrations.AddIndex(
            model_name='news',
            index=models.Index(fields=['office', '-id'], name='news_office'),
        ),
        migrations.AddConstraint(
            model_name='newsread',
            constraint=models.UniqueConstraint(fields=('person_id', 'news'), name='news_read_once'),
        ),
        migrations.AddConstraint(
            model_name='noticesetting',
            constraint=models.UniqueConstraint(fields=('office', 'kind'), name='notice_setting_once'),
        ),
    ]
