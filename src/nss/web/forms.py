"""Forms on pages: Django's field groups, drawn by the templates of `jinja2/ui/` and `jinja2/django/forms/widgets/`.

A page writes `{{ form["name"].as_field_group() }}`; the row's template writes label, hint and error and asks for the
control, whose template goes by the widget. A widget without a template of ours is drawn by Django's own.
"""

from __future__ import annotations

from functools import cache, cached_property
from pathlib import Path
from typing import Any

from django import forms
from django.forms import renderers
from django.http import HttpRequest
from django.utils.safestring import SafeString

OWN = Path(__file__).parent / "jinja2"
DJANGO = Path(forms.__file__).parent / "jinja2"
INPUT = "django/forms/widgets/input.html"
ONE_BOX = {
    f"django/forms/widgets/{kind}.html": INPUT
    for kind in ("text", "number", "email", "tel", "hidden", "date", "file")
}
"""Django's templates that only include that of every box: a template the less a field."""
FEW_LISTS = 12
"""So many lists of a form are drawn as ticks; a page with more would weigh twice as much, and keeps boxes."""


class Row(forms.BoundField):
    """A field with its value: which template draws its row, and what its control says of hint and error."""

    @property
    def template_name(self) -> str:
        """A group of choices has a legend, a single tick its words behind it, everything else a label above."""
        widget = self.field.widget
        own: str | None = getattr(self.field, "template_name", None)
        if own:
            return own
        if widget.use_fieldset or self._ticks(widget):
            return "ui/field_choices.html"
        if isinstance(widget, forms.CheckboxInput):
            return "ui/field_tick.html"
        return Renderer.field_template_name

    def as_widget(
        self,
        widget: forms.Widget | None = None,
        attrs: dict[str, Any] | None = None,
        only_initial: bool = False,
    ) -> SafeString:
        """Several of a list are ticks: in a list box one click, to look, would unset all the others."""
        drawn = widget or self.field.widget
        if isinstance(drawn, forms.SelectMultiple) and self._ticks(drawn):
            widget = forms.CheckboxSelectMultiple(drawn.attrs, drawn.choices)
        return super().as_widget(widget, attrs, only_initial)

    def _ticks(self, widget: forms.Widget) -> bool:
        """Whether it is a list that is drawn as ticks. Asked for every field of a page: only of a list are the others counted."""
        if not isinstance(widget, forms.SelectMultiple):
            return False
        lists = [f for f in self.form.fields.values() if isinstance(f.widget, forms.SelectMultiple)]
        return len(lists) <= FEW_LISTS

    @property
    def aria_describedby(self) -> str:
        """The addresses of hint and error, as `ui/row.html` gives them."""
        said = [f"{self.auto_id}-hint"] if self.help_text else []
        return " ".join([*said, f"{self.auto_id}-error"] if self.errors else said)

    def build_widget_attrs(self, attrs: dict[str, Any], widget: forms.Widget | None = None) -> dict[str, Any]:
        """Without `required`: a form with something missing is sent, so that all that is wrong is said at once."""
        built = super().build_widget_attrs(attrs, widget)
        built.pop("required", None)
        return built


class Renderer(renderers.Jinja2):
    """Draws forms with the Jinja environment of the pages: our templates first, then Django's own."""

    field_template_name = "ui/field.html"
    bound_field_class = Row

    def render(self, template_name: str, context: dict[str, Any], request: HttpRequest | None = None) -> str:
        """A row takes two templates and a page has thirty rows: each is looked up once a process."""
        return str(self._compiled(template_name).render(context)).strip()

    @cache  # noqa: B019  (one renderer a process)
    def _compiled(self, template_name: str) -> Any:
        return self.get_template(ONE_BOX.get(template_name, template_name)).template

    @cached_property
    def engine(self) -> Any:
        """Compiled once a process."""
        return self.backend(
            {
                "NAME": "forms",
                "APP_DIRS": False,
                "DIRS": [OWN, DJANGO],
                "OPTIONS": {"environment": "nss.web.jinja.environment"},
            }
        )
