"""`{% load interface %}`: icons, drawings, charts, the trail, and figures written as people read them."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from django import template
from django.forms.boundfield import BoundField
from django.template.loader import render_to_string
from django.templatetags.static import static
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from tess.kernel.interface import forms, toasts, words
from tess.kernel.interface.charts import Chart

register = template.Library()

STATIC = Path(__file__).resolve().parent.parent / "static" / "kernel"

register.filter("number", words.number)
register.filter("percent", words.percent)
register.filter("percent_of", words.percent_of)
register.filter("duration", words.duration)
register.filter("telephone", words.telephone)
register.filter("choice_groups", forms.choice_groups)
register.filter("counts", forms.counts)
register.filter("undo_url", toasts.undo_url)


@cache
def icon_names() -> frozenset[str]:
    """Return the names of the icons of our sprite."""
    return frozenset(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons.svg").read_text()))


@register.simple_tag
@cache
def icon(name: str, label: str = "") -> SafeString:
    """Draw an icon. Beside words it stays silent; alone, give it a `label`."""
    if name not in icon_names():
        raise template.TemplateSyntaxError(f"no icon {name!r} in the sprite")
    address = f"{static('kernel/icons.svg')}#{name}"
    if label:
        return format_html('<svg class="icon" role="img" aria-label="{}"><use href="{}"></use></svg>', label, address)
    return format_html('<svg class="icon" aria-hidden="true" focusable="false"><use href="{}"></use></svg>', address)


@register.filter
def at(found: Mapping[str, Any], key: str) -> Any:
    """Return what a mapping holds under a key, or nothing."""
    return found.get(key)


@register.simple_tag
def chart(picture: Chart) -> str:
    """Draw a picture of figures with its title, its note and its table: `{% chart calls_by_hour %}`."""
    return render_to_string("kernel/charts/figure.html", {"chart": picture})


@register.filter
def plain(value: float) -> str:
    """Write a number for a machine, whatever the language of the page."""
    return f"{value:g}"


@register.simple_tag
@cache
def sheets() -> SafeString:
    """Link the icons and our sheets, the same on every page."""
    return format_html(
        '<link rel="icon" href="{}" type="image/svg+xml"><link rel="apple-touch-icon" href="{}">'
        '<link rel="manifest" href="{}">'
        '<link rel="stylesheet" href="{}"><link rel="stylesheet" href="{}"><link rel="stylesheet" href="{}">'
        '<link rel="stylesheet" href="{}" media="print">',
        *(
            static(f"kernel/{name}")
            for name in (
                "favicon.svg",
                "icon-180.png",
                "site.webmanifest",
                "tess.css",
                "pieces.css",
                "charts.css",
                "print.css",
            )
        ),
    )


@register.simple_tag
@cache
def drawing(name: str) -> str:
    """Draw one of our lamps: a name of `kernel/drawings`; "street" is the wide one at the foot of public pages."""
    return render_to_string(f"kernel/drawings/{name}.html")


@register.inclusion_tag("kernel/trail.html")
def trail(*steps: Any) -> dict[str, Any]:
    """Show where one is: label and address in turn, the last label alone: `{% trail "Appels" url "Import" %}`."""
    pairs = list(zip(steps[::2], (*steps[1::2], ""), strict=False))
    return {"steps": pairs}


@register.filter
def widget_kind(field: BoundField) -> str:
    """Say how a form's field is laid out."""
    return forms.kind_of(field)


@register.filter
def first_input_id(field: BoundField) -> str:
    """Return the id a link to this field should reach."""
    return forms.first_input_id(field)


@register.simple_tag
@cache
def scripts(*, fragments: bool = True) -> SafeString:
    """Load our scripts; `fragments` brings htmx too. Each page also works without them."""
    names = ("keys.js", *(("fragments.js", "htmx.js") if fragments else ()), "pieces.js", "palette.js")
    return format_html_join("", '<script src="{}" defer></script>', ((static(f"kernel/{name}"),) for name in names))
