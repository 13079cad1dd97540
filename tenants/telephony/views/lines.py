"""Lines: the list, one line, into and out of service."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tenants.telephony import rules
from tenants.telephony.domain import hours, lines, queries
from tenants.telephony.forms.hours import HoursForm
from tenants.telephony.forms.line import LineForm
from tenants.telephony.models import Line
from tess.identity.guards import requires
from tess.kernel.errors import DomainError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


@requires(rules.may_see_lines)
@require_GET
def index(request: HttpRequest) -> HttpResponse:
    """All lines; those out of service last."""
    context = {
        "lines": [(line, hours.told(line.opening_hours)) for line in queries.lines(request.actor)],
        "may_manage": rules.may_manage_lines(request.actor),
        "may_manage_sites": rules.may_manage_sites(request.actor),
    }
    return render(request, "telephony/lines.html", context)


@requires(rules.may_manage_lines)
@require_GET
def hours_said(request: HttpRequest) -> HttpResponse:
    """The hours being typed, in words: for the page's script."""
    form = HoursForm(request.GET)
    wrong = [] if form.is_valid() else [error for errors in form.errors.values() for error in errors]
    told = None if wrong else hours.told(form.hours_text)
    if not wrong and form.hours_text and told is None:
        wrong = [str(lines.unreadable_hours())]
    return render(request, "telephony/hours_said.html", {"told": told, "wrong": wrong})


@requires(rules.may_manage_lines)
@require_http_methods(["GET", "POST"])
def create(request: HttpRequest) -> HttpResponse:
    """A new line."""
    return _edit(request, Line())


@requires(rules.may_manage_lines)
@require_http_methods(["GET", "POST"])
def edit(request: HttpRequest, pk: int) -> HttpResponse:
    """One line."""
    return _edit(request, lines.get_line_for(request.actor, pk))


def _edit(request: HttpRequest, line: Line) -> HttpResponse:
    name = line.name  # what the page is called, though what was typed be refused
    form = LineForm(request.POST) if request.method == "POST" else LineForm.about(line if line.pk else None)
    if request.method == "POST" and form.is_valid():
        try:
            lines.save_line(line, **form.said(), actor=request.actor)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, str(error))
        else:
            messages.success(request, _("The line “%(name)s” is saved.") % {"name": line.name})
            return redirect("telephony:lines")
    context = {
        "form": form,
        "line": line,
        "heading": name,
        "told": hours.told(line.opening_hours) if line.pk and not form.is_bound else None,
        "wrong": [],
        "may_manage_sites": rules.may_manage_sites(request.actor),
    }
    return render(request, "telephony/line.html", context, status=400 if form.errors else 200)


@requires(rules.may_manage_lines)
@require_POST
def archive(request: HttpRequest, pk: int) -> HttpResponse:
    """Out of service."""
    line = lines.get_line_for(request.actor, pk)
    lines.archive(line, actor=request.actor)
    messages.success(request, _("The line “%(name)s” is out of service. Its calls stay.") % {"name": line.name})
    return redirect("telephony:lines")


@requires(rules.may_manage_lines)
@require_POST
def put_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Back into service."""
    line = lines.get_line_for(request.actor, pk)
    try:
        lines.put_back(line, actor=request.actor)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("The line “%(name)s” is back in service.") % {"name": line.name})
    return redirect("telephony:lines")
