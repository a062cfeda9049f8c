"""The figures of a time tell a withdrawal from a decision that was taken back by the start day: with it the index answers them alone."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('application', '0007_days_of_works'),
    ]

    operations = [
        migrations.RemoveIndex(
            model_name='application',
            name='application_received',
        ),
        migrations.AddIndex(
            model_name='application',
            index=models.Index(
                fields=['received_on'],
                include=('answered_on', 'state', 'start_date', 'number'),
                name='application_received',
            ),
        ),
    ]
