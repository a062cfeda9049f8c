"""Whom somebody may ask for what they may not do."""

from __future__ import annotations

from .models import Person, Role


def to_ask(person: Person) -> list[Person]:
    """Who can do more, or give the right to: the managers of the person's own office, for the Center's people its administrators."""
    top = Role.ADMIN if person.is_center else Role.MANAGER
    others = Person.objects.filter(office=person.office, role=top, is_active=True).exclude(pk=person.pk)
    return list(others.order_by("login_id"))
