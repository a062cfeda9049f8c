"""Who carries works out (業者), what was said about works (連絡記録), and why works were called off."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import nss.base.ids
from nss.base.words import W


class Migration(migrations.Migration):

    dependencies = [
        ('application', '0005_places_found'),
        ('contract', '0003_found_by_any_part'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Vendor',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('changed_at', models.DateTimeField()),
                ('name', models.CharField(max_length=60, unique=True)),
                ('kana', models.CharField(blank=True, default='', max_length=80)),
                ('phone', models.CharField(blank=True, default='', max_length=11)),
                ('email', models.EmailField(blank=True, default='', max_length=100)),
                ('contact', models.CharField(blank=True, default='', help_text='who is asked for there', max_length=60)),
                ('does', models.CharField(blank=True, default='', help_text='which works, where', max_length=120)),
                ('since', models.DateField()),
                ('until', models.DateField(help_text='the last day; empty while no end is known', null=True)),
                ('changed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='work',
            name='vendor',
            field=models.ForeignKey(db_index=False, null=True, on_delete=django.db.models.deletion.PROTECT, related_name='works', to='application.vendor'),
        ),
        migrations.AddField(
            model_name='work',
            name='cancelled_for',
            field=models.CharField(blank=True, db_default='', default='', help_text='why the Center called them off; empty where they went with their application', max_length=240),
        ),
        migrations.CreateModel(
            name='WorkNote',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('at', models.DateTimeField(help_text='when it was said; of a striking entry, when it was written')),
                ('whom', models.CharField(blank=True, choices=[('office', W('事業所', 'Office')), ('vendor', W('業者', 'Vendor')), ('other', W('その他', 'Other'))], default='', max_length=6)),
                ('who', models.CharField(blank=True, default='', help_text='with whom there', max_length=60)),
                ('by', models.CharField(blank=True, choices=[('phone', W('電話', 'Telephone')), ('mail', W('メール', 'E-mail')), ('fax', W('FAX', 'Fax')), ('letter', W('書面', 'Letter')), ('visit', W('訪問・来訪', 'Visit')), ('other', W('その他', 'Other'))], default='', max_length=6)),
                ('text', models.CharField(max_length=1000)),
                ('written_at', models.DateTimeField()),
                ('author', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
                ('strikes', models.OneToOneField(null=True, on_delete=django.db.models.deletion.CASCADE, related_name='struck', to='application.worknote')),
                ('work', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='notes', to='application.work')),
            ],
        ),
    ]
