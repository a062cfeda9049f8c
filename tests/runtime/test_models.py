"""What Django itself says of models and settings."""

from __future__ import annotations

import pytest
from django.core.management import call_command


@pytest.mark.django_db
def test_django_finds_nothing_wrong_with_models_and_settings():
    call_command("check")


@pytest.mark.django_db
def test_no_model_has_changed_without_a_migration():
    call_command("makemigrations", check_changes=True, dry_run=True, verbosity=0)
