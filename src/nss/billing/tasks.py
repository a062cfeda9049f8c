"""The worker's part of billing: a usage file that was handed in."""

from __future__ import annotations

from procrastinate.contrib.django import app

from . import loading


@app.task(name="nss.load_usage", queue="billing", lock="billing")
def load_usage(pk: str) -> None:
    """Check a usage file, store it and draw up the invoices of its month; one at a time, safe to run twice."""
    loading.run(int(pk))
