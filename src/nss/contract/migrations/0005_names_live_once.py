"""An office's contract becomes a row of its own, of one name only one row lives on a day, and a line of the ledger says
how it left its version."""

import datetime
import django.db.models.deletion
import nss.base.ids
import nss.contract.dated
from django.db import migrations, models


TEXT_RANGE = "CREATE TYPE nss_text_range AS RANGE (subtype = text)"
"""What exclusion constraints compare texts with; built in, so that no extension is asked of the database."""

class Migration(migrations.Migration):

    dependencies = [
        ('contract', '0004_line_line_router_mailbox_mailbox_name_and_more'),
    ]

    operations = [
        migrations.RunSQL(TEXT_RANGE, "DROP TYPE nss_text_range"),
        migrations.CreateModel(
            name='OfficeContract',
            fields=[
                ('id', models.BigIntegerField(default=nss.base.ids.new_id, primary_key=True, serialize=False)),
                ('identity', models.BigIntegerField(default=nss.base.ids.new_id)),
                ('starts', models.DateField()),
                ('ends', models.DateField(default=datetime.date(9999, 12, 31))),
                ('previous_ends', models.DateField(null=True)),
                ('by_application', models.BigIntegerField(help_text='the application that wrote this version', null=True)),
            ],
            options={
                'abstract': False,
            },
        ),
        migrations.AddField(
            model_name='rowwrite',
            name='ends_after',
            field=models.DateField(help_text='of the version as this application left it', null=True),
        ),
        migrations.AlterField(
            model_name='rowwrite',
            name='ends_before',
            field=models.DateField(help_text='of a version that was cut', null=True),
        ),
        migrations.AddConstraint(
            model_name='addressblock',
            constraint=nss.contract.dated.LivesOnce(fields=('network',), name='addressblock_network_once'),
        ),
        migrations.AddConstraint(
            model_name='billingcontact',
            constraint=nss.contract.dated.LivesOnce(fields=('office',), name='billingcontact_office_once'),
        ),
        migrations.AddConstraint(
            model_name='billingrecipient',
            constraint=nss.contract.dated.LivesOnce(fields=('office',), name='billingrecipient_office_once'),
        ),
        migrations.AddConstraint(
            model_name='companyprofile',
            constraint=nss.contract.dated.LivesOnce(fields=('company',), name='companyprofile_company_once'),
        ),
        migrations.AddConstraint(
            model_name='contractholder',
            constraint=nss.contract.dated.LivesOnce(fields=('office',), name='contractholder_office_once'),
        ),
        migrations.AddConstraint(
            model_name='contractorclass',
            constraint=nss.contract.dated.LivesOnce(fields=('office',), name='contractorclass_office_once'),
        ),
        migrations.AddConstraint(
            model_name='feeplan',
            constraint=nss.contract.dated.LivesOnce(fields=('office', 'tab'), name='feeplan_office_tab_once'),
        ),
        migrations.AddConstraint(
            model_name='headoffice',
            constraint=nss.contract.dated.LivesOnce(fields=('company',), name='headoffice_company_once'),
        ),
        migrations.AddConstraint(
            model_name='line',
            constraint=nss.contract.dated.LivesOnce(fields=('router',), name='line_router_once'),
        ),
        migrations.AddConstraint(
            model_name='mailaddress',
            constraint=nss.contract.dated.LivesOnce(fields=('address',), name='mailaddress_address_once'),
        ),
        migrations.AddConstraint(
            model_name='mailbox',
            constraint=nss.contract.dated.LivesOnce(fields=('name',), name='mailbox_name_once'),
        ),
        migrations.AddConstraint(
            model_name='netterminal',
            constraint=nss.contract.dated.LivesOnce(fields=('name',), name='netterminal_name_once'),
        ),
        migrations.AddConstraint(
            model_name='officebusiness',
            constraint=nss.contract.dated.LivesOnce(fields=('office', 'system_class', 'business'), name='officebusiness_office_system_class_business_once'),
        ),
        migrations.AddConstraint(
            model_name='officeprofile',
            constraint=nss.contract.dated.LivesOnce(fields=('office',), name='officeprofile_office_once'),
        ),
        migrations.AddConstraint(
            model_name='paymentmethod',
            constraint=nss.contract.dated.LivesOnce(fields=('office',), name='paymentmethod_office_once'),
        ),
        migrations.AddConstraint(
            model_name='shareduse',
            constraint=nss.contract.dated.LivesOnce(fields=('office', 'use', 'partner', 'object'), name='shareduse_office_use_partner_object_once'),
        ),
        migrations.AddConstraint(
            model_name='systemmanager',
            constraint=nss.contract.dated.LivesOnce(fields=('office',), name='systemmanager_office_once'),
        ),
        migrations.AddConstraint(
            model_name='terminal',
            constraint=nss.contract.dated.LivesOnce(fields=('name',), name='terminal_name_once'),
        ),
        migrations.AddConstraint(
            model_name='terminal',
            constraint=nss.contract.dated.LivesOnce(fields=('address',), name='terminal_address_once'),
        ),
        migrations.AddConstraint(
            model_name='usercode',
            constraint=nss.contract.dated.LivesOnce(fields=('office', 'code'), name='usercode_office_code_once'),
        ),
        migrations.AddConstraint(
            model_name='userid',
            constraint=nss.contract.dated.LivesOnce(fields=('code', 'number'), name='userid_code_number_once'),
        ),
        migrations.AddConstraint(
            model_name='webcertificate',
            constraint=nss.contract.dated.LivesOnce(fields=('name',), name='webcertificate_name_once'),
        ),
        migrations.AddField(
            model_name='officecontract',
            name='company',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.company'),
        ),
        migrations.AddField(
            model_name='officecontract',
            name='office',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='contract.office'),
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
    ]
