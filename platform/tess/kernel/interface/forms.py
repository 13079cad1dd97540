"""How forms look: `{{ form }}` draws the summary of errors and every field, `{{ form.name.as_field_group }}` one field.

A page that places its fields itself includes `kernel/forms/summary.html` above them. The settings say
`FORM_RENDERER = "tess.kernel.interface.forms.Renderer"`.

A long text says how much room is left when its widget has `attrs={"data-counter": ""}` and its field a `max_length`. A file
is dropped or chosen; `attrs={"data-most": bytes}` tells the browser what the server would refuse. Choices given in groups
show in groups.

A form that only narrows what is shown sets `narrows = True`: none of its fields is then called optional, all are.
"""

from typing import Any

from django.forms.boundfield import BoundField
from django.forms.renderers import DjangoTemplates
from django.forms.widgets import CheckboxInput, CheckboxSelectMultiple, FileInput, RadioSelect


class Renderer(DjangoTemplates):
    """Render whole forms and fields with our templates; widgets stay Django's own: Wagtail's admin is untouched."""

    form_template_name = "kernel/forms/form.html"
    field_template_name = "kernel/forms/field.html"


def kind_of(field: BoundField) -> str:
    """Say how a field is laid out: keys (radios), ticks, tick (one checkbox), file, group (several inputs) or plain."""
    widget = field.field.widget
    if isinstance(widget, CheckboxSelectMultiple):  # which Django makes a kind of RadioSelect
        return "ticks"
    if isinstance(widget, RadioSelect):
        return "keys"
    if isinstance(widget, CheckboxInput):
        return "tick"
    if isinstance(widget, FileInput):
        return "file"
    return "group" if field.use_fieldset else "plain"


def first_input_id(field: BoundField) -> str:
    """Return the id of what a link to this field should reach: its first input, even in a group of radios."""
    if kind_of(field) in {"keys", "ticks"}:
        return next((str(option.id_for_label) for option in field.subwidgets), str(field.auto_id))
    return str(field.id_for_label or field.auto_id)


def choice_groups(field: BoundField) -> list[tuple[str, list[Any]]]:
    """Return a field's choices under the names of their groups; those in none stand under no name."""
    found: list[tuple[str, list[Any]]] = []
    options = iter(field.subwidgets)
    loose = False
    for name, inner in field.field.choices:
        grouped = isinstance(inner, list | tuple)
        if grouped or not loose:
            found.append((str(name) if grouped else "", []))
        loose = not grouped
        found[-1][1].extend(next(options) for _one in (inner if grouped else (inner,)))
    return found


def counts(field: BoundField) -> int:
    """Return how many characters a field that counts them takes at most, otherwise 0."""
    widget = field.field.widget
    return int(widget.attrs.get("maxlength", 0)) if "data-counter" in widget.attrs else 0
