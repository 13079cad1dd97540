from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from tenants.activity import rules
from tenants.activity.domain.days import is_over
from tenants.activity.domain.publication import mark_of, proposal_for, publish_day
from tenants.activity.domain.queries import latest_day
from tenants.activity.forms.day import PublishForm
from tess.identity.guards import requires
from tess.kernel.errors import DomainError
from tess.kernel.interface.words import day as spoken
from tess.observatory.domain import consent
from tess.observatory.forms.period import DayField

if TYPE_CHECKING:
    from datetime import date

    from django.http import HttpRequest, HttpResponse


@requires(rules.may_publish)
def publish(request: HttpRequest) -> HttpResponse:
    """Show exactly what would cross to the collective, then let it."""
    return _send(request) if request.method == "POST" else _look(request)


@require_safe
def _look(request: HttpRequest) -> HttpResponse:
    asked = request.GET.get("jour")
    day = (latest_day() or timezone.localdate()) if asked is None else _day(asked)
    proposal = proposal_for(day, organisation_id=request.organisation.pk)
    context = {
        "day": day,
        "spoken": spoken(day),
        "over": is_over(day),
        "proposal": proposal,
        "form": PublishForm(initial={"jour": day, "seen": mark_of(proposal.new)}),
        "agreed": consent.agreed(request.organisation.pk),
        "may_agree": rules.may_agree(request.actor),
    }
    return render(request, "activity/publish.html", context)


def _send(request: HttpRequest) -> HttpResponse:
    form = PublishForm(request.POST)
    if not form.is_valid():
        raise Http404
    day = form.cleaned_data["jour"]
    try:
        new = publish_day(day, seen=form.cleaned_data["seen"], actor=request.actor)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect(_publication_of(day))
    said = ngettext(
        "%(number)s figure has been published to the collective.",
        "%(number)s figures have been published to the collective.",
        len(new),
    )
    messages.success(request, said % {"number": len(new)})
    return redirect(f"{reverse('activity:day')}?jour={day.isoformat()}")


@requires(rules.may_agree)
@require_POST
def agree(request: HttpRequest) -> HttpResponse:
    """Agree to publish statistics, or take it back."""
    given = request.POST.get("given")
    if given not in {"yes", "no"}:
        raise Http404
    day = _day(request.POST.get("jour", ""))
    consent.say(given == "yes", actor=request.actor)
    if given == "yes":
        messages.success(request, _("Your organisation's statistics will be published, never below 11."))
    else:
        messages.success(request, _("Your organisation's statistics are no longer shown nor published."))
    return redirect(_publication_of(day))


def _publication_of(day: date) -> str:
    return f"{reverse('activity:publish')}?jour={day.isoformat()}"


def _day(text: str) -> date:
    """The day in the address; anything else is no page."""
    form_field = DayField()
    try:
        found: date = form_field.clean(text)
    except ValidationError as error:
        raise Http404 from error
    return found
