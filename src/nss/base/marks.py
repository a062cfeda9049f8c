"""What pages show on a form's fields: that they are required, what is wrong with them."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.forms import Field, Form

from .problems import Refused


def mark_must(field: Field, must: bool = True) -> None:
    """Mark a field as required (※必須) or not; the check page, not the field, says when it is missing."""
    field.widget.is_required = must


def pin(form: Form, refused: Refused) -> None:
    """Put the problems of the rules beside their fields; what has no field stands above the form."""
    for p in refused.problems:
        form.add_error(p.where if p.where in form.fields else None, ValidationError(str(p.text)))
