import datetime
import django.db.models.deletion
import nss.base.ids
import nss.base.words
import nss.billing.models
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('contract', '0001_initial'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Fee',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('basic', nss.base.words.W('基本料金（Aプラン、1端末・1メールボックス）', 'Basic fee (plan A, a terminal or mailbox)')), ('stats_paid', nss.base.words.W('管理統計資料（有料分、1利用者コード）', 'Paid statistics (a user code)')), ('bonded_storage', nss.base.words.W('保税管理資料保存サービス（1利用者コード）', 'Storage of bonded records (a user code)')), ('tax', nss.base.words.W('消費税率（%）', 'Rate of tax (%)'))], max_length=16)),
                ('amount', models.IntegerField()),
                ('since', models.DateField()),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('kind', 'since'), name='one_fee_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Month',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('month', models.DateField(help_text='its first day', unique=True)),
                ('state', models.CharField(choices=[('loaded', nss.base.words.W("取込済み（未確定）", "Loaded, not final")), ('fixed', nss.base.words.W('確定', "Final"))], default=nss.billing.models.MonthState['LOADED'], max_length=8)),
                ('file_name', models.CharField(max_length=190)),
                ('sha256', models.CharField(max_length=64)),
                ('rows', models.IntegerField()),
                ('loaded_at', models.DateTimeField()),
                ('fixed_at', models.DateTimeField(null=True)),
                ('fixed_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('loaded_by', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
        ),
        migrations.CreateModel(
            name='Price',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('transaction', models.CharField(max_length=6)),
                ('plan_a', models.IntegerField()),
                ('plan_b', models.IntegerField()),
                ('since', models.DateField(default=datetime.date(2025, 10, 12))),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('transaction', 'since'), name='one_price_a_day')],
            },
        ),
        migrations.CreateModel(
            name='Invoice',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('number', models.CharField(max_length=20, unique=True)),
                ('billing_code', models.CharField(blank=True, default='', max_length=7)),
                ('registration', models.CharField(blank=True, db_default='', default='', help_text='適格請求書発行事業者の登録番号 of the Center', max_length=14)),
                ('lines', models.JSONField(default=list)),
                ('net', models.BigIntegerField()),
                ('tax', models.BigIntegerField()),
                ('tax_percent', models.IntegerField(db_default=10, default=10)),
                ('total', models.BigIntegerField()),
                ('due', models.DateField()),
                ('method', models.CharField(choices=[('debit', nss.base.words.W('口座振替', 'Direct debit')), ('transfer', nss.base.words.W('銀行振込', 'Bank transfer'))], max_length=8)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='invoices', to='contract.office')),
                ('month', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='invoices', to='billing.month')),
            ],
            options={
                'constraints': [models.UniqueConstraint(fields=('office', 'month'), name='one_invoice_a_month')],
            },
        ),
        migrations.CreateModel(
            name='Usage',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=5)),
                ('number', models.CharField(max_length=3)),
                ('tab', models.CharField(choices=[('net', nss.base.words.W('netNACCS', 'netNACCS')), ('general', nss.base.words.W('一般NACCS', 'General NACCS'))], max_length=8)),
                ('transaction', models.CharField(max_length=6)),
                ('count', models.IntegerField()),
                ('price', models.IntegerField(help_text='yen a transaction, without tax')),
                ('amount', models.IntegerField()),
                ('month', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='usage', to='billing.month')),
                ('office', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.office')),
            ],
            options={
                'indexes': [models.Index(fields=['month', 'office'], name='usage_office')],
                'constraints': [models.CheckConstraint(condition=models.Q(('count__gte', 0), ('price__gte', 0)), name='usage_not_negative')],
            },
        ),
    ]
