"""What Django itself says of models and settings."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection


@pytest.mark.django_db
def test_django_finds_nothing_wrong_with_models_and_settings():
    call_command("check")


@pytest.mark.django_db
def test_no_model_has_changed_without_a_migration():
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)


@pytest.mark.django_db
def test_every_constraint_and_index_that_a_model_declares_stands_in_the_database():
    with connection.cursor() as cursor:
        cursor.execute("SELECT conname FROM pg_constraint UNION SELECT indexname FROM pg_indexes")
        there = {name for (name,) in cursor.fetchall()}
    declared = {
        named.name
        for model in apps.get_models()
        if model.__module__.startswith("nss.")
        for named in (*model._meta.constraints, *model._meta.indexes)
    }
    assert len(declared) > 100 and declared - there == set()
