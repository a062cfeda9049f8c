"""Offices that have a contract get its row; a migration of its own, as rows and indexes of one table cannot be made in one
transaction."""

from django.db import migrations

CONTRACTS = """
    INSERT INTO contract_officecontract (id, identity, company_id, office_id, starts, ends)
    SELECT o.id, o.id, o.company_id, o.id, min(p.starts),
        coalesce((SELECT max(f.ends) FROM contract_feeplan f WHERE f.office_id = o.id), '9999-12-31')
    FROM contract_office o JOIN contract_officeprofile p ON p.office_id = o.id
    WHERE NOT o.provisional GROUP BY o.id, o.company_id"""
"""Every office under contract; it ends with its fee plans, which a cancellation ends and nothing else does."""

LEDGER = "UPDATE contract_rowwrite SET ends_after = '9999-12-31' WHERE inserted"


class Migration(migrations.Migration):

    dependencies = [("contract", "0005_names_live_once")]

    operations = [
        migrations.RunSQL(CONTRACTS, migrations.RunSQL.noop),
        migrations.RunSQL(LEDGER, migrations.RunSQL.noop),
    ]
