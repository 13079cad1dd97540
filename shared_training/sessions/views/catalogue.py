"""The catalogue, a module, and enrolling, at the collective's host."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import connection
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from shared_training.catalogue.domain import queries as catalogue
from shared_training.sessions import rules
from shared_training.sessions.domain import doors, enrolments, queries
from shared_training.sessions.forms.enrol import EnrolForm
from shared_training.sessions.models import EnrolmentState
from tess.identity.guards import requires

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from shared_training.catalogue.domain.queries import Module


@requires(rules.may_learn)
@require_GET
def modules(request: HttpRequest) -> HttpResponse:
    """Every module one may follow."""
    return render(request, "training_sessions/catalogue.html", {"modules": catalogue.modules()})


@requires(rules.may_learn)
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """What one follows and has followed, for each of one's organisations."""
    records = queries.records_of(request.actor.user_id)
    context = {"under_way": [r for r in records if r.open], "ended": [r for r in records if not r.open]}
    return render(request, "training_sessions/mine.html", context)


@requires(rules.may_learn)
@require_GET
def module(request: HttpRequest, slug: str) -> HttpResponse:
    """What a module is about, and the way in."""
    found = catalogue.module_called(slug)
    return _page(request, found, None)


@requires(rules.may_learn)
@require_POST
def enrol(request: HttpRequest, slug: str) -> HttpResponse:
    """Begin a module for one of one's organisations."""
    found = catalogue.module_called(slug)
    form = EnrolForm(doors.organisations_of(request.actor), request.POST)
    if not form.is_valid():
        return _page(request, found, form, status=422)
    organisation, learner = doors.learner(request.actor, form.organisation_id())
    with connection.acting_for(organisation):
        enrolment = enrolments.enrol(found, actor=learner)
    messages.success(request, _("You follow this module for %(name)s.") % {"name": organisation.name})
    return redirect("training_sessions:progress", enrolment.pk)


def _page(request: HttpRequest, found: Module, form: EnrolForm | None, status: int = 200) -> HttpResponse:
    """The module, one's records of it and, for the organisations where one has none, the form to begin."""
    records = queries.records_of(request.actor.user_id, found.id)
    standing = [record for record in records if record.state != EnrolmentState.WITHDRAWN]
    if form is None:
        taken = {record.organisation_id for record in standing}
        form = EnrolForm([o for o in doors.organisations_of(request.actor) if o.pk not in taken])
    context = {
        "module": found,
        "form": form,
        "choices": form.fields["organisation"].choices,
        "records": standing,
    }
    return render(request, "training_sessions/module.html", context, status=status)
