"""The candidate's dossier: where it stands, section by section, sent, taken back, begun again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from tenants.admission import sections
from tenants.admission.domain import candidacies, queries, review
from tenants.admission.domain.undertakings import latest_of
from tenants.admission.forms.review import AnswerForm
from tenants.admission.forms.section import SectionForm
from tenants.admission.models import State, Task
from tenants.admission.views.keys import email_of, with_key
from tenants.organisations.models import Organisation
from tess.identity.guards import open_to_everyone
from tess.kernel.errors import Conflict, DomainError, NotFound

if TYPE_CHECKING:
    from uuid import UUID

    from django.http import HttpRequest, HttpResponse

    from tenants.admission.models import Candidacy


@open_to_everyone
@never_cache
@require_GET
def mine(request: HttpRequest) -> HttpResponse:
    """The dossiers of the address whose letter was used here; a single one opens at once."""
    email = email_of(request)
    if not email:
        return redirect("admission:ask")
    found = candidacies.candidacies_of(email)
    if len(found) == 1:
        return redirect("admission:dossier", found[0].pk)
    return render(request, "admission/mine.html", {"candidacies": found})


@with_key
@require_GET
def dossier(request: HttpRequest, candidacy: Candidacy) -> HttpResponse:
    """Where it stands, what is left to do, what was said."""
    return _dossier_page(request, candidacy)


def _dossier_page(
    request: HttpRequest, candidacy: Candidacy, refused: dict[Any, AnswerForm] | None = None, status: int = 200
) -> HttpResponse:
    context = queries.for_candidate(candidacy)
    context["asked"] = [
        (each, (refused or {}).get(each.pk) or AnswerForm(prefix=str(each.pk)) if each.is_waiting else None)
        for each in context["questions"]
    ]
    opening = latest_of(candidacy, Task.PROVISIONING)
    context["stopped"] = opening is not None and opening.is_stopped and candidacy.state == State.PROVISIONING
    if opening and opening.is_under_way:
        context["progress"] = queries.progress_of(opening, reverse("admission:opening", args=[candidacy.pk]))
    if candidacy.is_member:
        context["organisation"] = Organisation.objects.filter(pk=candidacy.organisation_id).first()
        context["director"] = candidacy.typed.get("people", {}).get("director_email", "")
    return render(request, "admission/dossier.html", context, status=status)


@with_key
@require_POST
def answer(request: HttpRequest, candidacy: Candidacy, question_pk: UUID) -> HttpResponse:
    """Answer a question of the coordination."""
    form = AnswerForm(request.POST, prefix=str(question_pk))
    if form.is_valid():
        try:
            review.answer(candidacy, question_pk, form.cleaned_data["answer"])
        except Conflict as error:
            messages.error(request, str(error))
            return redirect("admission:dossier", candidacy.pk)
        except NotFound:
            raise
        except DomainError as error:
            form.add_error("answer", str(error))
        else:
            messages.success(request, _("Your answer is sent to the coordination."))
            return redirect("admission:dossier", candidacy.pk)
    return _dossier_page(request, candidacy, {question_pk: form}, status=422)


@with_key
@require_http_methods(["GET", "POST"])
def section(request: HttpRequest, candidacy: Candidacy, key: str) -> HttpResponse:
    """One section; what was typed is kept even when something in it is wrong."""
    spec = sections.BY_KEY.get(key)
    if spec is None:
        raise NotFound(_("There is no such section."))
    if request.method == "GET":
        typed = candidacy.typed.get(key)
        form = SectionForm(spec, typed, judged=len(typed or {}) > 1)
        return _section_page(request, candidacy, form)
    typed = {each.name: _posted(request, each) for each in spec.fields}
    try:
        cleaned = candidacies.save_section(candidacy, key, typed)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("admission:dossier", candidacy.pk)
    if cleaned.is_complete:
        messages.success(request, _("Saved: “%(section)s” is complete.") % {"section": spec.title})
    elif "stay" not in request.POST:
        return _section_page(request, candidacy, SectionForm(spec, sections.kept(spec, typed), judged=True), status=422)
    return redirect(_next(request, candidacy, key))


def _posted(request: HttpRequest, each: sections.Field) -> str | list[str]:
    return request.POST.getlist(each.name) if each.many else request.POST.get(each.name, "")


def _next(request: HttpRequest, candidacy: Candidacy, key: str) -> str:
    if "later" in request.POST or "stay" in request.POST:
        return reverse("admission:dossier", args=[candidacy.pk])
    keys = list(sections.BY_KEY)
    following = keys[keys.index(key) + 1 :]
    if following:
        return reverse("admission:section", args=[candidacy.pk, following[0]])
    return reverse("admission:documents", args=[candidacy.pk])


def _section_page(request: HttpRequest, candidacy: Candidacy, form: SectionForm, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "candidacy": candidacy,
        "section": form.section,
        "form": form,
        "number": list(sections.BY_KEY).index(form.section.key) + 1,
        "count": len(sections.SECTIONS),
        "answers": queries.answers_of(candidacy, form.section),
    }
    return render(request, "admission/section.html", context, status=status)


@with_key
@require_POST
def send(request: HttpRequest, candidacy: Candidacy) -> HttpResponse:
    """Hand the dossier to the coordination."""
    try:
        candidacies.send(candidacy)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Your dossier is sent. A letter confirms it."))
    return redirect("admission:dossier", candidacy.pk)


@with_key
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, candidacy: Candidacy) -> HttpResponse:
    """Not going on, after saying what that does."""
    if request.method == "GET":
        return render(request, "admission/withdraw.html", {"candidacy": candidacy})
    try:
        candidacies.withdraw(candidacy)
    except DomainError as error:
        messages.error(request, str(error))
    else:
        messages.success(request, _("Your candidacy is withdrawn."))
    return redirect("admission:dossier", candidacy.pk)


@with_key
@require_POST
def again(request: HttpRequest, candidacy: Candidacy) -> HttpResponse:
    """A new dossier with the same answers."""
    try:
        new = candidacies.apply_again(candidacy)
    except DomainError as error:
        messages.error(request, str(error))
        return redirect("admission:dossier", candidacy.pk)
    messages.success(request, _("A new dossier is open, with what you wrote the last time."))
    return redirect("admission:dossier", new.pk)
