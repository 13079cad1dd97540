"""A module's quiz and its result."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.db import connection
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from shared_training.catalogue.domain import queries as catalogue
from shared_training.sessions import rules
from shared_training.sessions.domain import doors, queries, quizzes
from shared_training.sessions.forms.quiz import QuizForm
from tess.identity.guards import requires
from tess.kernel.errors import DomainError

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse


@requires(rules.may_learn)
@require_http_methods(["GET", "POST"])
def quiz(request: HttpRequest, enrolment_id: UUID) -> HttpResponse:
    """Answer the quiz; what was ticked stays when a question was forgotten."""
    door = doors.following(request.actor, enrolment_id)
    with connection.acting_for(door.organisation):
        module = catalogue.module_numbered(door.enrolment.module_id)
        found = queries.progress(door.enrolment, module)
        form = QuizForm(module, request.POST if request.method == "POST" else None)
        if not (door.enrolment.is_open and found.quiz_open):
            return redirect("training_sessions:progress", door.enrolment.pk)
        if form.is_bound and form.is_valid():
            try:
                attempt = quizzes.answer(door.enrolment, module, form.chosen(), actor=door.actor)
            except DomainError as refusal:  # ended, or changed, since the page was opened
                messages.error(request, str(refusal))
                return redirect("training_sessions:progress", door.enrolment.pk)
            return redirect("training_sessions:result", door.enrolment.pk, attempt.pk)
    context = {"enrolment": door.enrolment, "organisation": door.organisation, "module": module, "form": form}
    return render(request, "training_sessions/quiz.html", context, status=422 if form.errors else 200)


@requires(rules.may_learn)
@require_GET
def result(request: HttpRequest, enrolment_id: UUID, attempt_id: UUID) -> HttpResponse:
    """The mark, and why each answer is right."""
    door = doors.following(request.actor, enrolment_id)
    with connection.acting_for(door.organisation):
        module = catalogue.module_numbered(door.enrolment.module_id)
        attempt = queries.attempt_of(door.enrolment, attempt_id)
    context = {
        "enrolment": door.enrolment,
        "organisation": door.organisation,
        "module": module,
        "attempt": attempt,
        "questions": queries.corrected(module, attempt),
        "needed": -(-attempt.total * attempt.pass_mark // 100),
    }
    return render(request, "training_sessions/result.html", context)
