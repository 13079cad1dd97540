"""What a practice sheet is made of. Plain text only: it is read at any host, and during a call."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail.blocks import CharBlock, StructBlock, TextBlock


class PointBlock(StructBlock):
    """One thing to do, to lean on or to watch: a line, and when it helps, a sentence or two."""

    line = CharBlock(label=_("In one line"), max_length=140)
    detail = TextBlock(label=_("A little more"), required=False)

    class Meta:
        icon = "list-ul"
        label = _("Point")
