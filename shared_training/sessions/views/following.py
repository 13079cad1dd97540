"""Following a module: progress, lessons, giving up.

What is read and written runs under the role of the organisation one trains for; the page is drawn as the application.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import connection
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from shared_training.catalogue.domain import queries as catalogue
from shared_training.sessions import rules
from shared_training.sessions.domain import doors, enrolments, lessons, queries
from tess.identity.guards import requires
from tess.kernel.errors import Conflict

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@requires(rules.may_learn)
@require_GET
def progress(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """How far one is, and what comes next."""
    door = doors.following(request.actor, enrolment_id)
    with connection.acting_for(door.organisation):
        found = queries.progress(door.enrolment, catalogue.module_numbered(door.enrolment.module_id))
    context = {"enrolment": door.enrolment, "organisation": door.organisation, "progress": found}
    return render(request, "training_sessions/progress.html", context)


@requires(rules.may_learn)
@require_http_methods(["GET", "POST"])
def lesson(request: HttpRequest, enrolment_id: UUID, lesson_id: UUID) -> HttpResponse:
    """Read one lesson; posting says it is read and goes on to the next."""
    door = doors.following(request.actor, enrolment_id)
    with connection.acting_for(door.organisation):
        module = catalogue.module_numbered(door.enrolment.module_id)
        shown = module.lesson(lesson_id)
        if request.method == "POST":
            return _finish(request, door, module, shown)
        lessons.open_lesson(door.enrolment, shown)
        found = queries.progress(door.enrolment, module)
    step = next(step for step in found.steps if step.lesson.id == shown.id)
    context = {
        "enrolment": door.enrolment,
        "organisation": door.organisation,
        "progress": found,
        "step": step,
        "lesson": shown,
        "previous": found.steps[step.number - 2] if step.number > 1 else None,
    }
    return render(request, "training_sessions/lesson.html", context)


@requires(rules.may_learn)
@require_POST
def withdraw(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Give up a module under way."""
    door = doors.following(request.actor, enrolment_id)
    try:
        with connection.acting_for(door.organisation):
            enrolments.withdraw(door.enrolment, actor=door.actor)
    except Conflict as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("You no longer follow this module."))
    return redirect("training_sessions:mine")


def _finish(
    request: HttpRequest, door: doors.Following, module: catalogue.Module, shown: catalogue.Lesson
) -> HttpResponse:
    try:
        lessons.finish_lesson(door.enrolment, shown, actor=door.actor)
    except Conflict as refusal:
        messages.error(request, str(refusal))
        return redirect("training_sessions:progress", door.enrolment.pk)
    following = queries.progress(door.enrolment, module).next_step
    if following is None:
        messages.success(request, _("Every lesson is read. The quiz is open."))
        return redirect("training_sessions:progress", door.enrolment.pk)
    return redirect("training_sessions:lesson", door.enrolment.pk, following.lesson.id)
