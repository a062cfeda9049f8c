"""Queries are due, applications can be laid aside, and lateness is told once."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('application', '0001_initial'),
    ]

    operations = [
        migrations.AddField(
            model_name='application',
            name='query_due',
            field=models.DateField(help_text='by when the office is to answer the open query', null=True),
        ),
        migrations.AddField(
            model_name='application',
            name='held_until',
            field=models.DateField(help_text='laid aside by the Center until this day, which brings it back', null=True),
        ),
        migrations.AddField(
            model_name='application',
            name='held_for',
            field=models.CharField(blank=True, db_default='', default='', help_text='what the Center waits for', max_length=240),
        ),
        migrations.AddField(
            model_name='application',
            name='late_told_on',
            field=models.DateField(help_text='when those who decide were told that its answer is late', null=True),
        ),
    ]
