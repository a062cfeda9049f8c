"""Models and migrations say the same, and Django finds no fault with either. Asked in a process of its own, where no test
has made models of its own."""

from __future__ import annotations

import subprocess
import sys

ASKED = """
import django
django.setup()
from django.apps import apps
from django.core.checks import run_checks
from django.db.migrations.autodetector import MigrationAutodetector
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState
from django.utils.translation import deactivate_all
faults = [str(fault) for fault in run_checks()]
deactivate_all()
known = MigrationLoader(None).project_state()
left = MigrationAutodetector(known, ProjectState.from_apps(apps)).changes(graph=MigrationLoader(None).graph)
ours = {c.label for c in apps.get_app_configs() if c.name.startswith("nss.")}
print(faults, {app: [str(o) for m in some for o in m.operations] for app, some in left.items() if app in ours})
"""


def test_django_finds_no_fault_and_no_model_has_changed_without_a_migration():
    # A choice's words in a migration are written by hand as nss.base.words.W(ja, en), both languages.
    done = subprocess.run([sys.executable, "-c", ASKED], capture_output=True, text=True, timeout=120)
    assert (done.stdout.strip(), done.returncode) == ("[] {}", 0), done.stderr[-2000:]
