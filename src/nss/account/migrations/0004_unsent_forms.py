from django.db import migrations, models


class Migration(migrations.Migration):
    """Forms outside of drafts are kept too: several of one address, addresses of any length."""

    dependencies = [
        ("people", "0003_manager_proposals"),
    ]

    operations = [
        migrations.RemoveConstraint(model_name="parkedpost", name="parked_once"),
        migrations.AlterField(
            model_name="parkedpost", name="path", field=models.CharField(max_length=1000)
        ),
        migrations.AddField(
            model_name="parkedpost", name="returned_at", field=models.DateTimeField(null=True)
        ),
    ]
