"""The square a telephone's camera reads, as a picture drawn in the page: no file, no data address, no style."""

from __future__ import annotations

from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

_QUIET = 4  # modules of white around it, as the standard wants


def picture_of(text: str) -> SafeString:
    """An SVG of `text`: dark squares on white in both colour schemes, else cameras don't read it."""
    code: QRCode = QRCode(error_correction=ERROR_CORRECT_M, border=_QUIET)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    size = len(rows)
    path = "".join(f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark)
    return format_html(
        '<svg class="square-code" viewBox="0 0 {0} {0}" role="img" aria-label="{1}" shape-rendering="crispEdges">'
        '<rect width="{0}" height="{0}" fill="#ffffff"/><path d="{2}" fill="#000000"/></svg>',
        size,
        _("Square to photograph with the application"),
        path,
    )
