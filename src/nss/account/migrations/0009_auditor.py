"""A role of the Center that reads and changes nothing."""

from django.db import migrations, models

from nss.base.words import W


class Migration(migrations.Migration):
    dependencies = [
        ("people", "0008_mails_that_came_back"),
    ]

    operations = [
        migrations.AlterField(
            model_name="person",
            name="role",
            field=models.CharField(
                choices=[
                    ("manager", W("管理責任者", "Manager")),
                    ("applicant", W("申込担当者", "Contact person")),
                    ("office_billing", W("請求担当", "Billing")),
                    ("reader", W("参照のみ", "Read only")),
                    ("reception", W("受付", "Reception")),
                    ("reviewer", W("審査", "Review")),
                    ("approver", W("承認", "Approval")),
                    ("works", W("工事", "Works")),
                    ("billing", W("請求", "Billing")),
                    ("auditor", W("監査", "Audit")),
                    ("admin", W("管理", "Administration")),
                ],
                max_length=16,
            ),
        ),
    ]
