"""What holds of every form of the product, whatever page it stands on."""

from __future__ import annotations

from django import forms

from nss.runtime import roles


def every_form() -> set[type[forms.BaseForm]]:
    """Every kind of form of ours; the address map reads all pages."""
    assert list(roles.addresses())
    found: set[type[forms.BaseForm]] = set()
    left: list[type[forms.BaseForm]] = [forms.BaseForm]
    while left:
        more = set(left.pop().__subclasses__()) - found
        found |= more
        left += more
    return {form for form in found if form.__module__.startswith("nss.")}


def test_no_form_lets_the_browser_hold_back_what_was_typed() -> None:
    """What is missing is said beside each field by the page that comes back, in the language of the page."""
    forms_of_ours = every_form()
    assert len(forms_of_ours) > 30
    lets = {f.__qualname__ for f in forms_of_ours if f.use_required_attribute}
    assert lets == {"VerifyForm"}, "whose page tells the browser itself not to check it"
