import django.contrib.postgres.fields
import django.db.models.deletion
import nss.base.ids
import nss.base.words
import nss.master.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Version',
            fields=[
                ('id', models.IntegerField(default=1, primary_key=True, serialize=False)),
                ('no', models.BigIntegerField(default=0)),
            ],
        ),
        migrations.CreateModel(
            name='Announcement',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('changed_at', models.DateTimeField()),
                ('first_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('audience', models.CharField(choices=[('everybody', nss.base.words.W('全員（ログイン前の画面を含む）', 'Everybody, also before sign-in')), ('offices', nss.base.words.W('全事業所', 'All offices')), ('named', nss.base.words.W('指定した事業所', 'Named offices'))], default=nss.master.models.Audience['OFFICES'], max_length=10)),
                ('codes', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=6), default=list, size=None)),
                ('title_ja', models.CharField(max_length=100)),
                ('title_en', models.CharField(blank=True, default='', max_length=100)),
                ('text_ja', models.CharField(max_length=2000)),
                ('text_en', models.CharField(blank=True, default='', max_length=2000)),
                ('mail', models.BooleanField(default=False)),
                ('mailed_at', models.DateTimeField(null=True)),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Blackout',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('changed_at', models.DateTimeField()),
                ('first_at', models.DateTimeField()),
                ('last_at', models.DateTimeField()),
                ('text_ja', models.CharField(max_length=200)),
                ('text_en', models.CharField(blank=True, default='', max_length=200)),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='BusinessGroup',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('changed_at', models.DateTimeField()),
                ('name', models.CharField(max_length=60)),
                ('members', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), size=None)),
                ('since', models.DateField()),
                ('until', models.DateField(null=True)),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ClosedDay',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('changed_at', models.DateTimeField()),
                ('day', models.DateField(unique=True)),
                ('works', models.BooleanField(default=False)),
                ('name_ja', models.CharField(max_length=60)),
                ('name_en', models.CharField(blank=True, default='', max_length=60)),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ReplyText',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('changed_at', models.DateTimeField()),
                ('use', models.CharField(choices=[('query', nss.base.words.W('確認事項', 'Query')), ('refuse', nss.base.words.W('不承認', 'Refusal')), ('start', nss.base.words.W('希望日と異なる日にする理由', 'Why the day differs'))], max_length=8)),
                ('name', models.CharField(max_length=60)),
                ('text', models.CharField(max_length=1000)),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ScheduleDay',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('changed_at', models.DateTimeField()),
                ('day', models.DateField(unique=True)),
                ('offered', models.BooleanField(default=True)),
                ('apply_by', models.DateField(null=True)),
                ('setting_by', models.DateField(null=True)),
                ('note', models.CharField(blank=True, default='', max_length=120)),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='TermsVersion',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('changed_at', models.DateTimeField()),
                ('version', models.CharField(max_length=40, unique=True)),
                ('since', models.DateField(unique=True)),
                ('text_ja', models.TextField()),
                ('text_en', models.TextField(blank=True, default='')),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='BusinessOffer',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('changed_at', models.DateTimeField()),
                ('code', models.CharField(max_length=2)),
                ('since', models.DateField()),
                ('offered', models.BooleanField(default=False)),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('code', 'since'), name='one_business_offer_a_day')],
            },
        ),
        migrations.CreateModel(
            name='MailTemplate',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('changed_at', models.DateTimeField()),
                ('kind', models.CharField(max_length=12)),
                ('since', models.DateField()),
                ('subject', models.CharField(blank=True, default='', max_length=80)),
                ('text_ja', models.CharField(blank=True, default='', max_length=2000)),
                ('text_en', models.CharField(blank=True, default='', max_length=500)),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'since'), name='one_mail_template_a_day')],
            },
        ),
        migrations.CreateModel(
            name='MailText',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('changed_at', models.DateTimeField()),
                ('kind', models.CharField(max_length=12)),
                ('since', models.DateField()),
                ('text_ja', models.CharField(blank=True, default='', max_length=1000)),
                ('text_en', models.CharField(blank=True, default='', max_length=1000)),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'since'), name='one_mail_text_a_day')],
            },
        ),
        migrations.CreateModel(
            name='NewsText',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('changed_at', models.DateTimeField()),
                ('event', models.CharField(max_length=20)),
                ('since', models.DateField()),
                ('text_ja', models.CharField(max_length=300)),
                ('text_en', models.CharField(blank=True, default='', max_length=300)),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('event', 'since'), name='one_news_text_a_day')],
            },
        ),
    ]
