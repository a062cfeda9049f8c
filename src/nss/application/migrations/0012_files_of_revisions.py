"""Files belong to revisions; what the first of two approvers saw is kept."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('application', '0011_purposes_are_named_by_procedures'),
    ]

    operations = [
        migrations.AddField(
            model_name='attachment',
            name='added_in',
            field=models.IntegerField(default=1),
        ),
        migrations.AddField(
            model_name='attachment',
            name='removed_in',
            field=models.IntegerField(null=True),
        ),
        migrations.AddField(
            model_name='proposal',
            name='seen',
            field=models.CharField(default='', help_text='digest of what the first of the two saw', max_length=64),
        ),
    ]
