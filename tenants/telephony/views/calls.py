"""The calls of a day."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django import forms
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_GET

from tenants.telephony import rules
from tenants.telephony.domain import queries
from tenants.telephony.models import Line, Outcome
from tess.identity.guards import requires
from tess.kernel.interface.paging import page_of
from tess.observatory.forms.period import DayField

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class DayForm(forms.Form):
    """Which calls of which day."""

    narrows = True

    jour = DayField(label=_("Day"))
    ligne = forms.ModelChoiceField(
        label=_("Line"), queryset=Line.objects.all(), required=False, empty_label=_("all lines")
    )
    issue = forms.ChoiceField(label=_("Outcome"), choices=[("", _("all outcomes")), *Outcome.choices], required=False)


@requires(rules.may_see_calls)
@require_GET
def calls(request: HttpRequest) -> HttpResponse:
    """A day's calls, latest first; the latest day known when none is asked for."""
    asked = request.GET.copy()
    if not asked.get("jour"):
        asked["jour"] = (queries.latest_day() or timezone.localdate()).isoformat()
    form = DayForm(asked)
    if not form.is_valid():
        return render(request, "telephony/calls.html", {"form": form}, status=400)
    day, line, outcome = form.cleaned_data["jour"], form.cleaned_data["ligne"], form.cleaned_data["issue"]
    found = queries.calls_of(day, line_id=line.pk if line else None, outcome=outcome)
    return render(
        request,
        "telephony/calls.html",
        {
            "form": form,
            "day": day,
            "before": day - timedelta(days=1),
            "after": day + timedelta(days=1),
            "figures": queries.figures_of(found),
            "filtered": bool(line or outcome),
            "page": page_of(request, found, by="started_at"),
            "may_import": rules.may_import_calls(request.actor),
        },
    )
