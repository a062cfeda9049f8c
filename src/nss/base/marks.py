"""Marks that pages show on a form's fields."""

from __future__ import annotations

from django.forms import Field


def mark_must(field: Field, must: bool = True) -> None:
    """Mark a field as required (※必須) or not; the check page, not the field, says when it is missing."""
    field.widget.is_required = must
