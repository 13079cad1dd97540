"""The columns of the list of everybody's records. What was said is in none."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from tess.kernel.interface import words
from tess.kernel.interface.pieces import tag
from tess.kernel.interface.tables import Column

_NOTHING = words.NOTHING

COLUMNS = [
    Column(
        "date",
        _("When"),
        lambda record: record.opened_at,
        shown=lambda record: words.moment(record.opened_at),
        sort="opened_at",
        link=lambda record: record.get_absolute_url(),
    ),
    Column("quoi", _("What it was"), lambda record: record.nature_label, shown=lambda r: r.nature_label or _NOTHING),
    Column("themes", _("Themes"), lambda record: ", ".join(map(str, record.theme_labels))),
    Column("ligne", _("Line"), lambda record: record.line and record.line.name, sort="line__name"),
    Column("qui", _("Written by"), lambda record: record.writer),
    Column(
        "risque",
        _("Risk perceived"),
        lambda record: record.get_risk_display(),
        shown=lambda r: tag(r.get_risk_display(), "warm") if r.risk == "high" else r.get_risk_display(),
    ),
    Column(
        "etat",
        _("State"),
        lambda record: record.get_state_display(),
        shown=lambda r: tag(r.get_state_display(), "warm" if r.is_draft else "plain"),
        sort="state",
    ),
    Column("canal", _("Channel"), lambda record: record.get_channel_display(), hidden=True),
    Column("relation", _("Who calls"), lambda record: record.get_relation_display(), hidden=True),
    Column("age", _("Age, as it sounds"), lambda record: record.get_age_band_display(), hidden=True),
    Column("departement", _("Département"), lambda record: record.departement, hidden=True),
    Column(
        "close",
        _("Closed on"),
        lambda record: record.closed_at,
        shown=lambda r: words.moment(r.closed_at) if r.closed_at else _NOTHING,
        sort="closed_at",
        hidden=True,
    ),
]
