import datetime
import django.contrib.postgres.fields
import django.db.models.deletion
import nss.base.ids
import nss.base.words
import nss.contract.dated
from django.db import migrations, models


TEXT_RANGE = "CREATE TYPE nss_text_range AS RANGE (subtype = text)"
"""What exclusion constraints compare texts with; built in, so that no extension is asked of the database."""


class Migration(migrations.Migration):

    initial = True

    dependencies = [
    ]

    operations = [
        migrations.RunSQL(TEXT_RANGE, "DROP TYPE nss_text_range"),
        migrations.CreateModel(
            name='Company',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('code', models.CharField(help_text='企業略称; the temporary code of six before it is given', max_length=6, unique=True)),
            ],
        ),
        migrations.CreateModel(
            name='RowWrite',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('application', models.BigIntegerField(db_index=True)),
                ('kind', models.CharField(max_length=20)),
                ('version', models.BigIntegerField()),
                ('inserted', models.BooleanField()),
                ('ends_before', models.DateField(help_text='of a version that was cut', null=True)),
                ('ends_after', models.DateField(help_text='of the version as this application left it', null=True)),
            ],
        ),
        migrations.CreateModel(
            name='Office',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('code', models.CharField(max_length=6, unique=True)),
                ('customs', models.CharField(choices=[('1', nss.base.words.W('東京税関', 'Tokyo Customs')), ('2', nss.base.words.W('横浜税関', 'Yokohama Customs')), ('3', nss.base.words.W('神戸税関', 'Kobe Customs')), ('4', nss.base.words.W('大阪税関', 'Osaka Customs')), ('5', nss.base.words.W('名古屋税関', 'Nagoya Customs')), ('6', nss.base.words.W('門司税関', 'Moji Customs')), ('7', nss.base.words.W('長崎税関', 'Nagasaki Customs')), ('8', nss.base.words.W('函館税関', 'Hakodate Customs')), ('9', nss.base.words.W('沖縄地区税関', 'Okinawa Regional Customs'))], default='1', max_length=1)),
                ('system_class', models.CharField(choices=[('sea', nss.base.words.W('海上', 'Sea')), ('air', nss.base.words.W('航空', 'Air')), ('common', nss.base.words.W('共用', 'Sea and air')), ('port', nss.base.words.W('港湾', 'Port'))], default='common', max_length=6)),
                ('billing_code', models.CharField(blank=True, default='', max_length=7)),
                ('provisional', models.BooleanField(default=False, help_text='applies for its first contract and has none yet')),
                ('former_code', models.CharField(blank=True, db_index=True, default='', help_text='its temporary code', max_length=6)),
                ('company_name', models.CharField(blank=True, default='', max_length=80)),
                ('name', models.CharField(blank=True, default='', max_length=80)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='offices', to='contract.company')),
            ],
        ),
        migrations.CreateModel(
            name='NetTerminal',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('identity', models.BigIntegerField(default=nss.base.ids.new_id)),
                ('starts', models.DateField()),
                ('ends', models.DateField(default=datetime.date(9999, 12, 31))),
                ('previous_ends', models.DateField(null=True)),
                ('by_application', models.BigIntegerField(help_text='the application that wrote this version', null=True)),
                ('net_kind', models.CharField(choices=[('net', nss.base.words.W('netNACCS', 'netNACCS')), ('netapi', nss.base.words.W('netAPI', 'netAPI'))], max_length=8)),
                ('name', models.CharField(blank=True, default='', max_length=6)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.office')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Mailbox',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('identity', models.BigIntegerField(default=nss.base.ids.new_id)),
                ('starts', models.DateField()),
                ('ends', models.DateField(default=datetime.date(9999, 12, 31))),
                ('previous_ends', models.DateField(null=True)),
                ('by_application', models.BigIntegerField(help_text='the application that wrote this version', null=True)),
                ('name', models.CharField(blank=True, default='', max_length=8)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.office')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='MailAddress',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('identity', models.BigIntegerField(default=nss.base.ids.new_id)),
                ('starts', models.DateField()),
                ('ends', models.DateField(default=datetime.date(9999, 12, 31))),
                ('previous_ends', models.DateField(null=True)),
                ('by_application', models.BigIntegerField(help_text='the application that wrote this version', null=True)),
                ('terminal', models.CharField(blank=True, default='', max_length=6)),
                ('address', models.CharField(blank=True, default='', max_length=100)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.office')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Line',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('identity', models.BigIntegerField(default=nss.base.ids.new_id)),
                ('starts', models.DateField()),
                ('ends', models.DateField(default=datetime.date(9999, 12, 31))),
                ('previous_ends', models.DateField(null=True)),
                ('by_application', models.BigIntegerField(help_text='the application that wrote this version', null=True)),
                ('system_class', models.CharField(choices=[('sea', nss.base.words.W('海上', 'Sea')), ('air', nss.base.words.W('航空', 'Air')), ('common', nss.base.words.W('共用', 'Sea and air')), ('port', nss.base.words.W('港湾', 'Port'))], max_length=6)),
                ('connection', models.CharField(choices=[('general', nss.base.words.W('一般', 'General')), ('own', nss.base.words.W('自社システム', 'Own system'))], default='general', max_length=8)),
                ('edifact', models.BooleanField(default=False)),
                ('line_kind', models.CharField(choices=[('leased', nss.base.words.W('専用線', 'Leased line')), ('optical', nss.base.words.W('ブロードバンド光', 'Optical broadband'))], max_length=8)),
                ('speed', models.CharField(blank=True, default='', max_length=20)),
                ('wiring', models.CharField(choices=[('own', nss.base.words.W('自社手配', 'Arranged by the office')), ('center', nss.base.words.W('センター手配', 'Arranged by the Center'))], default='own', max_length=8)),
                ('maintenance', models.CharField(choices=[('weekdays', nss.base.words.W('平日', 'Weekdays')), ('always', nss.base.words.W('24時間365日', '24 hours, 365 days'))], default='weekdays', max_length=8)),
                ('router', models.CharField(blank=True, default='', max_length=5)),
                ('postal_code', models.CharField(blank=True, default='', max_length=7)),
                ('address', models.CharField(blank=True, default='', max_length=120)),
                ('spare_router', models.BooleanField(default=False)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.office')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='HeadOffice',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('identity', models.BigIntegerField(default=nss.base.ids.new_id)),
                ('starts', models.DateField()),
                ('ends', models.DateField(default=datetime.date(9999, 12, 31))),
                ('previous_ends', models.DateField(null=True)),
                ('by_application', models.BigIntegerField(help_text='the application that wrote this version', null=True)),
                ('postal_code', models.CharField(blank=True, default='', max_length=7)),
                ('address', models.CharField(blank=True, default='', max_length=120)),
                ('phone', models.CharField(blank=True, default='', max_length=11)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.office')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='FeePlan',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('identity', models.BigIntegerField(default=nss.base.ids.new_id)),
                ('starts', models.DateField()),
                ('ends', models.DateField(default=datetime.date(9999, 12, 31))),
                ('previous_ends', models.DateField(null=True)),
                ('by_application', models.BigIntegerField(help_text='the application that wrote this version', null=True)),
                ('tab', models.CharField(choices=[('net', nss.base.words.W('netNACCS', 'netNACCS')), ('general', nss.base.words.W('一般NACCS', 'General NACCS'))], max_length=8)),
                ('plan', models.CharField(choices=[('A', nss.base.words.W('Aプラン', 'Plan A')), ('B', nss.base.words.W('Bプラン', 'Plan B'))], max_length=1)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.office')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ContractorClass',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('identity', models.BigIntegerField(default=nss.base.ids.new_id)),
                ('starts', models.DateField()),
                ('ends', models.DateField(default=datetime.date(9999, 12, 31))),
                ('previous_ends', models.DateField(null=True)),
                ('by_application', models.BigIntegerField(help_text='the application that wrote this version', null=True)),
                ('value', models.CharField(choices=[('private', nss.base.words.W('民間利用者', 'Private user')), ('public', nss.base.words.W('官公庁', 'Public office'))], default='private', max_length=8)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.office')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='ContractHolder',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('identity', models.BigIntegerField(default=nss.base.ids.new_id)),
                ('starts', models.DateField()),
                ('ends', models.DateField(default=datetime.date(9999, 12, 31))),
                ('previous_ends', models.DateField(null=True)),
                ('by_application', models.BigIntegerField(help_text='the application that wrote this version', null=True)),
                ('name', models.CharField(blank=True, default='', max_length=40)),
                ('title', models.CharField(blank=True, default='', max_length=40)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.office')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='CompanyProfile',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('identity', models.BigIntegerField(default=nss.base.ids.new_id)),
                ('starts', models.DateField()),
                ('ends', models.DateField(default=datetime.date(9999, 12, 31))),
                ('previous_ends', models.DateField(null=True)),
                ('by_application', models.BigIntegerField(help_text='the application that wrote this version', null=True)),
                ('name', models.CharField(blank=True, default='', max_length=80)),
                ('name_kana', models.CharField(blank=True, default='', max_length=80)),
                ('corporate_number', models.CharField(blank=True, default='', max_length=13)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.office')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='BillingRecipient',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('identity', models.BigIntegerField(default=nss.base.ids.new_id)),
                ('starts', models.DateField()),
                ('ends', models.DateField(default=datetime.date(9999, 12, 31))),
                ('previous_ends', models.DateField(null=True)),
                ('by_application', models.BigIntegerField(help_text='the application that wrote this version', null=True)),
                ('name', models.CharField(blank=True, default='', max_length=80)),
                ('postal_code', models.CharField(blank=True, default='', max_length=7)),
                ('address', models.CharField(blank=True, default='', max_length=120)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.office')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='BillingContact',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('identity', models.BigIntegerField(default=nss.base.ids.new_id)),
                ('starts', models.DateField()),
                ('ends', models.DateField(default=datetime.date(9999, 12, 31))),
                ('previous_ends', models.DateField(null=True)),
                ('by_application', models.BigIntegerField(help_text='the application that wrote this version', null=True)),
                ('name', models.CharField(blank=True, default='', max_length=40)),
                ('department', models.CharField(blank=True, default='', max_length=60)),
                ('phone', models.CharField(blank=True, default='', max_length=11)),
                ('email', models.CharField(blank=True, default='', max_length=100)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.office')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='AddressBlock',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('identity', models.BigIntegerField(default=nss.base.ids.new_id)),
                ('starts', models.DateField()),
                ('ends', models.DateField(default=datetime.date(9999, 12, 31))),
                ('previous_ends', models.DateField(null=True)),
                ('by_application', models.BigIntegerField(help_text='the application that wrote this version', null=True)),
                ('router', models.CharField(blank=True, default='', max_length=5)),
                ('network', models.CharField(blank=True, default='', max_length=18)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.office')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OfficeBusiness',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('identity', models.BigIntegerField(default=nss.base.ids.new_id)),
                ('starts', models.DateField()),
                ('ends', models.DateField(default=datetime.date(9999, 12, 31))),
                ('previous_ends', models.DateField(null=True)),
                ('by_application', models.BigIntegerField(help_text='the application that wrote this version', null=True)),
                ('system_class', models.CharField(choices=[('sea', nss.base.words.W('海上', 'Sea')), ('air', nss.base.words.W('航空', 'Air')), ('common', nss.base.words.W('共用', 'Sea and air')), ('port', nss.base.words.W('港湾', 'Port'))], max_length=6)),
                ('business', models.CharField(choices=[('01', nss.base.words.W('通関', 'Customs broker')), ('02', nss.base.words.W('通関士', 'Registered customs specialist')), ('03', nss.base.words.W('混載', 'Air consolidator')), ('04', nss.base.words.W('航空会社', 'Airline')), ('05', nss.base.words.W('機用品', 'Aircraft stores')), ('06', nss.base.words.W('航空貨物代理店', 'Air cargo agent')), ('07', nss.base.words.W('輸出入者', 'Importer / exporter')), ('08', nss.base.words.W('海貨', 'Sea forwarder')), ('09', nss.base.words.W('NVOCC', 'NVOCC')), ('10', nss.base.words.W('保税', 'Bonded warehouse')), ('11', nss.base.words.W('CY', 'Container yard')), ('12', nss.base.words.W('船会社', 'Shipping company')), ('13', nss.base.words.W('船舶代理店', 'Shipping agent')), ('14', nss.base.words.W('銀行', 'Bank')), ('15', nss.base.words.W('損害保険', 'Non-life insurer')), ('16', nss.base.words.W('バンプール', 'Van pool')), ('17', nss.base.words.W('汎用申請', 'General applicant')), ('18', nss.base.words.W('輸出者（外為法）', 'Exporter (Foreign Exchange Act)'))], max_length=2)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.office')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OfficeContract',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('identity', models.BigIntegerField(default=nss.base.ids.new_id)),
                ('starts', models.DateField()),
                ('ends', models.DateField(default=datetime.date(9999, 12, 31))),
                ('previous_ends', models.DateField(null=True)),
                ('by_application', models.BigIntegerField(help_text='the application that wrote this version', null=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.office')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='OfficeProfile',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('identity', models.BigIntegerField(default=nss.base.ids.new_id)),
                ('starts', models.DateField()),
                ('ends', models.DateField(default=datetime.date(9999, 12, 31))),
                ('previous_ends', models.DateField(null=True)),
                ('by_application', models.BigIntegerField(help_text='the application that wrote this version', null=True)),
                ('name', models.CharField(blank=True, default='', max_length=80)),
                ('postal_code', models.CharField(blank=True, default='', max_length=7)),
                ('address', models.CharField(blank=True, default='', max_length=120)),
                ('building', models.CharField(blank=True, default='', max_length=80)),
                ('phone', models.CharField(blank=True, default='', max_length=11)),
                ('fax', models.CharField(blank=True, default='', max_length=11)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.office')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='PaymentMethod',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('identity', models.BigIntegerField(default=nss.base.ids.new_id)),
                ('starts', models.DateField()),
                ('ends', models.DateField(default=datetime.date(9999, 12, 31))),
                ('previous_ends', models.DateField(null=True)),
                ('by_application', models.BigIntegerField(help_text='the application that wrote this version', null=True)),
                ('method', models.CharField(choices=[('debit', nss.base.words.W('口座振替', 'Direct debit')), ('transfer', nss.base.words.W('銀行振込', 'Bank transfer'))], max_length=8)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.office')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SharedUse',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('identity', models.BigIntegerField(default=nss.base.ids.new_id)),
                ('starts', models.DateField()),
                ('ends', models.DateField(default=datetime.date(9999, 12, 31))),
                ('previous_ends', models.DateField(null=True)),
                ('by_application', models.BigIntegerField(help_text='the application that wrote this version', null=True)),
                ('use', models.CharField(choices=[('equipment', nss.base.words.W('機器共用', 'Shared equipment')), ('joint', nss.base.words.W('共同利用', 'Joint use'))], max_length=10)),
                ('partner', models.CharField(blank=True, default='', max_length=6)),
                ('object', models.CharField(blank=True, default='', max_length=8)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.office')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='SystemManager',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('identity', models.BigIntegerField(default=nss.base.ids.new_id)),
                ('starts', models.DateField()),
                ('ends', models.DateField(default=datetime.date(9999, 12, 31))),
                ('previous_ends', models.DateField(null=True)),
                ('by_application', models.BigIntegerField(help_text='the application that wrote this version', null=True)),
                ('name', models.CharField(blank=True, default='', max_length=40)),
                ('name_kana', models.CharField(blank=True, default='', max_length=80)),
                ('phone', models.CharField(blank=True, default='', max_length=11)),
                ('emergency_fax', models.CharField(blank=True, default='', max_length=11)),
                ('email', models.CharField(blank=True, default='', max_length=100)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.office')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='Terminal',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('identity', models.BigIntegerField(default=nss.base.ids.new_id)),
                ('starts', models.DateField()),
                ('ends', models.DateField(default=datetime.date(9999, 12, 31))),
                ('previous_ends', models.DateField(null=True)),
                ('by_application', models.BigIntegerField(help_text='the application that wrote this version', null=True)),
                ('router', models.CharField(blank=True, default='', max_length=5)),
                ('system_class', models.CharField(choices=[('sea', nss.base.words.W('海上', 'Sea')), ('air', nss.base.words.W('航空', 'Air')), ('common', nss.base.words.W('共用', 'Sea and air')), ('port', nss.base.words.W('港湾', 'Port'))], max_length=6)),
                ('device', models.CharField(choices=[('pc', nss.base.words.W('PC', 'PC')), ('smtp', nss.base.words.W('SMTP', 'SMTP server')), ('gw', nss.base.words.W('GW', 'Gateway server'))], max_length=4)),
                ('package', models.CharField(blank=True, choices=[('interactive', nss.base.words.W('インタ', 'Interactive')), ('mail', nss.base.words.W('メール', 'Mail'))], default='', max_length=12)),
                ('name', models.CharField(blank=True, default='', max_length=6)),
                ('address', models.GenericIPAddressField(null=True, protocol='IPv4')),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.office')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='UserCode',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('identity', models.BigIntegerField(default=nss.base.ids.new_id)),
                ('starts', models.DateField()),
                ('ends', models.DateField(default=datetime.date(9999, 12, 31))),
                ('previous_ends', models.DateField(null=True)),
                ('by_application', models.BigIntegerField(help_text='the application that wrote this version', null=True)),
                ('code', models.CharField(max_length=5)),
                ('system_class', models.CharField(choices=[('sea', nss.base.words.W('海上', 'Sea')), ('air', nss.base.words.W('航空', 'Air')), ('common', nss.base.words.W('共用', 'Sea and air')), ('port', nss.base.words.W('港湾', 'Port'))], max_length=6)),
                ('stats_paid', models.BooleanField(default=False)),
                ('stats_free', models.BooleanField(default=False)),
                ('bonded_storage', models.BooleanField(default=False)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.office')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='UserId',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('identity', models.BigIntegerField(default=nss.base.ids.new_id)),
                ('starts', models.DateField()),
                ('ends', models.DateField(default=datetime.date(9999, 12, 31))),
                ('previous_ends', models.DateField(null=True)),
                ('by_application', models.BigIntegerField(help_text='the application that wrote this version', null=True)),
                ('code', models.CharField(max_length=5)),
                ('number', models.CharField(max_length=3)),
                ('business', django.contrib.postgres.fields.ArrayField(base_field=models.CharField(max_length=2), default=list, size=None)),
                ('method', models.CharField(choices=[('interactive', nss.base.words.W('インタ', 'Interactive')), ('mail', nss.base.words.W('メール', 'Mail')), ('gw', nss.base.words.W('GW', 'Gateway SMTP/POP3')), ('smtp', nss.base.words.W('SMTP', 'SMTP two-way')), ('net', nss.base.words.W('net', 'netNACCS')), ('web', nss.base.words.W('web', 'WebNACCS')), ('netapi', nss.base.words.W('netAPI', 'netAPI'))], max_length=12)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.office')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.CreateModel(
            name='WebCertificate',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('identity', models.BigIntegerField(default=nss.base.ids.new_id)),
                ('starts', models.DateField()),
                ('ends', models.DateField(default=datetime.date(9999, 12, 31))),
                ('previous_ends', models.DateField(null=True)),
                ('by_application', models.BigIntegerField(help_text='the application that wrote this version', null=True)),
                ('name', models.CharField(blank=True, default='', max_length=6)),
                ('expires', models.DateField(null=True)),
                ('company', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company')),
                ('office', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.office')),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddIndex(
            model_name='office',
            index=models.Index(fields=['name'], name='office_name', opclasses=['varchar_pattern_ops']),
        ),
        migrations.AddIndex(
            model_name='office',
            index=models.Index(fields=['company_name'], name='office_company_name', opclasses=['varchar_pattern_ops']),
        ),
        migrations.AddIndex(
            model_name='netterminal',
            index=models.Index(fields=['office', 'ends'], name='netterminal_office'),
        ),
        migrations.AddIndex(
            model_name='netterminal',
            index=models.Index(fields=['name'], name='net_terminal_name'),
        ),
        migrations.AddConstraint(
            model_name='netterminal',
            constraint=models.UniqueConstraint(fields=('identity', 'ends'), name='netterminal_one_end'),
        ),
        migrations.AddConstraint(
            model_name='netterminal',
            constraint=models.UniqueConstraint(fields=('identity', 'previous_ends'), name='netterminal_one_line', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='netterminal',
            constraint=models.CheckConstraint(condition=models.Q(('starts__lt', models.F('ends'))), name='netterminal_has_days'),
        ),
        migrations.AddConstraint(
            model_name='netterminal',
            constraint=models.CheckConstraint(condition=models.Q(('previous_ends__isnull', True), ('previous_ends__lte', models.F('starts')), _connector='OR'), name='netterminal_in_order'),
        ),
        migrations.AddConstraint(
            model_name='netterminal',
            constraint=nss.contract.dated.FollowsPrevious(name='netterminal_follows'),
        ),
        migrations.AddConstraint(
            model_name='netterminal',
            constraint=nss.contract.dated.LivesOnce(fields=('name',), name='netterminal_name_once'),
        ),
        migrations.AddIndex(
            model_name='mailbox',
            index=models.Index(fields=['office', 'ends'], name='mailbox_office'),
        ),
        migrations.AddIndex(
            model_name='mailbox',
            index=models.Index(fields=['name'], name='mailbox_name'),
        ),
        migrations.AddConstraint(
            model_name='mailbox',
            constraint=models.UniqueConstraint(fields=('identity', 'ends'), name='mailbox_one_end'),
        ),
        migrations.AddConstraint(
            model_name='mailbox',
            constraint=models.UniqueConstraint(fields=('identity', 'previous_ends'), name='mailbox_one_line', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='mailbox',
            constraint=models.CheckConstraint(condition=models.Q(('starts__lt', models.F('ends'))), name='mailbox_has_days'),
        ),
        migrations.AddConstraint(
            model_name='mailbox',
            constraint=models.CheckConstraint(condition=models.Q(('previous_ends__isnull', True), ('previous_ends__lte', models.F('starts')), _connector='OR'), name='mailbox_in_order'),
        ),
        migrations.AddConstraint(
            model_name='mailbox',
            constraint=nss.contract.dated.FollowsPrevious(name='mailbox_follows'),
        ),
        migrations.AddConstraint(
            model_name='mailbox',
            constraint=nss.contract.dated.LivesOnce(fields=('name',), name='mailbox_name_once'),
        ),
        migrations.AddIndex(
            model_name='mailaddress',
            index=models.Index(fields=['office', 'ends'], name='mailaddress_office'),
        ),
        migrations.AddConstraint(
            model_name='mailaddress',
            constraint=models.UniqueConstraint(fields=('identity', 'ends'), name='mailaddress_one_end'),
        ),
        migrations.AddConstraint(
            model_name='mailaddress',
            constraint=models.UniqueConstraint(fields=('identity', 'previous_ends'), name='mailaddress_one_line', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='mailaddress',
            constraint=models.CheckConstraint(condition=models.Q(('starts__lt', models.F('ends'))), name='mailaddress_has_days'),
        ),
        migrations.AddConstraint(
            model_name='mailaddress',
            constraint=models.CheckConstraint(condition=models.Q(('previous_ends__isnull', True), ('previous_ends__lte', models.F('starts')), _connector='OR'), name='mailaddress_in_order'),
        ),
        migrations.AddConstraint(
            model_name='mailaddress',
            constraint=nss.contract.dated.FollowsPrevious(name='mailaddress_follows'),
        ),
        migrations.AddConstraint(
            model_name='mailaddress',
            constraint=nss.contract.dated.LivesOnce(fields=('address',), name='mailaddress_address_once'),
        ),
        migrations.AddIndex(
            model_name='line',
            index=models.Index(fields=['office', 'ends'], name='line_office'),
        ),
        migrations.AddIndex(
            model_name='line',
            index=models.Index(fields=['router'], name='line_router'),
        ),
        migrations.AddConstraint(
            model_name='line',
            constraint=models.UniqueConstraint(fields=('identity', 'ends'), name='line_one_end'),
        ),
        migrations.AddConstraint(
            model_name='line',
            constraint=models.UniqueConstraint(fields=('identity', 'previous_ends'), name='line_one_line', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='line',
            constraint=models.CheckConstraint(condition=models.Q(('starts__lt', models.F('ends'))), name='line_has_days'),
        ),
        migrations.AddConstraint(
            model_name='line',
            constraint=models.CheckConstraint(condition=models.Q(('previous_ends__isnull', True), ('previous_ends__lte', models.F('starts')), _connector='OR'), name='line_in_order'),
        ),
        migrations.AddConstraint(
            model_name='line',
            constraint=nss.contract.dated.FollowsPrevious(name='line_follows'),
        ),
        migrations.AddConstraint(
            model_name='line',
            constraint=nss.contract.dated.LivesOnce(fields=('router',), name='line_router_once'),
        ),
        migrations.AddIndex(
            model_name='headoffice',
            index=models.Index(fields=['office', 'ends'], name='headoffice_office'),
        ),
        migrations.AddConstraint(
            model_name='headoffice',
            constraint=models.UniqueConstraint(fields=('identity', 'ends'), name='headoffice_one_end'),
        ),
        migrations.AddConstraint(
            model_name='headoffice',
            constraint=models.UniqueConstraint(fields=('identity', 'previous_ends'), name='headoffice_one_line', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='headoffice',
            constraint=models.CheckConstraint(condition=models.Q(('starts__lt', models.F('ends'))), name='headoffice_has_days'),
        ),
        migrations.AddConstraint(
            model_name='headoffice',
            constraint=models.CheckConstraint(condition=models.Q(('previous_ends__isnull', True), ('previous_ends__lte', models.F('starts')), _connector='OR'), name='headoffice_in_order'),
        ),
        migrations.AddConstraint(
            model_name='headoffice',
            constraint=nss.contract.dated.FollowsPrevious(name='headoffice_follows'),
        ),
        migrations.AddConstraint(
            model_name='headoffice',
            constraint=nss.contract.dated.LivesOnce(fields=('company',), name='headoffice_company_once'),
        ),
        migrations.AddIndex(
            model_name='feeplan',
            index=models.Index(fields=['office', 'ends'], name='feeplan_office'),
        ),
        migrations.AddConstraint(
            model_name='feeplan',
            constraint=models.UniqueConstraint(fields=('identity', 'ends'), name='feeplan_one_end'),
        ),
        migrations.AddConstraint(
            model_name='feeplan',
            constraint=models.UniqueConstraint(fields=('identity', 'previous_ends'), name='feeplan_one_line', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='feeplan',
            constraint=models.CheckConstraint(condition=models.Q(('starts__lt', models.F('ends'))), name='feeplan_has_days'),
        ),
        migrations.AddConstraint(
            model_name='feeplan',
            constraint=models.CheckConstraint(condition=models.Q(('previous_ends__isnull', True), ('previous_ends__lte', models.F('starts')), _connector='OR'), name='feeplan_in_order'),
        ),
        migrations.AddConstraint(
            model_name='feeplan',
            constraint=nss.contract.dated.FollowsPrevious(name='feeplan_follows'),
        ),
        migrations.AddConstraint(
            model_name='feeplan',
            constraint=nss.contract.dated.LivesOnce(fields=('office', 'tab'), name='feeplan_office_tab_once'),
        ),
        migrations.AddIndex(
            model_name='contractorclass',
            index=models.Index(fields=['office', 'ends'], name='contractorclass_office'),
        ),
        migrations.AddConstraint(
            model_name='contractorclass',
            constraint=models.UniqueConstraint(fields=('identity', 'ends'), name='contractorclass_one_end'),
        ),
        migrations.AddConstraint(
            model_name='contractorclass',
            constraint=models.UniqueConstraint(fields=('identity', 'previous_ends'), name='contractorclass_one_line', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='contractorclass',
            constraint=models.CheckConstraint(condition=models.Q(('starts__lt', models.F('ends'))), name='contractorclass_has_days'),
        ),
        migrations.AddConstraint(
            model_name='contractorclass',
            constraint=models.CheckConstraint(condition=models.Q(('previous_ends__isnull', True), ('previous_ends__lte', models.F('starts')), _connector='OR'), name='contractorclass_in_order'),
        ),
        migrations.AddConstraint(
            model_name='contractorclass',
            constraint=nss.contract.dated.FollowsPrevious(name='contractorclass_follows'),
        ),
        migrations.AddConstraint(
            model_name='contractorclass',
            constraint=nss.contract.dated.LivesOnce(fields=('office',), name='contractorclass_office_once'),
        ),
        migrations.AddIndex(
            model_name='contractholder',
            index=models.Index(fields=['office', 'ends'], name='contractholder_office'),
        ),
        migrations.AddConstraint(
            model_name='contractholder',
            constraint=models.UniqueConstraint(fields=('identity', 'ends'), name='contractholder_one_end'),
        ),
        migrations.AddConstraint(
            model_name='contractholder',
            constraint=models.UniqueConstraint(fields=('identity', 'previous_ends'), name='contractholder_one_line', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='contractholder',
            constraint=models.CheckConstraint(condition=models.Q(('starts__lt', models.F('ends'))), name='contractholder_has_days'),
        ),
        migrations.AddConstraint(
            model_name='contractholder',
            constraint=models.CheckConstraint(condition=models.Q(('previous_ends__isnull', True), ('previous_ends__lte', models.F('starts')), _connector='OR'), name='contractholder_in_order'),
        ),
        migrations.AddConstraint(
            model_name='contractholder',
            constraint=nss.contract.dated.FollowsPrevious(name='contractholder_follows'),
        ),
        migrations.AddConstraint(
            model_name='contractholder',
            constraint=nss.contract.dated.LivesOnce(fields=('office',), name='contractholder_office_once'),
        ),
        migrations.AddIndex(
            model_name='companyprofile',
            index=models.Index(fields=['office', 'ends'], name='companyprofile_office'),
        ),
        migrations.AddConstraint(
            model_name='companyprofile',
            constraint=models.UniqueConstraint(fields=('identity', 'ends'), name='companyprofile_one_end'),
        ),
        migrations.AddConstraint(
            model_name='companyprofile',
            constraint=models.UniqueConstraint(fields=('identity', 'previous_ends'), name='companyprofile_one_line', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='companyprofile',
            constraint=models.CheckConstraint(condition=models.Q(('starts__lt', models.F('ends'))), name='companyprofile_has_days'),
        ),
        migrations.AddConstraint(
            model_name='companyprofile',
            constraint=models.CheckConstraint(condition=models.Q(('previous_ends__isnull', True), ('previous_ends__lte', models.F('starts')), _connector='OR'), name='companyprofile_in_order'),
        ),
        migrations.AddConstraint(
            model_name='companyprofile',
            constraint=nss.contract.dated.FollowsPrevious(name='companyprofile_follows'),
        ),
        migrations.AddConstraint(
            model_name='companyprofile',
            constraint=nss.contract.dated.LivesOnce(fields=('company',), name='companyprofile_company_once'),
        ),
        migrations.AddIndex(
            model_name='billingrecipient',
            index=models.Index(fields=['office', 'ends'], name='billingrecipient_office'),
        ),
        migrations.AddConstraint(
            model_name='billingrecipient',
            constraint=models.UniqueConstraint(fields=('identity', 'ends'), name='billingrecipient_one_end'),
        ),
        migrations.AddConstraint(
            model_name='billingrecipient',
            constraint=models.UniqueConstraint(fields=('identity', 'previous_ends'), name='billingrecipient_one_line', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='billingrecipient',
            constraint=models.CheckConstraint(condition=models.Q(('starts__lt', models.F('ends'))), name='billingrecipient_has_days'),
        ),
        migrations.AddConstraint(
            model_name='billingrecipient',
            constraint=models.CheckConstraint(condition=models.Q(('previous_ends__isnull', True), ('previous_ends__lte', models.F('starts')), _connector='OR'), name='billingrecipient_in_order'),
        ),
        migrations.AddConstraint(
            model_name='billingrecipient',
            constraint=nss.contract.dated.FollowsPrevious(name='billingrecipient_follows'),
        ),
        migrations.AddConstraint(
            model_name='billingrecipient',
            constraint=nss.contract.dated.LivesOnce(fields=('office',), name='billingrecipient_office_once'),
        ),
        migrations.AddIndex(
            model_name='billingcontact',
            index=models.Index(fields=['office', 'ends'], name='billingcontact_office'),
        ),
        migrations.AddConstraint(
            model_name='billingcontact',
            constraint=models.UniqueConstraint(fields=('identity', 'ends'), name='billingcontact_one_end'),
        ),
        migrations.AddConstraint(
            model_name='billingcontact',
            constraint=models.UniqueConstraint(fields=('identity', 'previous_ends'), name='billingcontact_one_line', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='billingcontact',
            constraint=models.CheckConstraint(condition=models.Q(('starts__lt', models.F('ends'))), name='billingcontact_has_days'),
        ),
        migrations.AddConstraint(
            model_name='billingcontact',
            constraint=models.CheckConstraint(condition=models.Q(('previous_ends__isnull', True), ('previous_ends__lte', models.F('starts')), _connector='OR'), name='billingcontact_in_order'),
        ),
        migrations.AddConstraint(
            model_name='billingcontact',
            constraint=nss.contract.dated.FollowsPrevious(name='billingcontact_follows'),
        ),
        migrations.AddConstraint(
            model_name='billingcontact',
            constraint=nss.contract.dated.LivesOnce(fields=('office',), name='billingcontact_office_once'),
        ),
        migrations.AddIndex(
            model_name='addressblock',
            index=models.Index(fields=['office', 'ends'], name='addressblock_office'),
        ),
        migrations.AddConstraint(
            model_name='addressblock',
            constraint=models.UniqueConstraint(fields=('identity', 'ends'), name='addressblock_one_end'),
        ),
        migrations.AddConstraint(
            model_name='addressblock',
            constraint=models.UniqueConstraint(fields=('identity', 'previous_ends'), name='addressblock_one_line', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='addressblock',
            constraint=models.CheckConstraint(condition=models.Q(('starts__lt', models.F('ends'))), name='addressblock_has_days'),
        ),
        migrations.AddConstraint(
            model_name='addressblock',
            constraint=models.CheckConstraint(condition=models.Q(('previous_ends__isnull', True), ('previous_ends__lte', models.F('starts')), _connector='OR'), name='addressblock_in_order'),
        ),
        migrations.AddConstraint(
            model_name='addressblock',
            constraint=nss.contract.dated.FollowsPrevious(name='addressblock_follows'),
        ),
        migrations.AddConstraint(
            model_name='addressblock',
            constraint=nss.contract.dated.LivesOnce(fields=('network',), name='addressblock_network_once'),
        ),
        migrations.AddIndex(
            model_name='officebusiness',
            index=models.Index(fields=['office', 'ends'], name='officebusiness_office'),
        ),
        migrations.AddConstraint(
            model_name='officebusiness',
            constraint=models.UniqueConstraint(fields=('identity', 'ends'), name='officebusiness_one_end'),
        ),
        migrations.AddConstraint(
            model_name='officebusiness',
            constraint=models.UniqueConstraint(fields=('identity', 'previous_ends'), name='officebusiness_one_line', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='officebusiness',
            constraint=models.CheckConstraint(condition=models.Q(('starts__lt', models.F('ends'))), name='officebusiness_has_days'),
        ),
        migrations.AddConstraint(
            model_name='officebusiness',
            constraint=models.CheckConstraint(condition=models.Q(('previous_ends__isnull', True), ('previous_ends__lte', models.F('starts')), _connector='OR'), name='officebusiness_in_order'),
        ),
        migrations.AddConstraint(
            model_name='officebusiness',
            constraint=nss.contract.dated.FollowsPrevious(name='officebusiness_follows'),
        ),
        migrations.AddConstraint(
            model_name='officebusiness',
            constraint=nss.contract.dated.LivesOnce(fields=('office', 'system_class', 'business'), name='officebusiness_office_system_class_business_once'),
        ),
        migrations.AddIndex(
            model_name='officecontract',
            index=models.Index(fields=['office', 'ends'], name='officecontract_office'),
        ),
        migrations.AddConstraint(
            model_name='officecontract',
            constraint=models.UniqueConstraint(fields=('identity', 'ends'), name='officecontract_one_end'),
        ),
        migrations.AddConstraint(
            model_name='officecontract',
            constraint=models.UniqueConstraint(fields=('identity', 'previous_ends'), name='officecontract_one_line', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='officecontract',
            constraint=models.CheckConstraint(condition=models.Q(('starts__lt', models.F('ends'))), name='officecontract_has_days'),
        ),
        migrations.AddConstraint(
            model_name='officecontract',
            constraint=models.CheckConstraint(condition=models.Q(('previous_ends__isnull', True), ('previous_ends__lte', models.F('starts')), _connector='OR'), name='officecontract_in_order'),
        ),
        migrations.AddConstraint(
            model_name='officecontract',
            constraint=nss.contract.dated.FollowsPrevious(name='officecontract_follows'),
        ),
        migrations.AddConstraint(
            model_name='officecontract',
            constraint=nss.contract.dated.LivesOnce(fields=('office',), name='officecontract_office_once'),
        ),
        migrations.AddIndex(
            model_name='officeprofile',
            index=models.Index(fields=['office', 'ends'], name='officeprofile_office'),
        ),
        migrations.AddConstraint(
            model_name='officeprofile',
            constraint=models.UniqueConstraint(fields=('identity', 'ends'), name='officeprofile_one_end'),
        ),
        migrations.AddConstraint(
            model_name='officeprofile',
            constraint=models.UniqueConstraint(fields=('identity', 'previous_ends'), name='officeprofile_one_line', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='officeprofile',
            constraint=models.CheckConstraint(condition=models.Q(('starts__lt', models.F('ends'))), name='officeprofile_has_days'),
        ),
        migrations.AddConstraint(
            model_name='officeprofile',
            constraint=models.CheckConstraint(condition=models.Q(('previous_ends__isnull', True), ('previous_ends__lte', models.F('starts')), _connector='OR'), name='officeprofile_in_order'),
        ),
        migrations.AddConstraint(
            model_name='officeprofile',
            constraint=nss.contract.dated.FollowsPrevious(name='officeprofile_follows'),
        ),
        migrations.AddConstraint(
            model_name='officeprofile',
            constraint=nss.contract.dated.LivesOnce(fields=('office',), name='officeprofile_office_once'),
        ),
        migrations.AddIndex(
            model_name='paymentmethod',
            index=models.Index(fields=['office', 'ends'], name='paymentmethod_office'),
        ),
        migrations.AddConstraint(
            model_name='paymentmethod',
            constraint=models.UniqueConstraint(fields=('identity', 'ends'), name='paymentmethod_one_end'),
        ),
        migrations.AddConstraint(
            model_name='paymentmethod',
            constraint=models.UniqueConstraint(fields=('identity', 'previous_ends'), name='paymentmethod_one_line', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='paymentmethod',
            constraint=models.CheckConstraint(condition=models.Q(('starts__lt', models.F('ends'))), name='paymentmethod_has_days'),
        ),
        migrations.AddConstraint(
            model_name='paymentmethod',
            constraint=models.CheckConstraint(condition=models.Q(('previous_ends__isnull', True), ('previous_ends__lte', models.F('starts')), _connector='OR'), name='paymentmethod_in_order'),
        ),
        migrations.AddConstraint(
            model_name='paymentmethod',
            constraint=nss.contract.dated.FollowsPrevious(name='paymentmethod_follows'),
        ),
        migrations.AddConstraint(
            model_name='paymentmethod',
            constraint=nss.contract.dated.LivesOnce(fields=('office',), name='paymentmethod_office_once'),
        ),
        migrations.AddIndex(
            model_name='shareduse',
            index=models.Index(fields=['office', 'ends'], name='shareduse_office'),
        ),
        migrations.AddConstraint(
            model_name='shareduse',
            constraint=models.UniqueConstraint(fields=('identity', 'ends'), name='shareduse_one_end'),
        ),
        migrations.AddConstraint(
            model_name='shareduse',
            constraint=models.UniqueConstraint(fields=('identity', 'previous_ends'), name='shareduse_one_line', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='shareduse',
            constraint=models.CheckConstraint(condition=models.Q(('starts__lt', models.F('ends'))), name='shareduse_has_days'),
        ),
        migrations.AddConstraint(
            model_name='shareduse',
            constraint=models.CheckConstraint(condition=models.Q(('previous_ends__isnull', True), ('previous_ends__lte', models.F('starts')), _connector='OR'), name='shareduse_in_order'),
        ),
        migrations.AddConstraint(
            model_name='shareduse',
            constraint=nss.contract.dated.FollowsPrevious(name='shareduse_follows'),
        ),
        migrations.AddConstraint(
            model_name='shareduse',
            constraint=nss.contract.dated.LivesOnce(fields=('office', 'use', 'partner', 'object'), name='shareduse_office_use_partner_object_once'),
        ),
        migrations.AddIndex(
            model_name='systemmanager',
            index=models.Index(fields=['office', 'ends'], name='systemmanager_office'),
        ),
        migrations.AddConstraint(
            model_name='systemmanager',
            constraint=models.UniqueConstraint(fields=('identity', 'ends'), name='systemmanager_one_end'),
        ),
        migrations.AddConstraint(
            model_name='systemmanager',
            constraint=models.UniqueConstraint(fields=('identity', 'previous_ends'), name='systemmanager_one_line', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='systemmanager',
            constraint=models.CheckConstraint(condition=models.Q(('starts__lt', models.F('ends'))), name='systemmanager_has_days'),
        ),
        migrations.AddConstraint(
            model_name='systemmanager',
            constraint=models.CheckConstraint(condition=models.Q(('previous_ends__isnull', True), ('previous_ends__lte', models.F('starts')), _connector='OR'), name='systemmanager_in_order'),
        ),
        migrations.AddConstraint(
            model_name='systemmanager',
            constraint=nss.contract.dated.FollowsPrevious(name='systemmanager_follows'),
        ),
        migrations.AddConstraint(
            model_name='systemmanager',
            constraint=nss.contract.dated.LivesOnce(fields=('office',), name='systemmanager_office_once'),
        ),
        migrations.AddIndex(
            model_name='terminal',
            index=models.Index(fields=['office', 'ends'], name='terminal_office'),
        ),
        migrations.AddIndex(
            model_name='terminal',
            index=models.Index(fields=['name'], name='terminal_name'),
        ),
        migrations.AddIndex(
            model_name='terminal',
            index=models.Index(fields=['address'], name='terminal_address'),
        ),
        migrations.AddConstraint(
            model_name='terminal',
            constraint=models.UniqueConstraint(fields=('identity', 'ends'), name='terminal_one_end'),
        ),
        migrations.AddConstraint(
            model_name='terminal',
            constraint=models.UniqueConstraint(fields=('identity', 'previous_ends'), name='terminal_one_line', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='terminal',
            constraint=models.CheckConstraint(condition=models.Q(('starts__lt', models.F('ends'))), name='terminal_has_days'),
        ),
        migrations.AddConstraint(
            model_name='terminal',
            constraint=models.CheckConstraint(condition=models.Q(('previous_ends__isnull', True), ('previous_ends__lte', models.F('starts')), _connector='OR'), name='terminal_in_order'),
        ),
        migrations.AddConstraint(
            model_name='terminal',
            constraint=nss.contract.dated.FollowsPrevious(name='terminal_follows'),
        ),
        migrations.AddConstraint(
            model_name='terminal',
            constraint=nss.contract.dated.LivesOnce(fields=('name',), name='terminal_name_once'),
        ),
        migrations.AddConstraint(
            model_name='terminal',
            constraint=nss.contract.dated.LivesOnce(fields=('address',), name='terminal_address_once'),
        ),
        migrations.AddIndex(
            model_name='usercode',
            index=models.Index(fields=['office', 'ends'], name='usercode_office'),
        ),
        migrations.AddIndex(
            model_name='usercode',
            index=models.Index(fields=['code', 'ends'], name='usercode_code'),
        ),
        migrations.AddConstraint(
            model_name='usercode',
            constraint=models.UniqueConstraint(fields=('identity', 'ends'), name='usercode_one_end'),
        ),
        migrations.AddConstraint(
            model_name='usercode',
            constraint=models.UniqueConstraint(fields=('identity', 'previous_ends'), name='usercode_one_line', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='usercode',
            constraint=models.CheckConstraint(condition=models.Q(('starts__lt', models.F('ends'))), name='usercode_has_days'),
        ),
        migrations.AddConstraint(
            model_name='usercode',
            constraint=models.CheckConstraint(condition=models.Q(('previous_ends__isnull', True), ('previous_ends__lte', models.F('starts')), _connector='OR'), name='usercode_in_order'),
        ),
        migrations.AddConstraint(
            model_name='usercode',
            constraint=nss.contract.dated.FollowsPrevious(name='usercode_follows'),
        ),
        migrations.AddConstraint(
            model_name='usercode',
            constraint=nss.contract.dated.LivesOnce(fields=('office', 'code'), name='usercode_office_code_once'),
        ),
        migrations.AddIndex(
            model_name='userid',
            index=models.Index(fields=['office', 'ends'], name='userid_office'),
        ),
        migrations.AddIndex(
            model_name='userid',
            index=models.Index(fields=['code', 'number'], name='userid_code'),
        ),
        migrations.AddConstraint(
            model_name='userid',
            constraint=models.UniqueConstraint(fields=('identity', 'ends'), name='userid_one_end'),
        ),
        migrations.AddConstraint(
            model_name='userid',
            constraint=models.UniqueConstraint(fields=('identity', 'previous_ends'), name='userid_one_line', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='userid',
            constraint=models.CheckConstraint(condition=models.Q(('starts__lt', models.F('ends'))), name='userid_has_days'),
        ),
        migrations.AddConstraint(
            model_name='userid',
            constraint=models.CheckConstraint(condition=models.Q(('previous_ends__isnull', True), ('previous_ends__lte', models.F('starts')), _connector='OR'), name='userid_in_order'),
        ),
        migrations.AddConstraint(
            model_name='userid',
            constraint=nss.contract.dated.FollowsPrevious(name='userid_follows'),
        ),
        migrations.AddConstraint(
            model_name='userid',
            constraint=nss.contract.dated.LivesOnce(fields=('code', 'number'), name='userid_code_number_once'),
        ),
        migrations.AddIndex(
            model_name='webcertificate',
            index=models.Index(fields=['office', 'ends'], name='webcertificate_office'),
        ),
        migrations.AddConstraint(
            model_name='webcertificate',
            constraint=models.UniqueConstraint(fields=('identity', 'ends'), name='webcertificate_one_end'),
        ),
        migrations.AddConstraint(
            model_name='webcertificate',
            constraint=models.UniqueConstraint(fields=('identity', 'previous_ends'), name='webcertificate_one_line', nulls_distinct=False),
        ),
        migrations.AddConstraint(
            model_name='webcertificate',
            constraint=models.CheckConstraint(condition=models.Q(('starts__lt', models.F('ends'))), name='webcertificate_has_days'),
        ),
        migrations.AddConstraint(
            model_name='webcertificate',
            constraint=models.CheckConstraint(condition=models.Q(('previous_ends__isnull', True), ('previous_ends__lte', models.F('starts')), _connector='OR'), name='webcertificate_in_order'),
        ),
        migrations.AddConstraint(
            model_name='webcertificate',
            constraint=nss.contract.dated.FollowsPrevious(name='webcertificate_follows'),
        ),
        migrations.AddConstraint(
            model_name='webcertificate',
            constraint=nss.contract.dated.LivesOnce(fields=('name',), name='webcertificate_name_once'),
        ),
    ]
