"""A timeline asks who shares something with an office; without an index every sharing was read for it."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('contract', '0004_names_by_their_hash'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='shareduse',
            index=models.Index(fields=['partner'], name='shareduse_partner'),
        ),
    ]
