"""The calls of a day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django import forms
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from tenants.telephony import rules
from tenants.telephony.domain import queries
from tenants.telephony.domain.scope import within
from tenants.telephony.models import Line, Outcome
from tess.identity.guards import requires
from tess.kernel.interface import words
from tess.kernel.interface.pieces import tag
from tess.kernel.interface.tables import Column, listing
from tess.observatory.forms.period import DayField

COLUMNS = [
    Column(
        "heure",
        _("Time"),
        lambda call: call.started_at,
        shown=lambda call: timezone.localtime(call.started_at).strftime("%H:%M:%S"),
        sort="started_at",
    ),
    Column("ligne", _("Line"), lambda call: call.line.name, sort="line__name"),
    Column(
        "issue",
        _("Outcome"),
        lambda call: call.get_outcome_display(),
        shown=lambda call: tag(call.get_outcome_display()) if call.is_answered else call.get_outcome_display(),
        sort="outcome",
    ),
    Column(
        "attente",
        _("Wait"),
        lambda call: call.wait_seconds,
        shown=lambda call: words.duration(call.wait_seconds),
        sort="wait_seconds",
        number=True,
    ),
    Column(
        "conversation",
        _("Talk"),
        lambda call: call.talk_seconds,
        shown=lambda call: words.duration(call.talk_seconds or None),
        sort="talk_seconds",
        number=True,
    ),
    Column("agent", _("Agent"), lambda call: call.agent, shown=lambda call: call.agent or words.NOTHING, sort="agent"),
    Column("file", _("Queue"), lambda call: call.queue, shown=lambda call: call.queue or words.NOTHING, hidden=True),
]

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from tess.kernel.actor import Actor


class DayForm(forms.Form):
    """Which calls of which day."""

    narrows = True

    jour = DayField(label=_("Day"))
    ligne = forms.ModelChoiceField(
        label=_("Line"), queryset=Line.objects.all(), required=False, empty_label=_("all lines")
    )
    issue = forms.ChoiceField(label=_("Outcome"), choices=[("", _("all outcomes")), *Outcome.choices], required=False)

    def __init__(self, *args: Any, actor: Actor, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["ligne"].queryset = within(Line.objects.all(), actor, "site")


@requires(rules.may_see_calls)
@require_GET
def calls(request: HttpRequest) -> HttpResponseBase:
    """A day's calls, latest first; the latest day known when none is asked for."""
    asked = request.GET.copy()
    if not asked.get("jour"):
        asked["jour"] = (queries.latest_day(request.actor) or timezone.localdate()).isoformat()
    form = DayForm(asked, actor=request.actor)
    if not form.is_valid():
        return render(request, "telephony/calls.html", {"form": form}, status=400)
    day, line, outcome = form.cleaned_data["jour"], form.cleaned_data["ligne"], form.cleaned_data["issue"]
    found = queries.calls_of(day, actor=request.actor, line_id=line.pk if line else None, outcome=outcome)
    table = listing(request, found, COLUMNS, name="telephony.calls", order="-heure", file=f"appels-{day}")
    return table.download or render(
        request,
        "telephony/calls.html",
        {
            "form": form,
            "day": day,
            "before": day - timedelta(days=1),
            "after": day + timedelta(days=1),
            "figures": queries.figures_of(found),
            "filtered": bool(line or outcome),
            "listing": table,
            "may_import": rules.may_import_calls(request.actor),
        },
    )
